"""Bluesky: purged accounts, half-read streams and silence."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from connectors.errors import TransientError
from tests.connectors.stages.bluesky import JetstreamStage
from tests.connectors.stages.stage import Play


@pytest.fixture
async def sky() -> AsyncIterator[tuple[Play, JetstreamStage]]:
    stage = JetstreamStage()
    play = Play(stage)
    yield play, stage
    await play.end()


Sky = tuple[Play, JetstreamStage]


@pytest.mark.parametrize(
    ("status", "is_gone"),
    [("deleted", True), ("takendown", True), ("suspended", True), ("deactivated", False)],
)
async def test_a_purged_account_takes_down_all_it_said(sky: Sky, status: str, is_gone: bool) -> None:  # noqa: FBT001
    play, stage = sky
    stage.say(14)  # By seven people, twice each.
    before = await play.sweep_once()
    stage.purge("did:plc:3", status)
    after = (await play.sweep_once(before.saved)).mentions
    theirs = sorted(mention.native_id for mention in before.mentions if "did:plc:3/" in mention.native_id)
    assert len(theirs) == 2
    assert sorted(mention.native_id for mention in after if mention.deleted) == (theirs if is_gone else [])
    assert len(after) == (2 if is_gone else 0)


async def test_a_deletion_of_what_was_never_sent_says_nothing(sky: Sky) -> None:
    play, stage = sky
    stage.commit("create", "k", 0, did="did:plc:ada", text="lovely weather")
    stage.commit("delete", "k", 1, did="did:plc:ada")
    swept = await play.sweep_once()
    assert swept.mentions == []
    assert sum(batch.read or 0 for batch in swept.batches) == 2


async def test_the_heartbeat_follows_the_stream_and_not_the_clock(sky: Sky) -> None:
    play, stage = sky
    assert (await play.sweep_once()).batches[-1].upto is None  # Nothing came, nothing is known.
    stage.say(1)
    first = await play.sweep_once()
    upto = first.batches[-1].upto
    assert upto is not None
    assert play.clock.now() - upto > timedelta(hours=2)
    assert (await play.sweep_once(first.saved)).batches[-1].upto == upto


async def test_a_silent_stream_is_a_broken_one(sky: Sky) -> None:
    play, stage = sky
    stage.say(1)
    connector = play.open()
    for _ in range(6):
        await play.sweep(connector)
    with pytest.raises(TransientError, match="nothing came for 60 s"):
        await play.sweep(connector)


async def test_what_cannot_be_read_between_good_lines_is_counted_and_passed_over(sky: Sky) -> None:
    play, stage = sky
    stage.say(2)
    stage.events.insert(1, {"what": "is this", "time_us": stage.events[0]["time_us"]})
    swept = await play.sweep_once()
    assert len(swept.mentions) == 2
    assert sum(batch.unreadable for batch in swept.batches) == 1


async def test_the_first_server_that_answers_is_used_and_tried_first_from_then_on(sky: Sky) -> None:
    play, stage = sky
    play.values["servers"] = ["wss://one.example", "wss://two.example"]
    stage.say(1)
    stage.answers = [httpx.Response(503)]
    saved = (await play.sweep_once()).saved
    assert saved.cursor is not None
    assert b"two.example" in saved.cursor
    stage.say(1)
    assert len((await play.sweep_once(saved)).mentions) == 1
    assert len(stage.asked) == 3
