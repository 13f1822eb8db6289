"""Gates: a replay that waits at moments of event time until all it caused is done, for somebody to act there.

What people do is thus the same at every speed, and so must be everything that follows from it.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from alerts.action import Action, ActionKind
from alerts.incident import Incident
from alerts.library import read_library
from alerts.notice import Notice, read_notice
from connectors.errors import TransientError
from connectors.mention import Mention
from connectors.publisher import Publisher, Record
from connectors.recording import list_sources
from connectors.settings import topic
from connectors.timetable import Timetable
from deploy.demo.listener import Listener
from deploy.demo.show import is_settled
from deploy.drills.lane import DrillLane
from deploy.drills.player import Player
from deploy.view import LaneView
from tests.integration.lane import Lane

RUN_OUT: Final = timedelta(minutes=30)
LEAP: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does about the first incident when the story has come to a moment."""

    at: datetime
    kind: ActionKind
    by: str = "Ana"
    value: str = ""
    text: str = ""
    step: str | None = None
    """Of the playbook; to tick without one ticks the first."""

    def write(self, incident: Incident, lane: str) -> Action:
        steps = read_library()[incident.playbook].steps
        first = steps[0].id if self.kind is ActionKind.TICK else None
        return Action(
            id=f"deed-{self.kind}" + (f"-{self.step}" if self.step else ""),
            brand=incident.brand,
            incident=incident.id,
            kind=self.kind,
            by=self.by,
            at=self.at,
            step=self.step or first,
            value=self.value,
            text=self.text,
            lane=lane,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Event time runs at a speed from one moment to another; before and after as fast as it goes."""

    begins: datetime
    ends: datetime
    speed: float


@dataclass(slots=True)
class GatedClock:
    """Implements `connectors.clock.Clock` in event time. The gates are opened from another thread."""

    at: datetime
    stretch: Stretch | None
    gates: list[datetime]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _anchor: tuple[float, datetime] | None = None
    """Real and event time at which it began to run at a speed, or went on."""

    def now(self) -> datetime:
        """It moves only while somebody sleeps, so that what is due at a gate is due exactly then."""
        return self.at

    async def sleep(self, for_: timedelta) -> None:
        until = self.now() + for_
        while True:
            with self._lock:
                self._move(until)
                if self.at >= until:
                    return
            await asyncio.sleep(0.01)

    def open_next(self) -> None:
        with self._lock:
            self.gates.pop(0)
            self._anchor = None

    def _move(self, wanted: datetime) -> None:
        """Go on as far as speed and gates let it; without a speed an hour beyond what is wanted."""
        gate = self.gates[0] if self.gates else datetime.max.replace(tzinfo=self.at.tzinfo)
        stretch = self.stretch
        if stretch is not None and stretch.begins <= self.at < stretch.ends:
            real, event = self._anchor = self._anchor or (time.monotonic(), self.at)
            run = event + timedelta(seconds=(time.monotonic() - real) * stretch.speed)
            self.at = max(self.at, min(run, gate, stretch.ends, wanted))
        elif wanted > self.at:
            self._anchor = None
            ahead = stretch.begins if stretch is not None and self.at < stretch.begins else gate
            self.at = min(wanted + LEAP, gate, ahead)


def replay_with_deeds(
    lane: Lane, mentions: Sequence[Mention], deeds: Sequence[Deed], stretch: Stretch | None, *, within: float
) -> None:
    """Replay mentions into a lane whose workers run, do the deeds at their moments, and wait for the end."""
    table = Timetable(list_sources(mentions), lane.name, run_out=RUN_OUT)
    pages = list(table.write_pages(mentions))
    clock = GatedClock(pages[0].at, stretch, [deed.at for deed in deeds])
    drill, view = DrillLane(lane.name), LaneView.of_brands(lane.brands)
    publisher = Publisher(lane.bootstrap)
    try:
        with (
            Listener(lane.bootstrap, lane.name, view) as listener,
            Player(lane.bootstrap, drill, mentions, clock, run_out=RUN_OUT) as player,
        ):

            def settled(least: int) -> Callable[[], bool]:
                def look() -> bool:
                    player.check()
                    listener.poll()
                    return player.progress.pages >= least and _is_done(listener, drill)

                return look

            for deed in deeds:
                lane.wait_for(settled(sum(page.at <= deed.at for page in pages)), within)
                life = min(view.incidents.values(), key=lambda life: life[0].detected_at, default=None)
                assert life, f"no incident by {deed.at}"
                action = deed.write(life[0], lane.name)
                publisher.send([Record(topic(lane.name, "actions"), action.brand, action.to_json())])
                lane.wait_for(settled(0), within)
                clock.open_next()
            lane.wait_for(settled(len(pages)), within)
    finally:
        publisher.close()


def _is_done(listener: Listener, drill: DrillLane) -> bool:
    """Also with what people did, and with what the detector learns from it."""
    try:
        return (
            listener.count_unread(drill.response, "actions") == 0
            and listener.count_unread(drill.sentiment, "rulings") == 0
            and is_settled(listener, drill.sentiment, drill.response)
        )
    except TransientError:  # A Kafka that has just been started has nobody for a group's offsets yet.
        return False


def read_records(lane: Lane) -> Mapping[str, tuple[bytes, ...]]:
    """Everything that came out of a lane, without its name; what was sent again counts once."""
    name = f'"lane":"{lane.name}"'.encode()
    found = {
        "minutes": [minute.to_json() for minute in lane.minutes().values()],
        "spikes": [change.to_json() for change in lane.spikes()],
        "incidents": [raw for _, raw in lane.read("incidents")],
        "notices": [raw for _, raw in lane.read("notices") if isinstance(read_notice(raw), Notice)],
    }
    return {
        kind: tuple(sorted({raw.replace(name, b'"lane":""') for raw in records}))
        for kind, records in found.items()
    }


def digest(records: Sequence[bytes]) -> str:
    return f"{len(records)}/{blake2b(b'|'.join(records), digest_size=8).hexdigest()}"
