"""Reddit: recorded listings, tokens that end, listings longer than they show, forgotten accounts."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.errors import MisconfiguredError, TransientError, UnreadableError
from connectors.limits import read_countdown_quota
from connectors.mention import ChannelKind
from connectors.reddit_thing import read_thing, write_post
from connectors.refusal import Refusal, judge_status
from connectors.settings import Brand
from tests.connectors.samples import NOON
from tests.connectors.stages.reddit import RedditStage
from tests.connectors.stages.stage import Play

LATER = NOON + timedelta(days=3_000)


def read_exchanges(shared: Path, name: str) -> list[dict[str, Any]]:
    path = shared / "fixtures" / "reddit" / f"{name}.exchanges.json"
    exchanges: list[dict[str, Any]] = json.loads(path.read_text())["exchanges"]
    return exchanges


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(RedditStage())
    yield play
    await play.end()


def stage_of(play: Play) -> RedditStage:
    assert isinstance(play.stage, RedditStage)
    return play.stage


def test_a_recorded_listing_of_posts(shared: Path) -> None:
    listing = json.loads((shared / "fixtures" / "reddit" / "listing_2026.json").read_text())
    posts = [write_post(read_thing(raw), LATER) for raw in listing["data"]["children"]]
    assert len(posts) == 10
    assert all(post.text and post.kind == ChannelKind.POST for post in posts)
    assert all(post.native_id.startswith("t3_") and post.published_at.tzinfo == UTC for post in posts)


def test_recorded_listings_of_comments(shared: Path) -> None:
    pages = [
        json.loads(exchange["response"]["body"])["data"]["children"]
        for exchange in read_exchanges(shared, "stream_comments_pause")
        if "/comments/" in exchange["request"]["url"]
    ]
    assert [] in pages  # What `before=` answers when its thing is gone.
    posts = [write_post(read_thing(raw), LATER) for page in pages for raw in page]
    assert len(posts) > 17
    assert all(post.context and post.parent_id for post in posts)
    assert {post.kind for post in posts} <= {ChannelKind.COMMENT, ChannelKind.REPLY}
    assert posts[0].under == ("r/kakapo",)


def test_a_recorded_429_waits_as_long_as_it_says(shared: Path) -> None:
    (refused,) = (
        exchange["response"]
        for exchange in read_exchanges(shared, "rate_limited_with_retry_after")
        if exchange["response"]["status"] == 429
    )
    headers = httpx.Headers([tuple(pair) for pair in refused["headers"]])
    refusal = Refusal(429, headers, refused["body"].encode(), "there", NOON)
    error = judge_status(refusal, read_countdown_quota)
    assert isinstance(error, TransientError)
    assert error.retry_after == timedelta(seconds=4)


async def test_a_token_is_asked_for_once_and_renewed_before_its_hour_ends(play: Play) -> None:
    stage = stage_of(play)
    connector = play.open()
    await play.sweep(connector)
    await play.sweep(connector)
    assert stage.tokens == 1
    play.clock.at += timedelta(minutes=56)
    await play.sweep(connector)
    assert stage.tokens == 2


async def test_a_token_that_is_refused_early_is_renewed_once(play: Play) -> None:
    stage = stage_of(play)
    stage.say(2)
    stage.refused = 1
    assert len((await play.sweep_once()).mentions) == 2
    stage.refused = 99
    with pytest.raises(MisconfiguredError, match="approval"):
        await play.sweep_once()


async def test_a_429_behind_the_token_waits_for_the_seconds_that_are_left(play: Play) -> None:
    connector = play.open()
    await play.sweep(connector)
    stage_of(play).answers = [
        httpx.Response(429, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "31"})
    ]
    with pytest.raises(TransientError) as caught:
        await play.sweep(connector)
    assert caught.value.retry_after == timedelta(seconds=31)


async def test_a_rush_is_read_back_to_what_was_seen(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    saved = (await play.sweep_once()).saved
    for number in range(450):
        stage.comment("acme", 1 + number / 10)
    swept = await play.sweep_once(saved)
    assert len(swept.mentions) == 450
    assert swept.batches[-1].upto is not None
    assert swept.batches[-1].quota is not None
    assert swept.batches[-1].quota.remaining == 98


async def test_a_listing_that_does_not_reach_what_was_seen_promises_nothing(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    saved = (await play.sweep_once()).saved
    for number in range(1_200):
        stage.comment("weather", 1 + number / 10)
    swept = await play.sweep_once(saved)
    # The listing's end is no end: Reddit shows a thousand things, and here the last one is not known.
    assert swept.batches[-1].upto is None


async def test_what_was_seen_last_may_be_removed_without_harm(play: Play) -> None:
    stage = stage_of(play)
    stage.say(3)
    saved = (await play.sweep_once()).saved
    newest = max(stage.things, key=lambda name: float(stage.things[name]["created_utc"]))
    del stage.things[newest]
    stage.comment("acme again", 10)
    said = (await play.sweep_once(saved)).mentions
    assert [(each.deleted, each.text) for each in said] == [(False, "acme again"), (True, "")]


async def test_posts_of_a_search_and_of_a_community(play: Play) -> None:
    stage = stage_of(play)
    name = stage.post("Acme fires its artists", 1, selftext="sad &lt;3")
    play.values["searches"] = ("acme",)
    (mention,) = (await play.sweep_once()).mentions
    assert (mention.native_id, mention.kind, mention.interactions) == (name, ChannelKind.POST, 2)
    assert mention.text == "Acme fires its artists\nsad &lt;3"
    assert [each.url.path for each in stage.asked[1:4]] == [
        "/r/coffee+design/comments",
        "/r/coffee+design/new",
        "/search",
    ]


async def test_a_post_that_moderators_removed_is_taken_down(play: Play) -> None:
    stage = stage_of(play)
    name = stage.post("Acme fires its artists", 1)
    saved = (await play.sweep_once()).saved
    stage.things[name]["removed_by_category"] = "moderator"
    (gone,) = (await play.sweep_once(saved)).mentions
    assert gone.deleted


async def test_the_author_of_a_deleted_account_is_forgotten_and_the_words_stay(play: Play) -> None:
    stage = stage_of(play)
    name = stage.comment("acme is bad", 1)
    before = await play.sweep_once()
    assert before.mentions[0].author is not None
    stage.things[name] |= {"author": "[deleted]", "author_fullname": None}
    (after,) = (await play.sweep_once(before.saved)).mentions
    assert (after.text, after.author, after.edited) == ("acme is bad", None, True)


async def test_what_stands_in_the_brands_own_community_is_marked_apart(play: Play) -> None:
    stage_of(play).comment("soulless", 1)
    play.brands = (Brand(name="acme", keywords=("acme",), handles=("r/Coffee",)),)
    (mention,) = (await play.sweep_once()).mentions
    assert mention.owned


async def test_a_thing_of_no_shape_is_counted_and_passed_over(play: Play) -> None:
    stage = stage_of(play)
    stage.say(2)
    stage.comment("acme", 1, created_utc=-1e20)
    stage.comment("acme", 1, score="many")
    swept = await play.sweep_once()
    assert len(swept.mentions) == 2
    assert sum(batch.unreadable for batch in swept.batches) == 2


def test_what_is_neither_post_nor_comment_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_thing({"kind": "t5", "data": {"name": "t5_x", "created_utc": 1.7e9}})


@pytest.mark.parametrize(
    "wrong", [{"approved": False}, {"subreddits": ()}, {"user": "/u/me"}, {"subreddits": ("a/../b",)}]
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    stage = RedditStage()
    with pytest.raises(ValueError, match=r"approved|subreddits|user"):
        Play(RedditStage(options={**stage.options, **wrong}))


def test_reddit_is_off_unless_somebody_says_it_is_approved() -> None:
    options = {key: value for key, value in RedditStage().options.items() if key != "approved"}
    with pytest.raises(ValueError, match="approved"):
        Play(RedditStage(options=options))


def test_times_are_of_utc() -> None:
    stage = RedditStage()
    name = stage.comment("acme", 0)
    assert write_post(read_thing({"data": stage.things[name]}), LATER).published_at == datetime(
        2026, 1, 1, 12, tzinfo=UTC
    )
