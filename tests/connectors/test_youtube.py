"""YouTube: recorded threads and searches, replies, found videos, the day's quota, 30 days."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from connectors.errors import MisconfiguredError, TransientError
from connectors.mention import ChannelKind
from connectors.refusal import Refusal, judge_status
from connectors.settings import Brand
from connectors.youtube_comment import read_comment, read_thread, read_video, write_comment, write_video
from connectors.youtube_quota import Purse, judge, resets_in
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import Play, Saved
from tests.connectors.stages.youtube import YouTubeStage

LATER = NOON + timedelta(days=3_000)


def read_fixture(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "youtube" / f"{name}.json").read_text())


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(YouTubeStage())
    yield play
    await play.end()


def stage_of(play: Play) -> YouTubeStage:
    assert isinstance(play.stage, YouTubeStage)
    return play.stage


def count_asked(play: Play, method: str) -> int:
    return len([each for each in stage_of(play).asked if each.url.path.endswith(f"/{method}")])


def test_a_recorded_page_of_threads(shared: Path) -> None:
    page = read_fixture(shared, "comment_threads_with_search")
    (thread,) = (read_thread(raw) for raw in page["items"])
    post = write_comment(thread.snippet.topLevelComment, LATER)
    assert (post.native_id, post.text, post.author) == (
        "UgyUBI0HsgL9emxcZpR4AaABAg",
        "Hello",
        "UCTWlvHQQXUs-4IVfdnGOUbw",
    )
    assert post.published_at == datetime(2019, 6, 23, 2, 49, tzinfo=UTC)
    assert post.under == ("UC_x5XG1OV2P6uZZ5FSM9Ttw",)


@pytest.mark.parametrize("number", [1, 2])
def test_recorded_comments_are_all_read(shared: Path, number: int) -> None:
    page = read_fixture(shared, f"comment_threads_by_video_paged_{number}")
    for raw in page["items"]:
        thread = read_thread(raw)
        post = write_comment(thread.snippet.topLevelComment, LATER, video=thread.snippet.videoId)
        assert post.text
        assert post.url == f"https://www.youtube.com/watch?v=F1UP7wRCPH8&lc={post.native_id}"
        assert post.kind == ChannelKind.COMMENT


@pytest.mark.parametrize("number", [1, 2])
def test_recorded_search_results_are_all_read(shared: Path, number: int) -> None:
    page = read_fixture(shared, f"search_by_keywords_p{number}")
    posts = [write_video(read_video(raw), LATER) for raw in page["items"]]
    assert len(posts) == 25
    assert all(post.text and len(post.native_id) == 11 for post in posts)


def test_a_recorded_refusal_is_a_matter_for_a_person(shared: Path) -> None:
    body = json.dumps(read_fixture(shared, "error_permission")).encode()
    refusal = Refusal(403, {}, body, "there", NOON)
    assert isinstance(judge(refusal) or judge_status(refusal), MisconfiguredError)


def test_a_reply_names_what_it_answers() -> None:
    said = {"publishedAt": NOON.isoformat(), "textDisplay": "no <3"}
    post = write_comment(read_comment({"id": "Ugx1.9", "snippet": said}), LATER)
    assert (post.kind, post.parent_id, post.text) == (ChannelKind.REPLY, "Ugx1", "no <3")


async def test_replies_that_do_not_come_with_the_thread_are_asked_for_once(play: Play) -> None:
    stage = stage_of(play)
    head = stage.comment("acme", 1)
    for minute in range(7):
        stage.comment("acme again", 2 + minute, under=head)
    first = await play.sweep_once()
    assert len(first.mentions) == 8
    asked = [each for each in stage.asked if "parentId" in each.url.params]
    assert len(asked) == 1
    await play.sweep_once(first.saved)
    assert [each for each in stage.asked if "parentId" in each.url.params] == asked


async def test_a_reply_under_an_old_comment_is_found_within_half_an_hour(play: Play) -> None:
    stage = stage_of(play)
    play.values["lookback"] = "1d"
    head = stage.comment("weather", -600)
    for minute in range(120):
        stage.comment("weather", minute)
    saved = (await play.sweep_once()).saved
    reply = stage.comment("acme", 179, under=head)
    assert (await play.sweep_once(saved)).mentions == []
    play.clock.at += timedelta(minutes=31)
    assert [each.native_id for each in (await play.sweep_once(saved)).mentions] == [reply]


async def test_what_is_older_than_the_first_start_stays_unsaid(play: Play) -> None:
    stage = stage_of(play)
    play.values["lookback"] = "1h"
    stage.comment("acme, long ago", -600)
    first = await play.sweep_once()
    play.clock.at += timedelta(hours=1)
    again = await play.sweep_once(first.saved)
    assert first.mentions == again.mentions == []


async def test_a_found_video_is_a_mention_and_so_is_what_stands_under_it(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"channels": (), "searches": ("acme",)}
    video = stage.video("Acme &amp; the robots", 100)
    stage.comment("they had it coming", 120, video=video)
    swept = await play.sweep_once()
    assert [each.text for each in swept.mentions] == ["Acme & the robots", "they had it coming"]
    stage.comment("indeed", 179, video=video)
    assert [each.text for each in (await play.sweep_once(swept.saved)).mentions] == ["indeed"]
    assert count_asked(play, "search") == 1
    stage.videos.clear()
    (gone,) = [each for each in (await play.sweep_once(swept.saved)).mentions if each.deleted]
    assert gone.native_id == video


async def test_a_video_is_followed_also_when_its_cursor_was_lost(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"channels": (), "searches": ("acme",)}
    video = stage.video("Acme", 100)
    memory = (await play.sweep_once()).saved.memory
    stage.comment("so it goes", 120, video=video)
    assert [each.text for each in (await play.sweep_once(Saved(None, memory))).mentions] == ["so it goes"]


async def test_comments_that_are_off_are_no_failure(play: Play) -> None:
    stage = stage_of(play)
    play.values["videos"] = ("video000000",)
    stage.silent.add("video000000")
    stage.say(2)
    swept = await play.sweep_once()
    assert len(swept.mentions) == 2
    assert swept.batches[-1].upto is not None


async def test_a_found_video_that_its_owner_hides_does_not_stop_the_source(play: Play) -> None:
    stage = stage_of(play)
    play.values |= {"channels": (), "searches": ("acme",)}
    hidden, open_ = stage.video("Acme", 100), stage.video("Acme again", 101)
    saved = (await play.sweep_once()).saved
    stage.hidden.add(hidden)
    stage.comment("they had it coming", 120, video=open_)
    swept = await play.sweep_once(saved)
    assert [each.text for each in swept.mentions if not each.deleted] == ["they had it coming"]
    play.values |= {"videos": (hidden,), "searches": (), "channels": ("UCacme",)}
    with pytest.raises(MisconfiguredError, match="may not see"):
        await play.sweep_once()


async def test_a_reply_that_cannot_be_read_costs_no_other(play: Play) -> None:
    stage = stage_of(play)
    head = stage.comment("acme is soulless", 1)
    broken = stage.comment("acme indeed", 2, under=head)
    stage.comments[broken]["at"] = None
    stage.comment("acme, yes", 3, under=head)
    assert {each.text for each in (await play.sweep_once()).mentions} == {"acme is soulless", "acme, yes"}


async def test_comments_under_the_brands_own_channel_are_marked_apart(play: Play) -> None:
    stage_of(play).comment("this is soulless", 1)
    play.brands = (Brand(name="acme", keywords=("acme",), handles=("UCacme",)),)
    (mention,) = (await play.sweep_once()).mentions
    assert mention.owned


async def test_the_days_quota_survives_a_restart_and_ends_at_midnight_in_california(play: Play) -> None:
    play.values["units_a_day"] = 3
    saved = (await play.sweep_once()).saved
    saved = (await play.sweep_once(saved)).saved
    saved = (await play.sweep_once(saved)).saved
    connector = play.open(saved)
    with pytest.raises(TransientError) as caught:
        await play.sweep(connector)
    assert caught.value.retry_after == datetime(2026, 1, 2, 8, tzinfo=UTC) - play.clock.now()
    assert len(stage_of(play).asked) == 3
    play.clock.at += timedelta(hours=17, seconds=1)
    swept = await play.sweep_once(saved)
    quota = swept.batches[-1].quota
    assert quota is not None
    assert (quota.limit, quota.remaining) == (3, 2)


async def test_without_searches_left_the_rest_goes_on(play: Play) -> None:
    stage_of(play).say(1)
    play.values |= {"searches": ("acme", "robots"), "searches_a_day": 1}
    assert len((await play.sweep_once()).mentions) == 1
    assert count_asked(play, "search") == 1


async def test_what_youtube_confirms_stays_and_what_it_cannot_goes_before_30_days(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    play.values["units_a_day"] = 10
    saved = (await play.sweep_once()).saved
    play.clock.at += timedelta(days=20)
    refreshed = await play.sweep_once(saved)
    assert refreshed.mentions == []
    play.clock.at += timedelta(days=20)  # 40 days: no longer looked up, but confirmed 20 days ago.
    assert (await play.sweep_once(refreshed.saved)).mentions == []
    play.clock.at += timedelta(days=9)
    (gone,) = (await play.sweep_once(refreshed.saved)).mentions
    assert gone.deleted


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 3, 8, 8, tzinfo=UTC), 23),
        (datetime(2026, 11, 1, 7, tzinfo=UTC), 25),
        (datetime(2026, 6, 1, 7, tzinfo=UTC), 24),
    ],
)
def test_the_reset_knows_days_of_23_and_25_hours(now: datetime, hours: int) -> None:
    assert resets_in(now) == timedelta(hours=hours)


def test_a_broken_purse_is_no_full_one() -> None:
    with pytest.raises(MisconfiguredError):
        Purse(b"{", units=1, searches=1)


def test_nobody_reads_all_of_youtube() -> None:
    with pytest.raises(ValueError, match="name `channels`"):
        Play(YouTubeStage(options={"secret_env": "YOUTUBE_KEY"}))


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"error": {"errors": [{"reason": 7}]}}', b"\xff"])
def test_a_refusal_without_a_reason_is_left_to_its_status(body: bytes) -> None:
    assert judge(Refusal(403, {}, body, "there", NOON)) is None


def test_the_stage_writes_what_is_read() -> None:
    stage = YouTubeStage()
    name = stage.comment("acme", 1)
    assert read_thread(msgspec.to_builtins(stage.thread(name))).id == name
    assert httpx.Response(200, json=stage.thread(name)).is_success
