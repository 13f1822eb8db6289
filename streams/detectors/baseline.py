"""A baseline: what is usual for one stream of mentions, learned minute by minute and never for good.

Three tracks (all, negative, backlash) share a season; beside them stands the usual share. All sums are
linear in the mentions, so that shards can be merged and late mentions added in any order.
"""

from array import array
from collections.abc import Iterator, Sequence
from struct import pack, unpack
from typing import Any, Final

from streams.detectors.ladder import DECAY, LONG_RUNGS, RUNGS
from streams.detectors.season import Season
from streams.detectors.share import Share
from streams.detectors.swell import Swell
from streams.detectors.track import KEEP, Track
from streams.detectors.youth import ERRORS, RESTLESS, WARINESS, find_youth, temper
from streams.minute import Counts
from streams.spike import SpikeKind

WARM_UP: Final = 30
"""Minutes before anything is judged; what they hold is taken as normal."""
SETTLED_AFTER: Final = 1440
"""Minutes after which a whole day is known: what differs before is ignorance, not restlessness."""
WEEKDAYS_AFTER: Final = 3 * 1440
"""Minutes after which a weekday can be told from a level still being found."""
_HOUR_RUNG: Final = 2
_DAY_RUNG: Final = 4
_FACTORS_AT: Final = 36
_SPREADS_AT: Final = 98


class Baseline:
    """What is usual, and the windows over what is."""

    __slots__ = (
        "all",
        "backlash",
        "doubt",
        "exposure",
        "factor",
        "negative",
        "scored",
        "season",
        "share",
        "swell",
    )

    def __init__(self) -> None:
        self.exposure = 0.0
        """Minutes of watching behind the levels, forgotten like them."""
        self.season = Season()
        self.all, self.negative, self.backlash = Track(), Track(), Track()
        self.share = Share()
        self.swell = Swell()
        self.scored = [0.0] * len(DECAY)
        """Scored mentions in the ladder's windows."""
        self.factor = 1.0
        self.doubt = 1.0
        """Relative variance of what is known about the season."""

    @property
    def tracks(self) -> tuple[Track, Track, Track]:
        return self.all, self.negative, self.backlash

    def doubt_in(self, track: Track, youth: float = 0.0) -> float:
        """Return the relative variance of what is expected of a track; in youth all talk tells of its errors."""
        return self.doubt + 1 / (track.info + youth * ERRORS * self.all.info + 1)

    def find_usual(self, now: int) -> float:
        """Return how many negative mentions are usual of a minute."""
        return self.negative.find_mu(self.season.factor(now)[0], self.exposure)

    def weigh_backlash(self, track: Track, tolerance: float, relief: Sequence[float], youth: float) -> float:
        """Return the evidence of a track of backlash mentions: all, or those of one theme."""
        nats = track.ladder.weigh(self.doubt_in(track, youth), tolerance, relief)
        return max(nats - WARINESS * youth, 0.0)

    def count_usual(self, kind: SpikeKind, minutes: int) -> float:
        """Return how many mentions of a kind are usual in so many minutes."""
        if kind is SpikeKind.VOLUME:
            return self.all.ladder.find_usual(minutes)
        return (self.backlash if kind is SpikeKind.BACKLASH else self.negative).ladder.find_usual(minutes)

    def push(self, now: int, counts: Counts, *, age: int) -> None:
        """Move the windows on by a minute."""
        factor, self.doubt = self.season.factor(now)
        self.factor = factor
        exposure, is_settled = self.exposure, age > SETTLED_AFTER
        self.all.push(counts.mentions, factor, exposure, is_settled=is_settled)
        self.negative.push(counts.negative, factor, exposure, is_settled=is_settled)
        self.backlash.push(counts.backlash, factor, exposure, is_settled=is_settled)
        scored, known = self.scored, counts.mentions - counts.unscored
        for k in RUNGS:
            scored[k] = scored[k] * DECAY[k] + known
        self.swell.push(now, counts.mentions)

    def skip(self, minutes: int) -> None:
        """Pass over minutes that nobody watched: they count as usual, and nothing is learned."""
        for track in self.tracks:
            track.ladder.age(minutes)
        self.swell.skip(minutes, self.all.ladder.expected)
        usual = self.share.learned
        for k in RUNGS:
            expected = self.negative.ladder.expected[k] / usual
            self.scored[k] = expected + (self.scored[k] - expected) * DECAY[k] ** minutes

    def spare(self) -> None:
        """Let the long windows hold no more than usual, or than the last hour does."""
        usual = self.share.learned
        for k in LONG_RUNGS:
            most = max(self.negative.ladder.expected[k] / usual, self.scored[_HOUR_RUNG])
            self.scored[k] = min(self.scored[k], most)
        for track in self.tracks:
            track.ladder.spare()

    def settle(self) -> None:
        """Take what the first minutes hold as usual."""
        for track in self.tracks:
            track.ladder.settle()

    def learn(self, now: int, counts: Counts, gain: float, *, age: int, calm: float = 1.0) -> None:
        """Let the minute that was pushed last teach.

        Args:
            now: its number.
            counts: what it holds.
            gain: how much it may teach, from 0 to 1.
            age: how many minutes were seen.
            calm: part of the gain with which it may teach what is usual of its hour and weekday.
        """
        is_new = age <= WARM_UP
        believed = self.all.learn(counts.mentions, self.factor, gain, is_new=is_new)
        self.negative.learn(counts.negative, self.factor, gain, is_new=is_new)
        self.backlash.learn(counts.backlash, self.factor, gain, is_new=is_new)
        self.exposure = self.exposure * (1 - (1 - KEEP) * gain) + gain
        if not is_new:
            self._learn_season(now, believed, gain * calm, age)
        if not is_new:
            for track in self.tracks:
                track.ladder.learn_clump(gain)
        self.swell.learn(self.all.ladder.expected, gain, is_settled=age >= SETTLED_AFTER)
        if age >= SETTLED_AFTER:
            for track in self.tracks:
                track.ladder.learn(gain)
            self.share.learn_spread(self.negative.ladder.observed, self.scored, gain)
        self.share.learn(counts.negative, counts.mentions - counts.unscored, gain)

    def _learn_season(self, now: int, believed: float, gain: float, age: int) -> None:
        windows = self.all.ladder
        youth = find_youth(age)
        unrest = max(windows.dispersion(_HOUR_RUNG), RESTLESS * youth)
        if youth and age > SETTLED_AFTER:
            believed = temper(believed, self.all.mu)
        hour = gain / (1 + unrest * windows.expected[_HOUR_RUNG])
        day = gain / (1 + windows.dispersion(_DAY_RUNG) * windows.expected[_DAY_RUNG])
        self.season.learn(now, believed, self.all.mu, hour, day if age > WEEKDAYS_AFTER else 0.0)
        if age == SETTLED_AFTER:
            scale = self.season.settle()
            for track in self.tracks:
                track.seen *= scale

    def add_late(self, at: int, age: int, counts: Counts) -> None:
        """Count what was published in the minute `at`, `age` minutes ago, and came only now."""
        factor = self.season.factor(at)[0]
        self.all.add_late(counts.mentions, age, factor)
        self.negative.add_late(counts.negative, age, factor)
        self.backlash.add_late(counts.backlash, age, factor)
        self.swell.add_late(at, counts.mentions)
        known = counts.mentions - counts.unscored
        for k in RUNGS:
            self.scored[k] += known * DECAY[k] ** age
        self.share.add_late(counts.negative, known, KEEP**age)

    def add(self, other: "Baseline") -> None:
        """Take in another shard of the same stream at the same minute."""
        self.exposure = max(self.exposure, other.exposure)
        self.season.add(other.season)
        for track, part in zip(self.tracks, other.tracks, strict=True):
            track.add(part)
        self.share.add(other.share)
        self.swell.add(other.swell)
        for k in RUNGS:
            self.scored[k] += other.scored[k]

    def remember(self) -> bytes:
        """Return what is learned, in short: enough to go back to."""
        numbers = (self.exposure, *self._levels(), self.share.negative, self.share.mentions)
        main, *rest = self._judged_spreads()
        spreads: bytes = main.tobytes() + b"".join(_shorten(part) for part in rest)
        return pack("<9f", *numbers) + self.season.remember() + spreads

    def go_back(self, raw: bytes) -> None:
        """Unlearn everything since what was remembered."""
        self.exposure, *levels, self.share.negative, self.share.mentions = unpack("<9f", raw[:_FACTORS_AT])
        self._set_levels(iter(levels))
        self.season.go_back(raw[_FACTORS_AT:_SPREADS_AT])
        main, *rest = self._judged_spreads()
        _set_spreads((main,), raw[_SPREADS_AT:])
        short = raw[_SPREADS_AT + 4 * len(main) :]
        # A memory from before the swell has all of them in full.
        is_full = len(short) == 4 * sum(len(part) for part in rest)
        _set_spreads(tuple(rest), short if is_full else _lengthen(short))

    def dump(self) -> tuple[list[float], bytes]:
        """Return what changes with every minute, in full, and the spreads as they are."""
        windows = [
            number for track in self.tracks for number in (*track.ladder.observed, *track.ladder.expected)
        ]
        share = self.share.negative, self.share.mentions
        numbers = [*windows, *self.scored, *self._levels(), self.exposure, *share]
        return numbers, b"".join(part.tobytes() for part in self._spreads())

    def load(self, numbers: Iterator[float], spreads: bytes) -> None:
        """Go on from a dump; what follows in `numbers` is left there."""
        for track in self.tracks:
            track.ladder.observed = [next(numbers) for _ in RUNGS]
            track.ladder.expected = [next(numbers) for _ in RUNGS]
        self.scored = [next(numbers) for _ in RUNGS]
        self._set_levels(numbers)
        self.exposure = next(numbers)
        self.share.negative, self.share.mentions = next(numbers), next(numbers)
        _set_spreads(self._spreads(), spreads)

    def _levels(self) -> tuple[float, ...]:
        return tuple(number for track in self.tracks for number in (track.seen, track.info))

    def _set_levels(self, numbers: Iterator[float]) -> None:
        for track in self.tracks:
            track.seen, track.info = next(numbers), next(numbers)

    def _spreads(self) -> tuple[Any, ...]:
        return (*(track.ladder.spread for track in self.tracks), self.share.spread)

    def _judged_spreads(self) -> tuple[Any, ...]:
        """Those that a page depends on; the volume's is not worth going back for."""
        return self.negative.ladder.spread, self.backlash.ladder.spread, self.share.spread


def _shorten(spread: "array[float]") -> bytes:
    """Keep the upper halves of single-precision numbers: their size in full, their value to a part in 128."""
    raw = spread.tobytes()
    return b"".join(raw[at + 2 : at + 4] for at in range(0, len(raw), 4))


def _lengthen(raw: bytes) -> bytes:
    return b"".join(b"\0\0" + raw[at : at + 2] for at in range(0, len(raw), 2))


def _set_spreads(spreads: tuple[Any, ...], raw: bytes) -> None:
    start = 0
    for spread in spreads:
        end = start + len(spread) * 4
        spread[:] = array("f", raw[start:end])
        start = end
