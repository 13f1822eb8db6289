"""Material for window tests: mentions and readings by hand, and a window with its stored state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from connectors.mention import ChannelKind, Mention, Platform
from streams.minute import Minute
from streams.reading import Label, Reading, Scored, SourceClock
from streams.seen import SeenMinutes
from streams.window import BrandWindow, Patience, WindowState

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def at(minute: float) -> datetime:
    """An instant, in minutes after `START`."""
    return START + timedelta(minutes=minute)


def say(minute: float, text: str, name: str, **more: Any) -> Mention:
    """A post about the brand; `more` are further fields of `Mention`."""
    return Mention(
        source="x",
        native_id=name,
        brand="acme",
        platform=Platform.X,
        kind=ChannelKind.POST,
        published_at=at(minute),
        text=text,
        **more,
    )


def scored(
    identity: str,
    minute: float,
    *,
    source: str = "x",
    label: Label = Label.NEUTRAL,
    deleted: bool = False,
    edited: bool = False,
    valence: float = 0.0,
) -> Scored:
    return Scored(
        line=0,
        identity=f"{source.partition('#')[0]}/{identity}",
        source=source,
        platform=Platform.X if source.startswith("x") else Platform.REDDIT,
        kind=ChannelKind.POST,
        published_at=at(minute),
        label=label,
        valence=valence,
        confidence=0.9,
        language="en",
        author=f"author-{identity}",
        excerpt=f"who drew {identity}? label it" if label is Label.NEGATIVE else "",
        because=("drew", "label it") if label is Label.NEGATIVE else (),
        deleted=deleted,
        edited=edited,
    )


def reading(
    offset: int,
    *mentions: Scored,
    partition: int = 0,
    beats: Iterable[tuple[str, float]] = (),
    tick: float | None = None,
) -> Reading:
    return Reading(
        brand="acme",
        partition=partition,
        offset=offset,
        mentions=mentions,
        clocks=tuple(SourceClock(source=source, upto=at(minute)) for source, minute in beats),
        tick=None if tick is None else at(tick),
    )


@dataclass
class Roller:
    """A brand's window as the agent runs it: its state goes through JSON between readings."""

    patience: Patience = field(default_factory=Patience)
    state: bytes = field(default_factory=lambda: msgspec.json.encode(WindowState()))
    hashes: dict[int, bytes] = field(default_factory=dict)
    minutes: list[Minute] = field(default_factory=list)

    def take(self, reading: Reading) -> list[Minute]:
        closed = self.take_and_crash(reading, stored=3)
        self.minutes.extend(closed)
        return closed

    def take_and_crash(self, reading: Reading, *, stored: int) -> list[Minute]:
        """Do only the first parts of a step: 1 sends the minutes, 2 stores what was seen, 3 the state."""
        window = BrandWindow("acme", self.patience, msgspec.json.decode(self.state, type=WindowState))
        if window.is_applied(reading):
            return []
        seen = SeenMinutes((reading.partition, reading.offset), self.hashes.get)
        closed = window.apply(reading, seen)
        if stored >= 2:
            for minute, value in seen.changes().items():
                if value is None:
                    self.hashes.pop(minute, None)
                else:
                    self.hashes[minute] = value
        if stored >= 3:
            self.state = msgspec.json.encode(window.state)
        return closed
