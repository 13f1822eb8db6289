"""Event time in a drill: people may turn it as they like, and it never runs back."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.recording import list_sources
from connectors.replay import Recording, Replay
from connectors.timetable import Timetable
from deploy.drills.clock import DrillClock
from deploy.drills.control import Control, ControlFile, Verb, apply_control, describe, steer
from deploy.drills.errors import BadControlError
from deploy.drills.hold import Hold
from deploy.drills.pace import Pace
from tests.connectors.fakes import FakePublisher
from tests.connectors.samples import make_mention

REAL = datetime(2026, 4, 1, 12, tzinfo=UTC)
EVENT = datetime(2025, 12, 2, 10, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return REAL + timedelta(seconds=seconds)


def story(minutes: float) -> datetime:
    return EVENT + timedelta(minutes=minutes)


turns = st.one_of(
    st.just(Control(verb=Verb.PAUSE)),
    st.just(Control(verb=Verb.RESUME)),
    st.builds(
        lambda speed: Control(verb=Verb.SPEED, speed=speed), st.one_of(st.none(), st.floats(0.5, 5_000))
    ),
    st.builds(lambda by: Control(verb=Verb.JUMP, by=timedelta(minutes=by)), st.integers(1, 600)),
)


@settings(deadline=None)
@given(
    st.one_of(st.none(), st.floats(0.5, 5_000)), st.lists(st.tuples(st.integers(0, 90), turns), max_size=25)
)
def test_event_time_never_runs_back_and_the_past_stays_as_it_was(
    speed: float | None, asked: list[tuple[int, Control]]
) -> None:
    pace, now = Pace.start(REAL, EVENT, speed), 0.0
    seen: list[tuple[datetime, datetime]] = []
    for gap, control in asked:
        now += gap + 0.5
        before = pace.event_at(later(now))
        try:
            apply_control(pace, control, later(now))
        except BadControlError:
            assert pace.event_at(later(now)) == before
        assert pace.event_at(later(now)) >= before
        seen.append((later(now + 0.25), pace.event_at(later(now + 0.25))))
        now += 0.25
    assert [event for _, event in seen] == sorted(event for _, event in seen)
    for real, event in seen:
        assert pace.event_at(real) == event, "an answer given then is timed the same for ever"


def test_time_runs_at_the_speed_stands_still_in_a_pause_and_goes_on_as_before() -> None:
    pace = Pace.start(REAL, EVENT, 60.0)
    assert pace.event_at(later(10)) == story(10)
    pace.pause(later(10))
    assert pace.event_at(later(500)) == story(10)
    assert pace.real_for(story(11), later(500)) is None
    pace.run_at(later(600), 120.0)
    assert pace.event_at(later(700)) == story(10)
    pace.resume(later(700))
    assert pace.event_at(later(710)) == story(30)
    assert pace.real_for(story(40), later(710)) == timedelta(seconds=5)


def test_a_jump_goes_forward_only_and_what_it_leaves_out_is_known() -> None:
    pace = Pace.start(REAL, EVENT, 60.0)
    pace.jump(later(10), story(100))
    assert pace.event_at(later(11)) == story(101)
    assert pace.jumped_over(story(50))
    assert not pace.jumped_over(story(5))
    assert not pace.jumped_over(story(150))
    with pytest.raises(BadControlError, match="past"):
        pace.jump(later(12), story(3))


def test_at_full_speed_what_comes_after_a_jump_is_not_jumped_over() -> None:
    pace = Pace.start(REAL, EVENT, None)
    pace.jump(REAL, story(60))
    pace.reach(later(1), story(300))
    assert pace.jumped_over(story(30))
    assert not pace.jumped_over(story(200))


@pytest.mark.parametrize("verb", [Verb.RESUME, Verb.JUMP])
def test_what_cannot_be_done_is_said(verb: Verb) -> None:
    with pytest.raises(BadControlError):
        apply_control(Pace.start(REAL, EVENT, 60.0), Control(verb=verb), REAL)


def test_keys_steer() -> None:
    pace = Pace.start(REAL, EVENT, 60.0)
    faster, pause, hour = steer(pace, "+"), steer(pace, " "), steer(pace, "j")
    assert faster == Control(verb=Verb.SPEED, speed=120.0)
    assert pause == Control(verb=Verb.PAUSE)
    assert hour == Control(verb=Verb.JUMP, by=timedelta(hours=1))
    pace.pause(REAL)
    assert steer(pace, " ") == Control(verb=Verb.RESUME)
    assert steer(pace, "x") is None
    assert describe(pace, REAL) == "Tue 02 Dec 2025 10:00 UTC, paused, then 60×"


def test_a_control_file_gives_each_line_once_and_waits_for_the_end_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "control.jsonl"
    reader = ControlFile(path)
    assert reader.take_new() == []
    ControlFile(path).ask(Control(verb=Verb.PAUSE))
    with path.open("ab") as file:
        file.write(b"rubbish\n" + Control(verb=Verb.STOP).to_json())
    assert reader.take_new() == [Control(verb=Verb.PAUSE)]
    with path.open("ab") as file:
        file.write(b"\n")
    assert reader.take_new() == [Control(verb=Verb.STOP)]
    assert reader.take_new() == []


async def test_the_clock_sleeps_in_event_time_and_wakes_when_somebody_jumps() -> None:
    seconds = 0.0
    pace = Pace.start(REAL, EVENT, 60.0)
    clock = DrillClock(pace, lambda: later(seconds))
    sleeping = asyncio.create_task(clock.sleep(timedelta(minutes=30)))
    while not sleeping.done():
        await asyncio.sleep(0)
        seconds += 1
        if seconds == 3:
            pace.jump(later(seconds), story(40))
        await asyncio.wait({sleeping}, timeout=0.15)
    assert seconds <= 5
    pace.run_at(later(seconds), None)
    await clock.sleep(timedelta(days=2))
    assert clock.now() >= story(40) + timedelta(days=2)


def test_the_clock_waits_for_the_workers_and_a_person_who_pauses_keeps_it_standing() -> None:
    pace = Pace.start(REAL, EVENT, 60.0)
    pace.jump(REAL, story(600))
    hold = Hold(pace)
    hold.look(later(1), story(0), is_sent=False)
    assert hold.is_on
    assert pace.event_at(later(30)) == story(601), "what lies before is sent, and the clock stands"
    hold.look(later(30), story(599), is_sent=False)
    assert not hold.is_on
    assert pace.event_at(later(35)) == story(606)
    hold.look(later(40), story(590), is_sent=False)
    assert hold.is_on
    assert hold.take_over()
    hold.look(later(50), story(611), is_sent=False)
    assert pace.is_paused


def test_at_full_speed_and_when_all_is_sent_the_clock_waits_for_nobody() -> None:
    pace = Pace.start(REAL, EVENT, None)
    pace.reach(REAL, story(9_000))
    hold = Hold(pace)
    hold.look(later(1), story(0), is_sent=False)
    assert not hold.is_on
    slow = Hold(Pace.start(REAL, EVENT, 60.0))
    slow.look(later(100), story(0), is_sent=False)
    assert slow.is_on
    slow.look(later(101), story(0), is_sent=True)
    assert not slow.pace.is_paused


@pytest.mark.parametrize("speed", [60.0, None])
async def test_a_jump_sends_what_lies_before_at_once_and_a_pause_holds_the_rest(speed: float | None) -> None:
    """In minutes 0 to 59 one mention each; the clock starts at minute 40 and stands."""
    mentions = [make_mention(float(minute), native_id=str(minute), lane="drill-x") for minute in range(60)]
    recording = Recording("replay", mentions, Timetable(list_sources(mentions), "drill-x"))
    first = next(recording.timetable.write_pages(mentions)).at
    pace = Pace.start(REAL, first, speed)
    pace.jump(REAL, first + timedelta(minutes=40))
    pace.pause(REAL)
    publisher, stop = FakePublisher(), asyncio.Event()
    sent = Replay(recording, publisher, DrillClock(pace, lambda: REAL), 1.0, by_event_time=True)
    running = asyncio.create_task(sent.run(stop))
    while len(publisher.values("drill-x.mentions")) < 41:  # noqa: ASYNC110 - a fake has no event to wait for.
        await asyncio.sleep(0.01)
    await asyncio.sleep(0)
    assert len(publisher.values("drill-x.mentions")) == 41
    stop.set()
    assert (await running).mentions == 41
