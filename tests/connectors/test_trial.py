"""A trial: one real call, and an answer that somebody who is no engineer can act on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from connectors.connector import Batch, Bought
from connectors.errors import (
    ConnectorError,
    GoneError,
    MisconfiguredError,
    PermanentError,
    TransientError,
)
from connectors.limits import Quota
from connectors.trial import Trial, Wants, explain, try_connector
from tests.connectors.fakes import FakeClock
from tests.connectors.samples import NOON, make_mention
from tests.connectors.stages.mastodon import MastodonStage
from tests.connectors.stages.stage import Play
from tests.connectors.test_sweep import Scripted, end, part


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(MastodonStage())
    yield play
    await play.end()


def told(trial: Trial) -> str:
    wants = Wants(needs="A token", variables={"GOOD_TOKEN": True, "LOST_TOKEN": False})
    return "\n".join(explain(trial, NOON + timedelta(minutes=5), wants))


async def test_it_stops_asking_at_the_first_things_read_and_closes() -> None:
    connector = Scripted(part(), part(make_mention(1)), end(make_mention(2)))
    trial = await try_connector(connector, FakeClock())
    assert (trial.read, trial.is_over, connector.closed) == (1, False, 1)
    assert len(connector.batches) == 1


async def test_an_empty_source_is_over_and_said_so() -> None:
    trial = await try_connector(Scripted(part(), end()), FakeClock())
    assert trial.is_over
    assert "nothing to read" in told(trial)
    assert "complete up to 12:00:00Z, 5 min ago" in told(trial)


def test_what_was_found_is_shown_without_anything_that_could_harm_a_terminal() -> None:
    mentions = tuple(make_mention(number, text=f"acme {number}\x1b[2J\nnext") for number in range(5))
    text = told(Trial(read=40, unreadable=1, mentions=mentions, quota=Quota(300, 291, timedelta(minutes=4))))
    assert "40 things read, 5 of them about your brands" in text
    assert "acme 4 [2J next" in text
    assert "acme 1" not in text
    assert "\x1b" not in text
    assert "1 thing could not be read" in text
    assert "291 of 300 requests are left; it starts anew in 4 min" in text


def test_when_nothing_matches_it_says_where_to_look() -> None:
    assert "`keywords`" in told(Trial(read=1))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TransientError("answered 503"), "growing pauses"),
        (TransientError("answered 429", timedelta(minutes=15)), "wait 15 min"),
        (GoneError("answered 410"), "remove it"),
        (PermanentError("answered 404"), "each time it looks"),
        (MisconfiguredError("answered 401"), "A person has to act"),
    ],
)
async def test_each_error_is_explained(error: ConnectorError, said: str) -> None:
    connector = Scripted(error)
    trial = await try_connector(connector, FakeClock())
    assert connector.closed == 1
    assert str(error) in told(trial)
    assert said in told(trial)


async def test_patience_ends() -> None:
    class Endless(Scripted):
        async def fetch_batch(self) -> Batch:
            clock.at += timedelta(seconds=10)
            return part()

    clock = FakeClock()
    connector = Endless()
    await try_connector(connector, clock)
    assert clock.at - NOON <= timedelta(minutes=1)
    assert connector.closed == 1


async def test_a_real_connector_on_trial(play: Play) -> None:
    play.stage.say(3)
    connector = play.open()
    play.opened.clear()
    text = told(await try_connector(connector, play.clock))
    assert "3 things read, 3 of them about your brands" in text
    play.stage.answers = [httpx.Response(401, text="hunter2")]
    connector = play.open()
    play.opened.clear()
    text = told(await try_connector(connector, play.clock))
    assert "A person has to act" in text
    assert "hunter2" not in text


@pytest.mark.parametrize("error", [MisconfiguredError("x"), PermanentError("x"), GoneError("x")])
def test_what_a_person_has_to_mend_says_what_is_needed_and_where_the_secrets_stand(
    error: ConnectorError,
) -> None:
    text = told(Trial(error=error))
    assert "What it needs: A token." in text
    assert "GOOD_TOKEN, which is set" in text
    assert "LOST_TOKEN, which is not set" in text
    assert "What it needs" not in told(Trial(error=TransientError("x")))


async def test_what_a_look_has_cost_is_said() -> None:
    bought = replace(end(make_mention(1)), bought=Bought(10, 0.05))
    assert "has cost 0.05 dollars" in told(await try_connector(Scripted(bought), FakeClock()))
    assert "cost" not in told(await try_connector(Scripted(end(make_mention(1))), FakeClock()))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(401), ("answered 401 (unauthorized)", "A person has to act", "make a new one")),
        (httpx.Response(404), ("answered 404 (not found)", "Compare the address")),
        (httpx.Response(429, headers={"Retry-After": "77"}), ("(too many requests)", "asks us to wait 77 s")),
        (httpx.Response(520), ("answered 520.", "may pass by itself")),
        (httpx.ConnectError("x"), ("cannot be read: ConnectError", "does it open in a browser")),
    ],
)
async def test_the_words_help_whoever_set_it_up(
    play: Play, answer: httpx.Response | Exception, words: tuple[str, ...]
) -> None:
    play.stage.answers = [answer]
    text = told(await try_connector(play.open(), play.clock))
    play.opened.clear()
    for each in words:
        assert each in text
