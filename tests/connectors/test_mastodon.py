"""Mastodon: recorded pages and streams, closed timelines, and streams with gaps."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.config import ConfigurationError, build_section
from connectors.errors import MisconfiguredError
from connectors.mastodon import MastodonOptions
from connectors.mastodon_status import Instance, id_at, read_status, write_post
from connectors.mention import ChannelKind
from connectors.settings import Brand
from connectors.wire import decode
from tests.connectors.samples import NOON
from tests.connectors.stages.mastodon import MastodonStage
from tests.connectors.stages.stage import Play

LATER = NOON + timedelta(days=3_000)


def read_bodies(shared: Path, name: str) -> list[tuple[str, str]]:
    raw = (shared / "fixtures" / "mastodon" / f"{name}.exchanges.json").read_text()
    return [(each["request"]["url"], each["response"]["body"]) for each in json.loads(raw)["exchanges"]]


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(MastodonStage())
    yield play
    await play.end()


def stage_of(play: Play) -> MastodonStage:
    assert isinstance(play.stage, MastodonStage)
    return play.stage


def test_a_recorded_timeline(shared: Path) -> None:
    url, body = read_bodies(shared, "hashtag_timeline_fosstodon")[0]
    assert "/timelines/tag/rstats" in url
    statuses = [read_status(raw) for raw in json.loads(body)]
    posts = [write_post(status, "fosstodon.org", LATER) for status in statuses]
    first = posts[0]
    assert first is not None
    assert first.native_id == "114870142263126875"
    assert first.text.startswith("After a month or so of not using Claude Code much")
    assert "https://www.simonpcouch.com/blog/2025-07-17-claude-code-2/" in first.text
    assert "rstats" in first.hashtags
    assert (first.language, first.kind) == ("en", ChannelKind.POST)
    assert all(post is not None and "@" in post.author and "<" not in post.text for post in posts)
    ids = [int(status.id) for status in statuses]
    assert ids == sorted(ids, reverse=True)
    # An id is the time at which the server learned of it: what `min_id` of the very first start relies on.
    for status in statuses:
        assert id_at(status.created_at - timedelta(seconds=1)) < int(status.id)
        assert int(status.id) < id_at(status.created_at + timedelta(minutes=10))


async def test_a_recorded_stream_is_an_update_an_edit_and_a_deletion(shared: Path, play: Play) -> None:
    recorded = next(
        body for url, body in read_bodies(shared, "sse_user_edit_delete") if url.endswith("/streaming/user")
    )
    stage = stage_of(play)
    stage.streams = True
    stage.events = []
    play.values |= stage.options
    play.brands = (Brand(name="acme", keywords=("cars", "animals")),)
    play.every = timedelta(seconds=10)
    connector = play.open()
    await play.sweep(connector)
    for piece in (recorded[:900], recorded[900:]):  # As the network cuts it.
        stage.push(piece.encode())
    swept = await play.sweep(connector)
    said = [(each.text, each.edited, each.deleted) for each in swept.mentions]
    assert said == [
        ("only real cars respond.", False, False),
        ("only real animals respond.", True, False),
        ("", False, True),
    ]
    assert len({mention.native_id for mention in swept.mentions}) == 1


def test_a_recorded_instance(shared: Path) -> None:
    body = next(
        body for url, body in read_bodies(shared, "sse_user_edit_delete") if "/api/v2/instance" in url
    )
    instance = decode(body, Instance)
    assert instance.version == "4.6.4"
    assert instance.streaming_url("http://localhost:3000") == "http://localhost:4000"
    assert instance.find_closed(has_token=False) is None


async def test_a_recorded_401_stops_it(shared: Path, play: Play) -> None:
    _, body = read_bodies(shared, "unauthorised_401")[0]
    stage_of(play).answers = [httpx.Response(401, text=body)]
    with pytest.raises(MisconfiguredError, match="check the token"):
        await play.sweep_once()


@pytest.mark.parametrize(
    ("access", "has_token", "is_closed"),
    [
        ({"local": "public", "remote": "public"}, False, False),
        ({"local": "authenticated", "remote": "authenticated"}, False, True),
        ({"local": "authenticated", "remote": "authenticated"}, True, False),
        ({"local": "public", "remote": "disabled"}, True, True),
    ],
)
def test_a_closed_timeline_is_no_calm(access: dict[str, str], has_token: bool, is_closed: bool) -> None:  # noqa: FBT001
    raw = {"domain": "d.example", "configuration": {"timelines_access": {"hashtag_feeds": access}}}
    instance = decode(json.dumps(raw), Instance)
    assert (instance.find_closed(has_token=has_token) is not None) is is_closed


async def test_a_long_absence_is_read_page_by_page_from_the_mark(play: Play) -> None:
    stage = stage_of(play)
    stage.say(2)
    saved = (await play.sweep_once()).saved
    stage.say(130)
    swept = await play.sweep_once(saved)
    assert len({mention.native_id for mention in swept.mentions}) == 130
    pages = [request for request in stage.asked if "/timelines/" in request.url.path]
    assert len(pages) > 4


async def test_a_status_that_comes_late_and_with_a_smaller_id_is_not_skipped(play: Play) -> None:
    stage = stage_of(play)
    stage.say(20)
    saved = (await play.sweep_once()).saved
    late = stage.post("<p>acme, from far away</p>", 1.5)
    assert [each.native_id for each in (await play.sweep_once(saved)).mentions] == [late]


async def test_six_hashtags_are_two_requests_and_two_marks(play: Play) -> None:
    play.values["hashtags"] = ["#a", "b", "c", "D", "e", "f", "#A"]
    await play.sweep_once()
    asked = [request.url for request in stage_of(play).asked if "/timelines/" in request.url.path]
    assert [url.path.split("/")[-1] for url in asked] == ["a", "f"]
    assert asked[0].params.get_list("any[]") == ["b", "c", "d", "e"]


async def test_without_hashtags_it_follows_those_of_the_brands_or_their_names(play: Play) -> None:
    play.brands = (Brand(name="acme", hashtags=("#AcmeLove", "艾克美")), Brand(name="bolt"))
    await play.sweep_once()
    (asked,) = [request.url for request in stage_of(play).asked if "/timelines/" in request.url.path]
    assert asked.path.endswith("/acmelove")
    assert asked.params.get_list("any[]") == ["艾克美", "bolt"]


async def test_a_stream_that_broke_is_filled_from_its_mark(play: Play) -> None:
    stage = stage_of(play)
    stage.streams = True
    play.values |= stage.options
    play.every = timedelta(seconds=10)
    stage.say(2)
    connector = play.open()
    first = await play.sweep(connector)
    stage.say(3)
    streamed = await play.sweep(connector)
    assert (len(first.mentions), len(streamed.mentions)) == (2, 3)
    await connector.close()
    stage.say(4)  # While nobody listens.
    gone = first.mentions[0].native_id
    stage.delete(gone)
    after = await play.sweep_once(streamed.saved)
    assert len([each for each in after.mentions if not each.deleted]) == 4
    assert [each.native_id for each in after.mentions if each.deleted] == [gone]


async def test_a_server_that_cannot_be_asked_for_several_is_not_asked_again(play: Play) -> None:
    stage = stage_of(play)
    stage.say(1)
    connector = play.open()
    await play.sweep(connector)
    asked = len(stage.asked)
    stage.statuses.clear()
    stage.statuses["1"] = {"id": "1"}

    original = stage.__class__.__call__

    def refuse(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/statuses":
            stage.asked.append(request)
            return httpx.Response(404, json={"error": "Record not found"})
        return original(stage, request)

    play.http._client._transport = httpx.MockTransport(refuse)
    for _ in range(2):
        assert (await play.sweep(connector)).mentions == []
    assert [request.url.path for request in stage.asked[asked:]].count("/api/v1/statuses") == 1


def make_status(**values: Any) -> dict[str, Any]:
    account = {"id": "7", "acct": "ada"}
    return {
        "id": "5",
        "created_at": "2026-01-01T12:00:00Z",
        "content": "<p>hm</p>",
        "account": account,
    } | values


def test_what_a_status_says_of_itself() -> None:
    mentions = [{"id": "9", "acct": "acme"}, {"id": "10", "acct": "bob@far.example"}]
    raw = make_status(
        in_reply_to_id="4",
        in_reply_to_account_id="9",
        mentions=mentions,
        spoiler_text="AI",
        edited_at="2026-01-01T12:01:00Z",
        replies_count=1,
        favourites_count=2,
    )
    post = write_post(read_status(raw), "social.example", LATER)
    assert post is not None
    assert (post.text, post.version, post.interactions) == ("AI\nhm", "2026-01-01T12:01:00Z", 3)
    assert post.handles == ("acme@social.example", "bob@far.example")
    assert post.under == ("acme@social.example",)
    assert post.author_posts is None
    assert (post.author, post.kind, post.parent_id) == ("ada@social.example", ChannelKind.REPLY, "4")


@pytest.mark.parametrize(
    ("told", "taken"), [(1, 1), (0, 0), (-1, None), ("1", None), (None, None), (2**80, None)]
)
def test_how_much_an_account_has_posted_is_taken_when_it_is_a_number(told: object, taken: int | None) -> None:
    raw = make_status()
    raw["account"] = {**raw["account"], "statuses_count": told}
    post = write_post(read_status(raw), "social.example", LATER)
    assert post is not None
    assert post.author_posts == taken


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": "private"},
        {"visibility": "direct"},
        {"account": {"id": "7", "acct": "ada", "noindex": True}},
        {"reblog": make_status()},
    ],
)
def test_what_is_not_said_in_public_or_not_by_them_is_left_alone(values: dict[str, Any]) -> None:
    assert write_post(read_status(make_status(**values)), "social.example", LATER) is None


def test_a_stream_without_a_token_is_a_mistake_of_the_configuration() -> None:
    values = {"name": "fedi", "kind": "mastodon", "server": "https://social.example", "stream": True}
    with pytest.raises(ConfigurationError, match="secret_env"):
        build_section(MastodonOptions, values, file="crisis.toml")


def test_a_token_that_is_not_set_stops_it_with_its_name(play: Play) -> None:
    play.equipment = type(play.equipment)(play.http, play.clock, play.equipment.authors)
    with pytest.raises(MisconfiguredError, match="MASTODON_TOKEN is not set"):
        play.open()


def count_look_ups(stage: MastodonStage) -> int:
    return sum(each.url.path == "/api/v1/statuses" for each in stage.asked)


async def test_a_sweep_ends_although_more_is_said_than_it_can_read(play: Play) -> None:
    """What is said while it reads is for the next sweep: each request takes a second, and each brings more."""
    stage = stage_of(play)
    stage.say(90)
    answer = stage.page

    def page_and_go_on(params: httpx.QueryParams) -> httpx.Response:
        for _ in range(3):
            stage.post("<p>acme is soulless</p>", (play.clock.now() - NOON) / timedelta(minutes=1))
        return answer(params)

    stage.page = page_and_go_on  # type: ignore[method-assign]
    swept = await play.sweep_once()
    assert 90 <= len(swept.mentions) < 120
    stage.page = answer  # type: ignore[method-assign]
    again = await play.sweep_once(swept.saved)
    assert len({each.native_id for each in (*swept.mentions, *again.mentions)}) == len(stage.statuses)


async def test_it_looks_up_a_hundred_a_sweep(play: Play) -> None:
    stage = stage_of(play)
    stage.say(130)
    saved = (await play.sweep_once()).saved
    before = count_look_ups(stage)
    for name in list(stage.statuses)[:95]:
        stage.delete(name)
    gone = (await play.sweep_once(saved)).mentions
    assert (len(gone), count_look_ups(stage) - before) == (95, 5)
