"""What every kind of connector promises, over every entry of the registry.

A new kind adds its stage to STAGES and nothing else: `stages/stage.py` says what a stage is. A kind with two ways
of reading (pages and a stream) has two stages.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import httpx
import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors import nulls
from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.mention import Mention
from connectors.metrics import ConnectorMetrics
from connectors.registry import KINDS
from connectors.runner import Delayed, Runner, Stopped
from connectors.sweep import Sweep, Sweeper
from connectors.wire import decode
from tests.connectors.downstream import count_downstream
from tests.connectors.fakes import FakePublisher, of_type
from tests.connectors.stages.altered import Altered, list_optional, with_null, without
from tests.connectors.stages.appstore import AppStoreStage
from tests.connectors.stages.bluesky import JetstreamStage
from tests.connectors.stages.file import FileStage
from tests.connectors.stages.hackernews import HackerNewsStage
from tests.connectors.stages.mastodon import MastodonStage
from tests.connectors.stages.meta import GraphStage, InstagramStage
from tests.connectors.stages.reddit import RedditStage
from tests.connectors.stages.rss import FeedStage
from tests.connectors.stages.stage import SECRET, Failing, Play, Saved, Stage
from tests.connectors.stages.threads import ThreadsStage
from tests.connectors.stages.x import OPTIONS as X_OPTIONS
from tests.connectors.stages.x import XStage
from tests.connectors.stages.youtube import YouTubeStage

STAGES: Final[Mapping[str, Callable[[], Stage]]] = {
    "rss": FeedStage,
    "appstore": AppStoreStage,
    "facebook": GraphStage,
    "file": FileStage,
    "instagram": InstagramStage,
    "reddit": RedditStage,
    "bluesky": JetstreamStage,
    "hackernews": HackerNewsStage,
    "mastodon": MastodonStage,
    "mastodon stream": lambda: MastodonStage(streams=True),
    "youtube": YouTubeStage,
    "x": XStage,
    "x stream": lambda: XStage(options={**X_OPTIONS, "stream": True}),
    "threads": ThreadsStage,
    "bluesky v2": lambda: JetstreamStage(numbered=True),
}

FAILINGS: Final = (
    Failing(
        "429",
        httpx.Response(429, headers={"Retry-After": "77"}, text=SECRET),
        TransientError,
        timedelta(seconds=77),
    ),
    Failing("429, as HTML", httpx.Response(429, html=f"<html>{SECRET}</html>"), TransientError),
    Failing("401", httpx.Response(401, text=SECRET), MisconfiguredError),
    Failing("403", httpx.Response(403, html=f"<html>{SECRET}</html>"), MisconfiguredError),
    Failing("404", httpx.Response(404, text=SECRET), PermanentError),
    Failing("500", httpx.Response(500, text=SECRET), TransientError),
    Failing("503", httpx.Response(503, text=SECRET), TransientError),
    Failing("522", httpx.Response(522, html=f"<html>{SECRET}</html>"), TransientError),
    Failing("HTML", httpx.Response(200, html=f"<html><body>{SECRET}</body></html>"), TransientError),
    Failing("empty", httpx.Response(200, content=b""), TransientError),
    Failing("wrong charset", httpx.Response(200, content=b"\xff\xfe{\x00\x81" * 50), TransientError),
    Failing("timeout", httpx.ReadTimeout(SECRET), TransientError),
    Failing("cut off", httpx.RemoteProtocolError(f"incomplete chunked read {SECRET}"), TransientError),
    Failing("refused", httpx.ConnectError(SECRET), TransientError),
)
"""What every platform can do to us."""
NO_JSON: Final = frozenset({"rss", "appstore", "file"})
"""Feeds are XML; `test_table.py` tries empty cells and nulls of files."""


def list_failings() -> list[tuple[str, Failing]]:
    return [
        (name, failing)
        for name, make in STAGES.items()
        if not getattr(make(), "is_local", False)
        for failing in {each.name: each for each in (*FAILINGS, *make().failings)}.values()
    ]


@pytest.fixture(params=sorted(STAGES))
async def play(request: pytest.FixtureRequest) -> AsyncIterator[Play]:
    play = Play(STAGES[request.param]())
    yield play
    await play.end()


def test_every_kind_has_a_stage() -> None:
    assert {make().kind for make in STAGES.values()} == set(KINDS)


async def test_resumed_from_any_cursor_it_sends_nothing_twice_and_skips_nothing(play: Play) -> None:
    sent: list[str] = []
    saved = Saved()
    for said in (5, 0, 1, 12, 0, 3):
        play.stage.say(said)
        swept = await play.sweep_once(saved)
        saved = swept.saved
        assert len(swept.mentions) == said
        sent += [mention.identity for mention in swept.mentions]
    assert len(set(sent)) == len(sent) == 21


async def test_one_connector_kept_open_sends_the_same_as_many_resumed(play: Play) -> None:
    connector = play.open()
    sent: list[str] = []
    for said in (5, 0, 1, 12, 3):
        play.stage.say(said)
        sent += [mention.identity for mention in (await play.sweep(connector)).mentions]
    assert len(set(sent)) == len(sent) == 21


async def test_an_old_cursor_sends_again_what_came_after_it_and_nothing_before(play: Play) -> None:
    play.stage.say(4)
    old = (await play.sweep_once()).saved
    play.stage.say(3)
    expected = {mention.identity for mention in (await play.sweep_once(old)).mentions}
    play.stage.say(2)
    again = {mention.identity for mention in (await play.sweep_once(old)).mentions}
    assert expected < again
    assert len(again) == 5


async def test_mentions_are_of_the_source_the_brand_and_the_lane(play: Play) -> None:
    play.stage.say(3)
    connector = play.open()
    mentions = (await play.sweep(connector)).mentions
    assert {mention.source for mention in mentions} <= set(connector.sources)
    assert {mention.source.partition("#")[0] for mention in mentions} == {"source"}
    assert {(mention.brand, mention.lane) for mention in mentions} == {("acme", "drill-x")}
    assert all(mention.published_at <= play.clock.now() for mention in mentions)
    assert all(Mention.from_json(mention.to_json()) == mention for mention in mentions)
    assert not any(mention.edited or mention.deleted for mention in mentions)


async def test_an_edit_is_a_new_version_of_what_was_sent(play: Play) -> None:
    if not play.stage.can_edit:
        pytest.skip("the platform does not tell of edits")
    play.stage.say(3)
    before = await play.sweep_once()
    original = before.mentions[1]
    play.stage.edit(original.native_id, "acme is sorry")
    after = await play.sweep_once(before.saved)
    assert [(each.identity, each.edited, first_line(each)) for each in after.mentions] == [
        (original.identity, True, "acme is sorry")
    ]
    assert (await play.sweep_once(after.saved)).mentions == []


async def test_what_no_longer_speaks_of_the_brand_is_still_told_to_those_who_had_it(play: Play) -> None:
    if not play.stage.can_edit:
        pytest.skip("the platform does not tell of edits")
    play.stage.say(1)
    before = await play.sweep_once()
    play.stage.edit(before.mentions[0].native_id, "nothing to see here")
    if play.stage.kind == "rss":
        pytest.skip("a feed's reader keeps no record of whom an entry was about")
    (edited,) = (await play.sweep_once(before.saved)).mentions
    assert (edited.brand, edited.edited, first_line(edited)) == ("acme", True, "nothing to see here")


async def test_a_deletion_is_a_tombstone_within_one_sweep(play: Play) -> None:
    if not play.stage.can_delete:
        pytest.skip("the platform does not tell of deletions")
    play.stage.say(3)
    before = await play.sweep_once()
    gone = before.mentions[1]
    play.stage.delete(gone.native_id)
    after = await play.sweep_once(before.saved)
    (tombstone,) = after.mentions
    assert (tombstone.identity, tombstone.brand, tombstone.deleted, tombstone.text) == (
        gone.identity,
        "acme",
        True,
        "",
    )
    assert tombstone.published_at == gone.published_at
    assert (await play.sweep_once(after.saved)).mentions == []


@pytest.mark.parametrize(
    ("name", "failing"),
    list_failings(),
    ids=[f"{name}: {failing.name}" for name, failing in list_failings()],
)
async def test_each_failure_has_its_error_and_costs_nothing(
    name: str, failing: Failing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    play = Play(STAGES[name]())
    play.stage.say(2)
    saved = (await play.sweep_once()).saved
    play.stage.say(3)
    play.stage.answers = [failing.answer]
    failed = play.open(saved)
    with pytest.raises(failing.error) as caught:
        await play.sweep(failed)
    assert isinstance(caught.value, failing.error)
    assert SECRET not in str(caught.value)
    assert SECRET not in caplog.text
    if isinstance(caught.value, TransientError):
        assert caught.value.retry_after == failing.wait_at(play.clock.now())
    assert len((await play.sweep_once(saved)).mentions) == 3
    await play.end()


async def test_what_breaks_off_in_the_middle_is_read_whole_the_next_time(play: Play) -> None:
    play.stage.say(2)
    saved = (await play.sweep_once()).saved
    play.stage.say(6)
    play.stage.break_off()
    sent: list[Mention] = []
    for _ in range(2):
        try:
            swept = await play.sweep_once(saved)
        except TransientError:
            continue
        saved = swept.saved
        sent += swept.mentions
    identities = [mention.identity for mention in sent]
    assert len(set(identities)) == len(identities) == 6
    assert {first_line(mention) for mention in sent} == {"acme is soulless"}


async def test_opening_does_no_request(play: Play) -> None:
    play.stage.answers = [httpx.ConnectError("nobody may ask")]
    await play.open().close()
    assert len(play.stage.answers) == 1
    play.opened.clear()


async def test_a_broken_cursor_is_no_quiet_new_start(play: Play) -> None:
    with pytest.raises(MisconfiguredError):
        play.open(Saved(b"not a cursor"))


async def test_a_real_clock_far_from_the_platforms_does_no_harm(play: Play) -> None:
    play.stage.say(2)
    play.clock.at = datetime(2020, 1, 1, tzinfo=UTC)  # Ours is years behind: all of it is "from the future".
    mentions = (await play.sweep_once()).mentions
    assert len(mentions) == 2


async def test_no_token_is_shown(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    play.stage.say(3)
    swept = await play.sweep_once()
    assert SECRET not in caplog.text
    assert SECRET not in repr((play.equipment, play.opened, swept))
    assert SECRET.encode() not in (swept.saved.cursor or b"") + b"".join(swept.saved.memory.values())


def first_line(mention: Mention) -> str:
    """What was said; a review has its stars below."""
    return mention.text.partition("\n")[0]


@pytest.mark.parametrize("name", sorted(set(STAGES) - NO_JSON))
async def test_null_reads_like_a_field_that_is_absent(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every field that an answer has or may have, the one as the other: wherever a platform leaves it out."""
    fields = await list_told_fields(STAGES[name](), monkeypatch)
    assert len(fields) > 3
    differ = {
        field: (absent, null)
        for field in sorted(fields)
        if (absent := await hear(Altered(STAGES[name](), without(field))))
        != (null := await hear(Altered(STAGES[name](), with_null(field))))
    }
    assert differ == {}


async def list_told_fields(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> frozenset[str]:
    """Names of the fields that a platform's answers have, and of those that its contracts leave open."""
    fields: set[str] = set()

    def note(found: dict[str, Any]) -> dict[str, Any]:
        fields.update(found)
        return found

    convert = msgspec.convert

    def spy_decode(raw: bytes | str, contract: Any) -> Any:
        fields.update(list_optional(contract))
        return decode(raw, contract)

    def spy_convert(told: object, contract: Any, **options: Any) -> Any:
        fields.update(list_optional(contract))
        return convert(told, contract, **options)

    with monkeypatch.context() as patched:
        patched.setattr(nulls, "decode", spy_decode)
        patched.setattr(msgspec, "convert", spy_convert)
        await hear(Altered(stage, note))
    return frozenset(fields)


async def hear(stage: Altered) -> tuple[list[tuple[Mention, ...] | str], int]:
    """What a connector sends in two sweeps, or the errors it ends with, and how much it could not read."""
    play = Play(cast("Stage", stage))
    heard: list[tuple[Mention, ...] | str] = []
    unreadable = 0
    connector = play.open()
    for _ in range(2):
        stage.say(2)
        try:
            async with asyncio.timeout(5):
                swept = await play.sweep(connector)
        except ConnectorError as exc:
            heard.append(type(exc).__name__)
            break
        heard.append(tuple(swept.mentions))
        unreadable += sum(batch.unreadable for batch in swept.batches)
    await play.end()
    return heard, unreadable


class EnoughError(MisconfiguredError):
    """Ends the runner in a test."""


@pytest.mark.parametrize("dies_at", range(5))
async def test_killed_between_any_two_sends_it_loses_nothing_and_counts_nothing_twice(
    play: Play, dies_at: int
) -> None:
    """Each send to Kafka is where a kill may strike; then all starts over from what Kafka has."""
    publisher = FakePublisher(*[None] * dies_at, EnoughError("killed"))
    for said in (3, 0, 4):
        play.stage.say(said)
        await run_until_killed(play, publisher, sweeps=1)
    play.stage.say(2)
    for _ in range(2):  # A source that only sends what is new may be killed as late as here.
        await run_until_killed(play, publisher, sweeps=3)
    sent = [mention.identity for mention in of_type(publisher.lines("drill-x"), Mention)]
    assert len(set(sent)) == 9
    assert count_downstream(publisher, "drill-x") == 9


async def run_until_killed(play: Play, publisher: FakePublisher, *, sweeps: int) -> None:
    saved = read_saved(publisher)
    metrics = ConnectorMetrics(CollectorRegistry())
    done: list[Sweep | Delayed | Stopped] = []

    def report(event: Sweep | Delayed | Stopped) -> None:
        done.append(event)
        if isinstance(event, Sweep) and len(done) >= sweeps:
            raise EnoughError("enough")

    runner = Runner(
        Sweeper(publisher, metrics, now=play.clock.now),
        metrics,
        clock=play.clock,
        randomness=lambda: 0.0,
        report=report,
    )
    await runner.run([(play.assign(saved), play.open_assigned)])


def read_saved(publisher: FakePublisher) -> Saved:
    """What a new process finds in the compacted topic."""
    kept = {record.key: record.value for record in publisher.records if record.topic == "drill-x.cursors"}
    memory = {
        key.removeprefix("source/"): value
        for key, value in kept.items()
        if key.startswith("source/") and value is not None
    }
    return Saved(kept.get("source"), memory)


def test_the_error_of_a_failing_is_one_of_ours() -> None:
    assert all(issubclass(failing.error, ConnectorError) for _, failing in list_failings())
