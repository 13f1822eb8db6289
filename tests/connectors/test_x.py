"""X: recorded searches, money and its end, rushes, deletions."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from connectors.due import Due
from connectors.errors import MisconfiguredError, TransientError
from connectors.mention import ChannelKind
from connectors.metrics import ConnectorMetrics
from connectors.sweep import Sweeper
from connectors.x_post import LookedUp, date_id, read_post, write_post
from connectors.x_wallet import Wallet
from tests.connectors.fakes import FakePublisher
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import Play, Saved
from tests.connectors.stages.x import XStage

LATER = NOON + timedelta(days=3_000)


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(XStage())
    yield play
    await play.end()


def stage_of(play: Play) -> XStage:
    assert isinstance(play.stage, XStage)
    return play.stage


def count_asked(play: Play, end: str) -> int:
    return len([each for each in stage_of(play).asked if each.url.path.endswith(end)])


@pytest.mark.parametrize("name", ["search_recent_client", "search_recent_client_2021"])
def test_recorded_searches_of_either_year(shared: Path, name: str) -> None:
    path = shared / "fixtures" / "x-twitter" / f"{name}.exchanges.json"
    (exchange, *_) = json.loads(path.read_text())["exchanges"]
    found = httpx.Response(200, content=exchange["response"]["body"]).json()
    posts = [write_post(read_post(raw), LATER) for raw in found["data"]]
    assert len(posts) == found["meta"]["result_count"] == 10
    assert all(post.text for post in posts)
    # These were asked for without dates: the id has it.
    assert {post.published_at.year for post in posts} == {2021 if "2021" in name else 2022}


def test_a_recorded_search_with_fields(shared: Path) -> None:
    found = json.loads((shared / "fixtures" / "x-twitter" / "search_recent_fields.json").read_text())
    post = write_post(read_post(found["data"][0]), LATER)
    assert (post.kind, post.parent_id, post.author) == (ChannelKind.REPLY, "1275653067283759104", "63046977")
    assert (post.handles, post.under, post.language) == (("snowman",), ("17200003",), "en")
    assert post.published_at == datetime(2020, 6, 25, 6, 14, 19, tzinfo=UTC)
    assert abs(date_id(post.native_id) - post.published_at) < timedelta(seconds=1)


def test_a_documented_answer_of_which_a_part_is_gone(shared: Path) -> None:
    path = shared / "fixtures" / "x-twitter" / "doc-samples" / "partial_error_200.json"
    answer = json.loads(path.read_text())
    assert LookedUp(data=answer["data"], errors=answer["errors"]).list_gone() == {"456"}


async def test_what_is_read_is_paid_and_saved_with_the_cursor(play: Play) -> None:
    stage_of(play).say(10)
    play.values["recheck_for"] = "0s"
    swept = await play.sweep_once()
    assert swept.batches[-1].bought is not None
    assert (swept.batches[-1].bought.posts, swept.batches[-1].bought.dollars) == (10, 0.05)
    assert json.loads(swept.saved.memory["money"])["millionths"] == 50_000


async def test_posts_read_and_money_spent_are_metrics(play: Play) -> None:
    stage_of(play).say(10)
    play.values["recheck_for"] = "0s"
    registry = CollectorRegistry()
    sweeper = Sweeper(FakePublisher(), ConnectorMetrics(registry), now=play.clock.now)
    assignment = play.assign(Saved())
    await sweeper.run_sweep(play.open(), assignment, Due(play.clock.now(), assignment.every))
    source = {"source": "source"}
    assert registry.get_sample_value("crisis_connector_paid_posts_total", source) == 10
    assert registry.get_sample_value("crisis_connector_paid_dollars_total", source) == pytest.approx(0.05)


async def test_a_pause_after_a_search_that_found_nothing_leaves_no_gap(play: Play) -> None:
    play.values |= {"lookback": "1h", "recheck_for": "0s"}
    saved = (await play.sweep_once()).saved
    stage_of(play).post("acme is soulless", 200)
    play.clock.at += timedelta(hours=5)  # Nobody looked meanwhile.
    swept = await play.sweep_once(saved)
    assert [each.text for each in swept.mentions] == ["acme is soulless"]
    assert swept.batches[-1].upto is not None


async def test_it_stops_where_the_months_money_ends_and_begins_again_with_the_next(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"dollars_a_month": 0.1, "recheck_for": "0s"}
    stage.say(15)
    saved = (await play.sweep_once()).saved
    asked = len(stage.asked)
    with pytest.raises(TransientError, match="dollars of this month") as caught:
        await play.sweep_once(saved)
    assert len(stage.asked) == asked
    assert caught.value.retry_after == datetime(2026, 2, 1, tzinfo=UTC) - play.clock.now()
    play.clock.at += caught.value.retry_after
    await play.sweep_once(saved)
    assert len(stage.asked) == asked + 1


async def test_no_page_is_larger_than_the_money(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"dollars_a_month": 0.1, "recheck_for": "0s"}
    stage.say(60)
    await play.sweep_once()
    assert stage.asked[0].url.params["max_results"] == "20"


async def test_a_rush_is_counted_and_read_page_by_page_each_saved(play: Play) -> None:
    stage = stage_of(play)
    play.values["recheck_for"] = "0s"
    stage.say(250)
    saved = Saved()
    sent: list[str] = []
    promised: list[bool] = []
    for _ in range(3):
        swept = await play.sweep_once(saved)
        saved = swept.saved
        sent += [each.native_id for each in swept.mentions]
        promised.append(swept.batches[-1].upto is not None)
    assert len(set(sent)) == len(sent) == 250
    assert promised == [False, False, True]
    assert count_asked(play, "/counts/recent") == 1
    assert json.loads(saved.memory["money"])["millionths"] == 250 * 5_000 + 5_000


async def test_a_rush_that_costs_more_than_half_of_what_is_left_is_not_read_to_its_end(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"recheck_for": "0s", "dollars_a_month": 2}
    stage.say(400)
    first = await play.sweep_once()
    second = await play.sweep_once(first.saved)
    assert (len(first.mentions), len(second.mentions)) == (100, 0)
    assert second.batches[-1].upto is None
    stage.post("acme again", 179)
    third = await play.sweep_once(second.saved)
    assert [each.text for each in third.mentions] == ["acme again"]
    assert third.batches[-1].upto is not None


async def test_what_was_read_is_sent_and_saved_although_looking_up_fails(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    saved = (await play.sweep_once()).saved
    stage.post("acme again", 100)
    connector = play.open(saved)
    stage.answers = [stage.search(httpx.QueryParams({"max_results": "10"})), httpx.Response(503)]
    assert len((await play.sweep(connector)).mentions) == 1
    with pytest.raises(TransientError):
        await play.sweep(connector)


async def test_a_mark_that_x_would_refuse_as_too_old_is_left(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    saved = (await play.sweep_once()).saved
    play.clock.at += timedelta(days=8)
    stage.post("acme again", 60 * 24 * 3)
    assert [each.text for each in (await play.sweep_once(saved)).mentions] == ["acme again"]
    assert "since_id" not in stage.asked[-2].url.params


async def test_looking_up_waits_its_time(play: Play) -> None:
    stage = stage_of(play)
    play.values["recheck_every"] = "12h"
    stage.say(1)
    saved = (await play.sweep_once()).saved
    saved = (await play.sweep_once(saved)).saved
    assert count_asked(play, "/2/tweets") == 0
    play.clock.at += timedelta(hours=12)
    saved = (await play.sweep_once(saved)).saved
    await play.sweep_once(saved)
    assert count_asked(play, "/2/tweets") == 1


def test_text_is_as_people_read_it_and_whole() -> None:
    raw = {"id": "1", "text": "a &amp; b…", "note_tweet": {"text": "a &amp; b &lt;3"}, "lang": "und"}
    post = write_post(read_post(raw), LATER)
    assert (post.text, post.language) == ("a & b <3", None)


def test_a_broken_wallet_is_no_full_one() -> None:
    with pytest.raises(MisconfiguredError):
        Wallet(b"[]", dollars=1, post_price=0.005, count_price=0.005)


@pytest.mark.parametrize(
    "wrong", [{"paid": False}, {"dollars_a_month": 0}, {"queries": ()}, {"queries": ("a" * 513,)}]
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"paid|dollars|queries"):
        Play(XStage(options={**XStage().options, **wrong}))


def test_x_is_off_unless_somebody_agrees_to_pay() -> None:
    options = {key: value for key, value in XStage().options.items() if key != "paid"}
    with pytest.raises(ValueError, match="paid"):
        Play(XStage(options=options))
