"""The robust detector: fifteen minutes' negative mentions against the median of a week of such quarters.

The easy one to explain: (observed - median) / spread, where the spread is the scaled median absolute
deviation or the square root of the median, whichever is larger. It knows neither time of day nor shares.
"""

from collections.abc import Mapping
from datetime import datetime
from statistics import median
from typing import Any, Final

from streams.automaton import Rules
from streams.coverage import Coverage
from streams.detector import Assessment
from streams.minute import Minute
from streams.spike import Severity, SpikeKind, Term
from streams.tracker import Finding, Tracker

NAME: Final = "robust"
WINDOW: Final = 15
QUARTERS_KEPT: Final = 7 * 24 * 4
QUARTERS_NEEDED: Final = 4
FLOOR: Final = 5
"""Fewer negative mentions in the window never make a spike."""
RULES: Final = Rules(open_at=6.0, watch_at=4.0, close_below=3.0)
SEVERITIES: Final = ((30.0, Severity.SEV1), (15.0, Severity.SEV2))
_MAD_TO_SIGMA: Final = 1.4826


class RobustDetector:
    """Implements `Detector`."""

    def __init__(self, brand: str, *, lane: str, snapshot: Mapping[str, Any] | None = None) -> None:
        state = snapshot or {"coverage": None, "tracker": None, "recent": [], "quarters": []}
        self._coverage = Coverage(state["coverage"])
        self._tracker = Tracker(brand, NAME, lane=lane, rules=RULES, state=state["tracker"])
        self._recent: list[list[int]] = [list(one) for one in state["recent"]]
        """The last minutes, oldest first: negative, backlash."""
        self._quarters: list[int] = list(state["quarters"])
        self._pending: int = state.get("pending", 0)
        self._since: int = state.get("since", 0)
        rise = state.get("rise")
        self._rise = datetime.fromisoformat(rise) if rise else None
        self._taught: dict[str, int] = dict(state.get("taught", {}))
        self._frozen: str | None = state.get("frozen")
        """A spike that a person called a crisis: nothing is learned while it lasts."""
        self._level, self._spread = self._measure()

    def observe(self, minute: Minute) -> Assessment:
        gap = self._coverage.add(minute)
        if gap >= WINDOW:
            self._recent.clear()
        if minute.is_covered:
            self._recent = [*self._recent, [minute.counts.negative, minute.counts.backlash]][-WINDOW:]
        evidence = self._weigh()
        if evidence < RULES.watch_at:
            self._rise = None
        elif self._rise is None:
            self._rise = minute.start
        is_frozen = self._tracker.is_open and self._frozen == self._tracker.spike_id
        if self._coverage.teaches(minute) and not is_frozen:
            self._learn(minute.counts.negative)
        mood, spikes = self._tracker.observe(
            minute,
            evidence,
            lambda: self._explain(minute, evidence),
            is_ready=len(self._quarters) >= QUARTERS_NEEDED,
            is_known=self._coverage.is_known(minute),
        )
        spike_id = self._tracker.spike_id
        if spikes and spike_id and spike_id not in self._taught:
            self._taught = {spike_id: len(self._quarters)}
        return Assessment(
            mood=mood,
            observed=self._observed,
            expected=self._level,
            evidence=evidence,
            threshold=RULES.open_at,
            spikes=spikes,
        )

    @property
    def _observed(self) -> int:
        return sum(negative for negative, _ in self._recent)

    def _weigh(self) -> float:
        if self._observed < FLOOR:
            return 0.0
        return max(0.0, (self._observed - self._level) / self._spread)

    def _learn(self, negative: int) -> None:
        self._pending += negative
        self._since += 1
        if self._since < WINDOW:
            return
        self._quarters = [*self._quarters, self._pending][-QUARTERS_KEPT:]
        self._pending = self._since = 0
        self._level, self._spread = self._measure()

    def _measure(self) -> tuple[float, float]:
        if not self._quarters:
            return 0.0, 1.0
        level = float(median(self._quarters))
        deviation = _MAD_TO_SIGMA * median(abs(count - level) for count in self._quarters)
        return level, max(deviation, level**0.5, 1.0)

    def _explain(self, minute: Minute, evidence: float) -> Finding:
        backlash = sum(count for _, count in self._recent)
        excess = self._observed - self._level
        is_backlash = backlash >= FLOOR and backlash * 2 >= excess
        severity = next((name for least, name in SEVERITIES if evidence >= least), Severity.SEV3)
        return Finding(
            observed=self._observed,
            expected=self._level,
            onset=self._rise or minute.start,
            severity=severity,
            kind=SpikeKind.BACKLASH if is_backlash else SpikeKind.NEGATIVE,
            usual=self._find_usual,
            terms=(
                Term(name="observed", value=self._observed, unit="negative mentions", note="last 15 minutes"),
                Term(name="expected", value=self._level, unit="negative mentions", note=self._history()),
                Term(name="spread", value=round(self._spread, 3), unit="negative mentions"),
                Term(name="backlash", value=backlash, unit="mentions", note="against AI-made content"),
                Term(name="evidence", value=round(evidence, 3), note="(observed - expected) / spread"),
                Term(name="threshold", value=RULES.open_at, note="evidence at which a spike opens"),
            ),
        )

    def _find_usual(self, kind: SpikeKind, minutes: int) -> float | None:
        return self._level * minutes / WINDOW if kind is SpikeKind.NEGATIVE else None

    def _history(self) -> str:
        return f"median of the last {len(self._quarters)} quarters of an hour"

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None:
        """A crisis is taken out of what is normal; a benign spike stays in it."""
        length = self._taught.get(spike_id)
        if is_crisis:
            self._frozen = spike_id
        if is_crisis and length is not None and length < QUARTERS_KEPT:
            del self._quarters[length:]
            self._level, self._spread = self._measure()
        if not is_crisis and spike_id == self._tracker.spike_id:
            self._tracker.dismiss(is_settled=True)
        if is_over and spike_id == self._tracker.spike_id:
            self._tracker.resolve()

    def snapshot(self) -> dict[str, Any]:
        return {
            "coverage": self._coverage.snapshot(),
            "tracker": self._tracker.snapshot(),
            "recent": [list(one) for one in self._recent],
            "quarters": list(self._quarters),
            "pending": self._pending,
            "since": self._since,
            "rise": self._rise.isoformat() if self._rise else None,
            "frozen": self._frozen,
            "taught": dict(self._taught),
        }


def make_robust(brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> RobustDetector:
    """Implement `DetectorFactory`."""
    return RobustDetector(brand, lane=lane, snapshot=snapshot)
