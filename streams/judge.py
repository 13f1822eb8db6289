"""Judging minutes: one brand's detector, its feeds and its bot, over its closed minutes, with a fence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from streams.blocks import Blocks
from streams.curve import Curves, Slope, Window, note_feelings, read_slopes
from streams.detector import Assessment, Detector, DetectorFactory, Mood
from streams.feeds import FeedWatch
from streams.minute import Minute
from streams.outburst import Outburst
from streams.quality import UNTRUSTED_FROM, Flaws, is_trusted, note_quality, read_quality
from streams.ruling import Ruling
from streams.siege import Siege
from streams.spike import FeedAlarm, Spike, derive_id
from streams.times import minute_at, minute_of

RULINGS_KEPT: Final = 64


@dataclass(slots=True)
class JudgeState:
    """What is remembered of a brand between two records; bounded, and plain JSON."""

    last: int = -1
    """The fence: the last minute taken in, in epoch minutes."""
    feeds: FeedWatch = field(default_factory=FeedWatch)
    siege: Siege = field(default_factory=Siege)
    outburst: Outburst = field(default_factory=Outburst)
    detector: dict[str, Any] | None = None
    ruled: list[str] = field(default_factory=list)
    """The latest rulings taken in."""
    quality: Blocks[int] = field(default_factory=list)
    """Of the last hour; see `streams.quality`."""
    curves: Curves = field(default_factory=dict)
    """Of the last day; see `streams.curve`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a record of minutes came to."""

    changes: tuple[Spike | FeedAlarm, ...]
    latest: Assessment | None
    """Of the last minute that was new; None when all were known."""
    flaws: Flaws = field(default_factory=Flaws)
    """Of the hour up to then."""
    is_trusted: bool = True
    """Whether the numbers of that hour can be believed."""
    slopes: Mapping[Window, Slope | None] = field(default_factory=dict)
    """How fast feelings turn."""


class BrandJudge:
    """One brand's judge.

    It resumes from its state at every record, as it would after a restart, so that a snapshot's rounding
    gives the same numbers in every run.
    """

    def __init__(
        self,
        brand: str,
        *,
        lane: str,
        factory: DetectorFactory,
        state: JudgeState | None = None,
        untrusted_from: float = UNTRUSTED_FROM,
    ) -> None:
        self._lane = lane
        self._untrusted_from = untrusted_from
        self._state = state or JudgeState()
        self._detector: Detector = factory(brand, lane=lane, snapshot=self._state.detector)

    def take(self, minutes: Iterable[Minute]) -> Verdict:
        """Take in minutes in order; those known from before are passed over."""
        changes: list[Spike | FeedAlarm] = []
        latest: Assessment | None = None
        newest: Minute | None = None
        flaws, trusted = Flaws(), True
        for minute in minutes:
            number = minute_of(minute.start)
            if number <= self._state.last:
                continue
            self._state.last = number
            newest = minute
            note_feelings(self._state.curves, minute)
            note_quality(self._state.quality, minute)
            flaws = read_quality(self._state.quality)
            trusted = is_trusted(flaws, self._untrusted_from)
            latest = self._detector.observe(minute)
            spikes = (
                *latest.spikes,
                *self._state.siege.observe(minute, lane=self._lane),
                *self._state.outburst.observe(minute, lane=self._lane),
            )
            if not trusted:
                # Nothing is kept back, but every spike says so and calm is not claimed.
                spikes = tuple(replace(spike, untrusted=flaws) for spike in spikes)
                latest = replace(latest, mood=_doubt(latest.mood))
            changes.extend(self._state.feeds.observe(minute, lane=self._lane))
            changes.extend(spikes)
        slopes = read_slopes(self._state.curves, newest) if newest else {}
        return Verdict(tuple(changes), latest, flaws, trusted, slopes)

    def rule(self, ruling: Ruling) -> bool:
        """Let the detector learn from people's verdict on its spikes; False when it is known from before."""
        words = (str(ruling.is_crisis), *(("over",) if ruling.is_over else ()))
        mark = derive_id(*ruling.spikes, *words, ruling.at.isoformat())
        if mark in self._state.ruled:
            return False
        self._state.ruled = [*self._state.ruled, mark][-RULINGS_KEPT:]
        for spike in ruling.spikes:
            self._detector.judge(spike, is_crisis=ruling.is_crisis, is_over=ruling.is_over)
            for of_bot in (self._state.siege, self._state.outburst):
                of_bot.judge(spike, ruling.brand, is_crisis=ruling.is_crisis, is_over=ruling.is_over)
        return True

    @property
    def upto(self) -> datetime:
        """The end of the last minute taken in."""
        return minute_at(self._state.last + 1)

    def state(self) -> JudgeState:
        self._state.detector = self._detector.snapshot()
        return self._state


def _doubt(mood: Mood) -> Mood:
    return Mood.CANNOT_TELL if mood is Mood.CALM else mood
