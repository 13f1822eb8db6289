"""A series: one brand on one platform, or everywhere; its minutes in, evidence out.

It knows nothing of spikes. All its sums are linear in the mentions, so shards can be merged and late
mentions added in any order; its state has a fixed size.
"""

from array import array
from base64 import b85decode, b85encode
from collections.abc import Mapping
from struct import pack, unpack
from typing import Any, Final

from streams.detectors.habit import Habit
from streams.detectors.ladder import DECAY, NO_RELIEF, RUNGS, TOLERANCE, WEIGHTS, YOUNG_WEIGHTS
from streams.detectors.season import Season
from streams.detectors.share import Share
from streams.detectors.track import KEEP, Track
from streams.minute import Counts

WARM_UP: Final = 30
"""Minutes before anything is judged; what they hold is taken as normal."""
YOUNG: Final = 12 * 60
"""Minutes for which a series is judged as new: other weights, and the share against that of brands at large."""
SUPPORT: Final = 5.0
NEW_SUPPORT: Final = 8.0
"""Mentions in the 45-minute window below which there is nothing to page for."""
AWAKE_AFTER: Final = 10
LONG_GAP: Final = 30
"""Minutes unwatched after which nothing is judged for `AWAKE_AFTER`."""
DARK_AT: Final = 16.0
"""Mentions that were expected while none came: the platform is taken to be dark, not quiet."""
SHARE_SCALE: Final = 1.5
"""Share evidence is divided by this to weigh as much as count evidence."""
DILUTED: Final = 0.6
"""A window with less than this of the usual negative share is a crowd that came for something else."""
MOST_RELIEF: Final = 3.0
FROZEN: Final = 0.02
"""How much of a crisis's minutes may teach, once a person called it a crisis."""


class Series:
    """What is usual for one stream of mentions, and how far now is from it."""

    __slots__ = (
        "_before",
        "_pending",
        "age",
        "all",
        "awake_at",
        "backlash",
        "backlash_evidence",
        "count_evidence",
        "doubt",
        "evidence",
        "exposure",
        "factor",
        "habit",
        "hush",
        "is_frozen",
        "last",
        "negative",
        "relief",
        "scored",
        "season",
        "share",
        "share_evidence",
        "tolerance",
        "volume_evidence",
    )

    def __init__(self) -> None:
        self.age = 0
        self.awake_at = 0
        """The first minute that is judged again after a gap: what piled up meanwhile arrives at once."""
        self.last = -1
        """The last minute taken in."""
        self.exposure = 0.0
        """Minutes of watching behind the levels, forgotten like them."""
        self.season = Season()
        self.all, self.negative, self.backlash = Track(), Track(), Track()
        self.share = Share()
        self.scored = [0.0] * len(DECAY)
        """Scored mentions in the ladder's windows."""
        self.habit = Habit()
        self.hush = 0.0
        """Mentions expected since the last one came."""
        self.is_frozen = False
        self._before: bytes | None = None
        self._pending: tuple[Counts, float] | None = None
        self.factor = 1.0
        self.doubt = 1.0
        self.tolerance = TOLERANCE
        self.relief = NO_RELIEF
        self.evidence = self.count_evidence = self.share_evidence = 0.0
        self.backlash_evidence = self.volume_evidence = 0.0

    @property
    def is_ready(self) -> bool:
        return self.age > WARM_UP

    @property
    def weights(self) -> tuple[float, ...]:
        """Return the windows' weights at this age."""
        return YOUNG_WEIGHTS if self.age < YOUNG else WEIGHTS

    @property
    def is_dark(self) -> bool:
        """Whether so much is missing that silence cannot be calm."""
        return self.hush >= DARK_AT

    def skip(self, minutes: int) -> None:
        """Pass over minutes that nobody watched: they count as usual, and nothing is learned."""
        self.absorb()
        for track in (self.all, self.negative, self.backlash):
            track.ladder.age(minutes)
        usual = self.share.learned
        for k in RUNGS:
            expected = self.negative.ladder.expected[k] / usual
            self.scored[k] = expected + (self.scored[k] - expected) * DECAY[k] ** minutes
        self.last += minutes

    def close(self, now: int, counts: Counts, *, gain: float = 1.0, widen: float = 1.0) -> float:
        """Take in a minute and return its evidence in nats.

        Args:
            now: the minute's number; minutes between the last and this one were not watched.
            counts: what it holds.
            gain: how much it may teach: 1, or 0 when its silence means nothing.
            widen: factor on the tolerance, for planned events.
        """
        self.absorb()
        if self.last >= 0 and now > self.last + 1:
            if now - self.last > LONG_GAP:
                self.awake_at = now + AWAKE_AFTER
            self.skip(now - self.last - 1)
        if counts.mentions:
            self.hush = 0.0
        elif self.is_dark:
            self.skip(now - self.last)
            self.awake_at = now + 1 + AWAKE_AFTER
            self.evidence = 0.0
            return 0.0
        self.last = now
        self._push(now, counts)
        if self.age == WARM_UP:
            for track in (self.all, self.negative, self.backlash):
                track.ladder.settle()
        self.tolerance = TOLERANCE * widen
        self.share.is_new = self.age < YOUNG
        if self.is_ready and now >= self.awake_at:
            self._weigh(widen)
        else:
            self.evidence = 0.0
        if gain:
            self._pending = (counts, gain)
        return self.evidence

    def absorb(self) -> None:
        """Learn from the last minute; put off until the next one, so that its arithmetic can still be told."""
        if self._pending is None:
            return
        (counts, gain), self._pending = self._pending, None
        self._learn(self.last, counts, min(gain, FROZEN) if self.is_frozen else gain)

    def _push(self, now: int, counts: Counts) -> None:
        self.age += 1
        factor, self.doubt = self.season.factor(now)
        self.factor = factor
        exposure = self.exposure
        self.all.push(counts.mentions, factor, exposure)
        self.negative.push(counts.negative, factor, exposure)
        self.backlash.push(counts.backlash, factor, exposure)
        self.hush += self.all.mu if not counts.mentions else 0.0
        scored, known = self.scored, counts.mentions - counts.unscored
        for k in RUNGS:
            scored[k] = scored[k] * DECAY[k] + known

    def _weigh(self, widen: float) -> None:
        negative, backlash = self.negative, self.backlash
        self.count_evidence = self.share_evidence = self.backlash_evidence = 0.0
        if negative.ladder.observed[2] >= (NEW_SUPPORT if self.age < YOUNG else SUPPORT):
            self.relief = self._dilution()
            raw = negative.ladder.weigh(
                self.doubt + 1 / (negative.info + 1), self.tolerance, self.relief, self.weights
            )
            self.habit.learn(self.last, raw, negative.mu)
            self.count_evidence = raw * self.habit.factor
            self.share_evidence = (
                self.share.weigh(negative.ladder.observed, self.scored, TOLERANCE * widen**0.5) / SHARE_SCALE
            )
        else:
            self.habit.learn(self.last, 0.0, negative.mu)
        if backlash.ladder.observed[2] >= SUPPORT:
            self.backlash_evidence = backlash.ladder.weigh(
                self.doubt + 1 / (backlash.info + 1), self.tolerance
            )
        self.evidence = max(self.count_evidence, self.share_evidence, self.backlash_evidence)

    def _dilution(self) -> tuple[float, ...]:
        """Positive virality brings some negative mentions too: where the share fell, more is tolerated."""
        observed, scored = self.negative.ladder.observed, self.scored
        bar = DILUTED * self.share.usual
        if all(observed[k] >= bar * scored[k] for k in RUNGS):
            return NO_RELIEF
        return tuple(
            min(max(bar * scored[k] / observed[k], 1.0), MOST_RELIEF) if observed[k] > 0 else 1.0
            for k in RUNGS
        )

    def weigh_volume(self) -> float:
        """Return the evidence that there is more talk of any sort: information, never a page."""
        if not self.is_ready or self.all.ladder.observed[2] < SUPPORT:
            return 0.0
        return self.all.ladder.weigh(self.doubt + 1 / (self.all.info + 1), self.tolerance)

    def _learn(self, now: int, counts: Counts, gain: float) -> None:
        ladder, factor = self.negative.ladder, self.factor
        believed = self.all.learn(counts.mentions, factor, gain)
        self.negative.learn(counts.negative, factor, gain)
        self.backlash.learn(counts.backlash, factor, gain)
        self.exposure = self.exposure * (1 - (1 - KEEP) * gain) + gain
        windows = self.all.ladder
        self.season.learn(
            now,
            believed,
            self.all.mu,
            gain / (1 + windows.dispersion(2) * windows.expected[2]),
            gain / (1 + windows.dispersion(4) * windows.expected[4]),
        )
        if self.age >= WARM_UP:
            ladder.learn(gain)
            self.all.ladder.learn(gain)
            self.backlash.ladder.learn(gain)
            self.share.learn_spread(ladder.observed, self.scored, gain)
        self.share.learn(counts.negative, counts.mentions - counts.unscored, gain)

    def add_late(self, at: int, counts: Counts) -> None:
        """Count what was published in an earlier minute and came only now."""
        age = self.last - at
        if age < 0 or not self.age:
            return
        factor = self.season.factor(at)[0]
        self.all.add_late(counts.mentions, age, factor)
        self.negative.add_late(counts.negative, age, factor)
        self.backlash.add_late(counts.backlash, age, factor)
        known = counts.mentions - counts.unscored
        for k in RUNGS:
            self.scored[k] += known * DECAY[k] ** age
        self.share.negative += counts.negative * KEEP**age
        self.share.mentions += known * KEEP**age

    def add(self, other: "Series") -> None:
        """Take in another shard of the same stream: other mentions of the same minutes."""
        self.absorb()
        other.absorb()
        if other.last > self.last:
            self.skip(other.last - self.last)
        elif other.last < self.last:
            other.skip(self.last - other.last)
        self.age = max(self.age, other.age)
        self.exposure = max(self.exposure, other.exposure)
        self.season.add(other.season)
        self.all.add(other.all)
        self.negative.add(other.negative)
        self.backlash.add(other.backlash)
        self.share.add(other.share)
        for k in RUNGS:
            self.scored[k] += other.scored[k]

    def remember(self) -> None:
        """Keep what is learned now, in case a person calls what begins here a crisis."""
        self.absorb()
        numbers = (self.exposure, *self._levels(), self.share.negative, self.share.mentions)
        self._before = (
            pack("<9f", *numbers)
            + self.season.remember()
            + b"".join(part.tobytes() for part in self._judged_spreads())
        )

    def forget(self) -> None:
        """Let what was learned since `remember` stand."""
        self._before = None

    def go_back(self) -> None:
        """Unlearn everything since `remember`."""
        if self._before is None:
            return
        self.absorb()
        raw, self._before = self._before, None
        self.exposure, *levels, self.share.negative, self.share.mentions = unpack("<9f", raw[:36])
        self._set_levels(levels)
        self.season.go_back(raw[36:98])
        _set_spreads(self._judged_spreads(), raw[98:])

    def _levels(self) -> tuple[float, ...]:
        return tuple(number for track in self._tracks() for number in (track.seen, track.info))

    def _set_levels(self, numbers: list[float]) -> None:
        for i, track in enumerate(self._tracks()):
            track.seen, track.info = numbers[2 * i : 2 * i + 2]

    def _tracks(self) -> tuple[Track, Track, Track]:
        return self.all, self.negative, self.backlash

    def _spreads(self) -> tuple[Any, ...]:
        return (*(track.ladder.spread for track in self._tracks()), self.share.spread)

    def _judged_spreads(self) -> tuple[Any, ...]:
        """Those that a page depends on; the volume's is not worth going back for."""
        return self.negative.ladder.spread, self.backlash.ladder.spread, self.share.spread

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on, exactly; under 1.5 KB of JSON whatever was seen."""
        self.absorb()
        windows = [
            number for track in self._tracks() for number in (*track.ladder.observed, *track.ladder.expected)
        ]
        numbers = (
            *windows,
            *self.scored,
            *self._levels(),
            self.exposure,
            self.share.negative,
            self.share.mentions,
            self.hush,
            *self.habit.dump(),
        )
        return {
            "last": self.last,
            "age": self.age,
            "awake": self.awake_at,
            "season": self.season.snapshot(),
            "fast": _text(pack(f"<{len(numbers)}d", *numbers)),
            "slow": _text(b"".join(part.tobytes() for part in self._spreads())),
            "before": _text(self._before) if self._before else None,
            "frozen": self.is_frozen,
        }

    @classmethod
    def resume(cls, state: Mapping[str, Any]) -> "Series":
        """Go on from a snapshot."""
        series = cls()
        series.last, series.age, series.awake_at = state["last"], state["age"], state["awake"]
        series.is_frozen = state["frozen"]
        series.season = Season(state["season"])
        raw = b85decode(state["fast"])
        numbers = list(unpack(f"<{len(raw) // 8}d", raw))
        for i, track in enumerate(series._tracks()):
            track.ladder.observed = numbers[10 * i : 10 * i + 5]
            track.ladder.expected = numbers[10 * i + 5 : 10 * i + 10]
        series.scored = numbers[30:35]
        series._set_levels(numbers[35:41])
        series.exposure, series.share.negative, series.share.mentions, series.hush = numbers[41:45]
        series.habit.load(numbers[45:49])
        _set_spreads(series._spreads(), b85decode(state["slow"]))
        series._before = b85decode(state["before"]) if state["before"] else None
        return series


def _set_spreads(spreads: tuple[Any, ...], raw: bytes) -> None:
    start = 0
    for spread in spreads:
        end = start + len(spread) * 4
        spread[:] = array("f", raw[start:end])
        start = end


def _text(raw: bytes) -> str:
    return b85encode(raw).decode()
