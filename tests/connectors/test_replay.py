"""A replay sends the same pages at any speed, however often it is stopped."""

import asyncio
from datetime import timedelta

import pytest

from connectors.errors import MisconfiguredError, TransientError
from connectors.mention import Mention, Tick
from connectors.recording import list_sources
from connectors.replay import Progress, Recording, Replay
from connectors.timetable import Timetable
from tests.connectors.fakes import FakeClock, FakePublisher, of_type
from tests.connectors.samples import make_mention

LANE = "drill-x"


def make_recording(*, run_out: int = 10, count: int = 700) -> Recording:
    mentions = [make_mention(number / 20, native_id=str(number), lane=LANE) for number in range(count)]
    table = Timetable(list_sources(mentions), LANE, run_out=timedelta(minutes=run_out))
    return Recording("replay", mentions, table)


async def replay(
    speed: float | None = None, cursor: bytes | None = None, recording: Recording | None = None
) -> tuple[FakePublisher, FakeClock, Progress]:
    publisher, clock = FakePublisher(), FakeClock()
    sent = Replay(recording or make_recording(), publisher, clock, speed)
    progress = await sent.run(asyncio.Event(), cursor)
    return publisher, clock, progress


@pytest.mark.parametrize("speed", [1.0, 60.0, 3_600.0, 36_000.0])
async def test_every_speed_sends_the_same_pages_ticks_and_cursor(speed: float) -> None:
    fast, _, _ = await replay(None)
    slow, _, _ = await replay(speed)

    for name in ("mentions", "ticks"):
        assert slow.values(f"{LANE}.{name}") == fast.values(f"{LANE}.{name}")
    assert slow.values(f"{LANE}.cursors")[-1] == fast.values(f"{LANE}.cursors")[-1]


async def test_all_pages_have_one_key_hence_one_order() -> None:
    publisher, _, progress = await replay()
    keys = {(record.topic, record.key) for record in publisher.records}
    assert keys == {(f"{LANE}.mentions", "replay"), (f"{LANE}.ticks", "tick"), (f"{LANE}.cursors", "replay")}
    assert progress.done
    assert progress.mentions == len(of_type(publisher.lines(LANE), Mention)) == 700


async def test_the_ticks_topic_has_every_tick_and_each_after_its_page() -> None:
    publisher, _, _ = await replay(60.0)
    ticks = [Tick.from_json(value) for value in publisher.values(f"{LANE}.ticks")]
    assert ticks == of_type(publisher.lines(LANE), Tick)
    pages_seen = 0
    for record in publisher.records:
        pages_seen += record.topic == f"{LANE}.mentions"
        if record.topic == f"{LANE}.ticks":
            assert Tick.from_json(record.value or b"") in of_type(
                [line for page in publisher.pages(LANE)[:pages_seen] for _, line in page.lines], Tick
            )


async def test_the_pause_is_the_gap_of_event_time_divided_by_the_speed() -> None:
    publisher, clock, _ = await replay(60.0)
    ticks = of_type(publisher.lines(LANE), Tick)
    assert sum(clock.slept, timedelta()) == (ticks[-1].at - ticks[0].at) / 60
    assert (await replay(None))[1].slept == []


@pytest.mark.parametrize("stop_after", [1, 2, 7, 30])
async def test_stopped_and_resumed_it_sends_each_page_once_and_unchanged(stop_after: int) -> None:
    whole, _, _ = await replay()
    publisher, clock, stop = FakePublisher(), FakeClock(), asyncio.Event()
    clock.on_sleep = lambda _: stop.set() if len(clock.slept) >= stop_after else None
    first = await Replay(make_recording(), publisher, clock, 3_600.0).run(stop)
    assert not first.done

    rest, _, last = await replay(None, publisher.values(f"{LANE}.cursors")[-1])

    assert last.done
    assert last.mentions == 700
    for name in ("mentions", "ticks"):
        topic = f"{LANE}.{name}"
        assert publisher.values(topic) + rest.values(topic) == whole.values(topic)


async def test_after_a_failure_pages_come_again_but_none_is_missing() -> None:
    whole, _, _ = await replay()
    publisher = FakePublisher(None, None, None, TransientError("no broker"))
    sent = Replay(make_recording(), publisher, FakeClock(), 3_600.0)
    with pytest.raises(TransientError):
        await sent.run(asyncio.Event())

    cursor = publisher.values(f"{LANE}.cursors")[-1]
    rest, _, _ = await replay(None, cursor)
    pages = publisher.values(f"{LANE}.mentions") + rest.values(f"{LANE}.mentions")
    assert list(dict.fromkeys(pages)) == whole.values(f"{LANE}.mentions")


async def test_a_finished_replay_started_again_sends_nothing() -> None:
    publisher, _, _ = await replay()
    again, _, progress = await replay(None, publisher.values(f"{LANE}.cursors")[-1])
    assert again.records == []
    assert progress.done


async def test_another_recording_in_the_same_lane_is_refused() -> None:
    publisher, _, _ = await replay()
    cursor = publisher.values(f"{LANE}.cursors")[-1]
    for other in (make_recording(run_out=11), make_recording(count=699)):
        with pytest.raises(MisconfiguredError, match="use another lane"):
            await replay(None, cursor, other)


async def test_progress_counts_up_to_all_mentions() -> None:
    seen: list[Progress] = []
    sent = Replay(make_recording(), FakePublisher(), FakeClock(), 60.0, report=seen.append)
    await sent.run(asyncio.Event())
    assert seen[-1].mentions == seen[-1].of_mentions == 700
    assert [each.pages for each in seen] == sorted({each.pages for each in seen})


def test_a_recording_is_never_replayed_into_the_live_lane() -> None:
    with pytest.raises(MisconfiguredError, match="live"):
        Recording("replay", [], Timetable({}, "live"))
