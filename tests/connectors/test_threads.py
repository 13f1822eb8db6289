"""Threads: the documented answer, more than a page, the searches of a day, hashtags."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import MisconfiguredError, TransientError, UnreadableError
from connectors.threads_post import read_post
from connectors.threads_quota import Day
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import Play
from tests.connectors.stages.threads import ThreadsStage

LATER = NOON + timedelta(days=3_000)


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(ThreadsStage())
    yield play
    await play.end()


def stage_of(play: Play) -> ThreadsStage:
    assert isinstance(play.stage, ThreadsStage)
    return play.stage


def test_the_documented_answer(shared: Path) -> None:
    path = shared / "fixtures" / "threads" / "doc-samples" / "keyword_search.json"
    (post,) = (read_post(raw, LATER) for raw in json.loads(path.read_text())["data"])
    assert (post.native_id, post.text) == ("1234567890", "first thread")
    assert post.published_at == datetime(2023, 10, 17, 5, 42, 3, tzinfo=UTC)


async def test_a_rush_is_read_page_by_page(play: Play) -> None:
    for number in range(250):
        stage_of(play).post("acme", number / 2)
    swept = await play.sweep_once()
    assert len({each.native_id for each in swept.mentions}) == len(swept.mentions) == 250
    assert swept.batches[-1].upto is not None


async def test_more_than_ten_pages_promise_nothing(play: Play) -> None:
    for number in range(1_100):
        stage_of(play).post("acme", number / 10)
    assert (await play.sweep_once()).batches[-1].upto is None


async def test_a_day_of_searches_survives_a_restart_and_empty_answers_are_free(play: Play) -> None:
    stage = stage_of(play)
    play.values["searches_a_day"] = 2
    saved = (await play.sweep_once()).saved
    stage.say(1)
    for _ in range(2):
        saved = (await play.sweep_once(saved)).saved
    with pytest.raises(TransientError, match="used up") as caught:
        await play.sweep_once(saved)
    assert len(stage.asked) == 3
    assert caught.value.retry_after is not None
    play.clock.at += caught.value.retry_after
    await play.sweep_once(saved)


async def test_a_hashtag_is_searched_as_one(play: Play) -> None:
    play.values["queries"] = ("#acme",)
    await play.sweep_once()
    params = stage_of(play).asked[0].url.params
    assert (params["q"], params["search_mode"], params["search_type"]) == ("acme", "TAG", "RECENT")


@pytest.mark.parametrize(
    "raw", [None, {}, {"id": "1", "timestamp": "soon"}, {"id": "1", "timestamp": "1999-01-01"}]
)
def test_what_is_no_post_is_unreadable(raw: object) -> None:
    with pytest.raises(UnreadableError):
        read_post(raw, LATER)


@pytest.mark.parametrize("saved", [b"{", b'{"hours": {"noon": 1}}'])
def test_a_broken_count_is_no_full_one(saved: bytes) -> None:
    with pytest.raises(MisconfiguredError):
        Day(saved, most=1)


def test_threads_is_off_unless_somebody_says_it_is_approved() -> None:
    options = {key: value for key, value in ThreadsStage().options.items() if key != "approved"}
    with pytest.raises(ValueError, match="approved"):
        Play(ThreadsStage(options=options))
