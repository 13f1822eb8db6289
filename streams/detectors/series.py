"""A series: one brand on one platform, or everywhere; its minutes in, evidence out.

It knows nothing of spikes. What is usual stands in its baseline; its state has a fixed size.
"""

from base64 import b85decode, b85encode
from collections.abc import Mapping
from struct import pack, unpack
from typing import Any, Final

from streams.detectors.baseline import WARM_UP, Baseline
from streams.detectors.dilution import DILUTED, find_dilution
from streams.detectors.habit import Habit
from streams.detectors.ladder import NO_RELIEF, TOLERANCE, WEIGHTS, YOUNG_WEIGHTS
from streams.detectors.season import Season
from streams.detectors.swell import Swell
from streams.detectors.testimony import PLEA, Testimony, find_say, hear
from streams.detectors.trust import apply_trust, find_most
from streams.detectors.youth import (
    NEW_SCALE,
    allow_rise,
    find_backing,
    find_lull,
    find_youth,
    forgive_errors,
    is_other_crowd,
)
from streams.minute import Counts
from streams.sensitivity import ALONE

NEW: Final = 12 * 60
"""Minutes for which a share is judged by brands at large, short windows say more and all talk is a witness."""
SUPPORT: Final = 5.0
YOUNG_SUPPORT: Final = 8.0
"""Mentions in the 45-minute window below which there is nothing to page for."""
AWAKE_AFTER: Final = 10
LONG_GAP: Final = 30
"""Minutes unwatched after which nothing is judged for `AWAKE_AFTER`."""
DARK_AT: Final = 16.0
"""Mentions that were expected while none came: the platform is taken to be dark, not quiet."""
SHARE_SCALE: Final = 1.3
"""Share evidence is divided by this to weigh as much as count evidence."""
FROZEN: Final = 0.02
"""How much of a crisis's minutes may teach, once a person called it a crisis."""
_HOUR_RUNG: Final = 2


class Series:
    """How far now is from what is usual."""

    __slots__ = (
        "_before",
        "_pending",
        "age",
        "awake_at",
        "backing",
        "backlash_evidence",
        "backlash_relief",
        "baseline",
        "count_evidence",
        "evidence",
        "habit",
        "hush",
        "is_frozen",
        "is_restless",
        "joined",
        "last",
        "pager",
        "relief",
        "share_evidence",
        "swell_evidence",
        "testimony",
        "tolerance",
    )

    def __init__(self) -> None:
        self.age = 0
        """Minutes watched."""
        self.awake_at = 0
        """The first minute that is judged again after a gap: what piled up meanwhile arrives at once."""
        self.last = -1
        self.baseline = Baseline()
        self.habit = Habit()
        self.pager = ALONE
        """How far the person on call trusts each sort of evidence."""
        self.hush = 0.0
        """Mentions expected since the last one came."""
        self.is_frozen = False
        self.is_restless = False
        self._before: bytes | None = None
        self._pending: tuple[Counts, float] | None = None
        self.tolerance = TOLERANCE
        self.relief = self.backlash_relief = NO_RELIEF
        """For each window, a factor on what is tolerated."""
        self.backing = 0.0
        """Nats that a rise of all talk adds in a new series."""
        self.joined = 0.0
        """Part of the lesser of count and share evidence that is added to the larger."""
        self.evidence = self.count_evidence = self.share_evidence = 0.0
        self.backlash_evidence = self.swell_evidence = 0.0
        self.testimony: Testimony | None = None

    @property
    def is_ready(self) -> bool:
        return self.age > WARM_UP

    @property
    def is_judging(self) -> bool:
        """Whether the last minute was judged: not while warming up, nor right after a gap."""
        return self.is_ready and self.last >= self.awake_at

    @property
    def is_new(self) -> bool:
        return self.age < NEW

    @property
    def youth(self) -> float:
        """Return how little is known of the brand's week: 1 for three days, then less, 0 after seven."""
        return find_youth(self.age)

    @property
    def weights(self) -> tuple[float, ...]:
        """Return the windows' weights at this age."""
        return YOUNG_WEIGHTS if self.is_new else WEIGHTS

    @property
    def scale(self) -> float:
        """Return what the sum of the count's windows is multiplied with at this age."""
        return NEW_SCALE if self.is_new else 1 - PLEA * find_say(self.baseline, self.youth)

    @property
    def negative_evidence(self) -> float:
        """Return the evidence of count and share together."""
        less, more = sorted((self.count_evidence, self.share_evidence))
        return more + self.joined * less

    @property
    def is_dark(self) -> bool:
        """Whether so much is missing that silence cannot be calm."""
        return self.hush >= DARK_AT

    def skip(self, minutes: int) -> None:
        """Pass over minutes that nobody watched: they count as usual, and nothing is learned."""
        self.absorb()
        self.baseline.skip(minutes)
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
            self.evidence, self.is_restless = 0.0, False
            return 0.0
        self.last = now
        self.age += 1
        baseline = self.baseline
        baseline.push(now, counts, age=self.age)
        self.hush += 0.0 if counts.mentions else baseline.all.mu
        if self.age == WARM_UP:
            baseline.settle()
        self.tolerance = TOLERANCE * widen
        baseline.share.is_new, baseline.share.youth = self.is_new, self.youth
        if self.is_judging:
            self._weigh(widen)
        else:
            self.evidence, self.is_restless = 0.0, False
        if gain:
            self._pending = (counts, gain)
        return self.evidence

    def absorb(self) -> None:
        """Learn from the last minute; put off until the next one, so that its arithmetic can still be told."""
        if self._pending is None:
            return
        (counts, gain), self._pending = self._pending, None
        gain = min(gain, FROZEN) if self.is_frozen else gain
        self.baseline.learn(self.last, counts, gain, age=self.age, calm=FROZEN if self.is_restless else 1.0)

    def _weigh(self, widen: float) -> None:
        baseline, youth = self.baseline, self.youth
        negative, backlash = baseline.negative, baseline.backlash
        observed = negative.ladder.observed
        self.count_evidence = self.share_evidence = self.backlash_evidence = 0.0
        self.testimony = None
        raw = plain = self.backing = 0.0
        self.joined = 0.0 if self.is_new else youth
        self.relief = self.backlash_relief = NO_RELIEF
        if observed[_HOUR_RUNG] >= (YOUNG_SUPPORT if youth else SUPPORT):
            doubt = baseline.doubt_in(negative)
            dilution = find_dilution(observed, baseline.scored, baseline.share.usual)
            if self.is_new:
                lull = find_lull(baseline.all.ladder)
                dilution = tuple(relief * lull for relief in dilution)
            raw = plain = negative.ladder.weigh(doubt, self.tolerance, dilution, self.weights)
            self.relief = dilution
            if self.is_new:
                doubt_in_all = baseline.doubt_in(baseline.all)
                if not is_other_crowd(observed, baseline.scored, DILUTED * baseline.share.usual):
                    self.backing = find_backing(baseline.all, doubt_in_all, raw, self.tolerance, lull)
                raw = plain = self.scale * raw + self.backing
            elif youth and raw:
                self.relief = allow_rise(baseline.all.ladder, dilution, youth, baseline.share.usual)
                raw = negative.ladder.weigh(doubt, self.tolerance, self.relief, self.weights)
            raw *= 1.0 if self.is_new else self.scale
            self.share_evidence = baseline.share.weigh(observed, baseline.scored, widen) / SHARE_SCALE
            self.testimony = hear(baseline, self.tolerance, youth, self.pager.burst)
        self.habit.learn(self.last, plain, negative.mu)
        self.count_evidence = raw * self.habit.factor
        self.swell_evidence = self.testimony.evidence * self.habit.factor if self.testimony else 0.0
        if backlash.ladder.observed[_HOUR_RUNG] >= SUPPORT:
            relief = self.backlash_relief = forgive_errors(backlash.ladder, baseline.scored, youth)
            self.backlash_evidence = baseline.weigh_backlash(backlash, self.tolerance, relief, youth)
        self.is_restless = apply_trust(self, self.pager, youth)
        self.evidence = find_most(self)

    def add_late(self, at: int, counts: Counts) -> None:
        """Count what was published in an earlier minute and came only now."""
        age = self.last - at
        if age >= 0 and self.age:
            self.baseline.add_late(at, age, counts)

    def add(self, other: "Series") -> None:
        """Take in another shard of the same stream: other mentions of the same minutes."""
        self.absorb()
        other.absorb()
        if other.last > self.last:
            self.skip(other.last - self.last)
        elif other.last < self.last:
            other.skip(self.last - other.last)
        self.age = max(self.age, other.age)
        self.baseline.add(other.baseline)

    def remember(self, *, is_again: bool = False) -> None:
        """Keep what is learned now, in case a person calls what begins here a crisis, or its first rise if it is again."""
        self.absorb()
        self._before = (is_again and self._before) or self.baseline.remember()

    def forget(self) -> None:
        """Let what was learned since `remember` stand."""
        self._before = None

    def go_back(self) -> None:
        """Unlearn everything since `remember`."""
        if self._before is None:
            return
        self.absorb()
        raw, self._before = self._before, None
        self.baseline.go_back(raw)

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on, exactly; under 1.5 KB of JSON whatever was seen."""
        self.absorb()
        numbers, spreads = self.baseline.dump()
        numbers += (self.hush, *self.habit.dump())
        return {
            "last": self.last,
            "age": self.age,
            "awake": self.awake_at,
            "season": self.baseline.season.snapshot(),
            "fast": _text(pack(f"<{len(numbers)}d", *numbers)),
            "slow": _text(spreads),
            "swell": self.baseline.swell.snapshot(),
            "before": _text(self._before) if self._before else None,
            "frozen": self.is_frozen,
        }

    @classmethod
    def resume(cls, state: Mapping[str, Any]) -> "Series":
        """Go on from a snapshot."""
        series = cls()
        series.last, series.age, series.awake_at = state["last"], state["age"], state["awake"]
        series.is_frozen = state["frozen"]
        raw = b85decode(state["fast"])
        numbers = iter(unpack(f"<{len(raw) // 8}d", raw))
        series.baseline.season = Season(state["season"])
        series.baseline.swell = Swell(series.last, state.get("swell"))
        series.baseline.load(numbers, b85decode(state["slow"]))
        series.hush = next(numbers)
        series.habit.load(list(numbers))
        series._before = b85decode(state["before"]) if state["before"] else None
        return series


def _text(raw: bytes) -> str:
    return b85encode(raw).decode()
