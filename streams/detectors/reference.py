"""A reference detector: somebody else's published rule, behind our protocol, to be compared on one's own data.

A rule says what it observed, what it expected and where its bar is; evidence is how far the observed is on
the way from the expected to the bar, so that 1 is the rule's own alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from streams.automaton import Rules
from streams.coverage import Coverage
from streams.detector import Assessment
from streams.detectors.history import History
from streams.minute import Minute
from streams.spike import Severity, SpikeKind, Term
from streams.tracker import Finding, Tracker

MINUTE: Final = timedelta(minutes=1)
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
RULES: Final = Rules(open_at=1.0, watch_at=0.7, close_below=0.5)
LEAST: Final = 5
"""Fewer negative mentions in the last hour never make a spike, whatever the rule says."""
SEVERITIES: Final = ((6.0, Severity.SEV1), (2.5, Severity.SEV2))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule makes of a history."""

    observed: float
    expected: float
    bar: float
    """The observed count at which the rule alarms."""
    minutes: int = 60
    """How long a time is counted."""

    @property
    def evidence(self) -> float:
        """Return 1 at the bar, 0 at or below the expected."""
        span = max(self.bar - self.expected, 1e-9)
        return max(0.0, (self.observed - self.expected) / span)

    def find_usual(self, kind: SpikeKind, minutes: int) -> float | None:
        """Return how many mentions are normal in so many minutes; rules expect negative ones, or nothing at all."""
        knows = kind is SpikeKind.NEGATIVE and self.expected > 0
        return self.expected * minutes / self.minutes if knows else None


class Rule(Protocol):
    """Somebody's rule."""

    @property
    def name(self) -> str:
        """In the registry and on spikes."""
        ...

    @property
    def note(self) -> str:
        """The rule in one sentence, with its source."""
        ...

    def read(self, history: History) -> Reading | None:
        """Judge the history; `None` while there is too little of it."""
        ...


class ReferenceDetector:
    """Implements `Detector` for any rule."""

    def __init__(self, rule: Rule, brand: str, *, lane: str, state: Mapping[str, Any] | None = None) -> None:
        self._rule = rule
        self._coverage = Coverage(state["coverage"] if state else None)
        self._history = History(state["history"] if state else None)
        self._tracker = Tracker(brand, rule.name, lane=lane, rules=RULES, state=state and state["tracker"])
        self._backlash: float = state["backlash"] if state else 0.0
        self._rise = datetime.fromisoformat(state["rise"]) if state and state["rise"] else None

    def observe(self, minute: Minute) -> Assessment:
        self._coverage.add(minute)
        now = (minute.start - EPOCH) // MINUTE
        self._history.add(now, minute.counts.negative, is_whole=self._coverage.teaches(minute))
        self._backlash = self._backlash * (1 - 1 / 60) + minute.counts.backlash
        reading = self._rule.read(self._history)
        judged = reading or Reading(0.0, 0.0, 1.0)
        evidence = judged.evidence if self._history.last_hour >= LEAST else 0.0
        if evidence < RULES.watch_at:
            self._rise = None
        elif self._rise is None:
            self._rise = minute.start
        mood, spikes = self._tracker.observe(
            minute,
            evidence,
            lambda: self._explain(minute, judged, evidence),
            is_ready=reading is not None,
            is_known=self._coverage.is_known(minute),
        )
        return Assessment(
            mood=mood,
            observed=judged.observed,
            expected=judged.expected,
            evidence=evidence,
            threshold=RULES.open_at,
            spikes=spikes,
        )

    def _explain(self, minute: Minute, reading: Reading, evidence: float) -> Finding:
        is_backlash = self._backlash >= LEAST and self._backlash * 4 >= self._history.last_hour
        return Finding(
            observed=reading.observed,
            expected=reading.expected,
            onset=self._rise or minute.start,
            severity=next((name for least, name in SEVERITIES if evidence >= least), Severity.SEV3),
            kind=SpikeKind.BACKLASH if is_backlash else SpikeKind.NEGATIVE,
            usual=reading.find_usual,
            terms=(
                Term(name="observed", value=reading.observed, unit="negative mentions", note=self._rule.note),
                Term(name="expected", value=reading.expected, unit="negative mentions"),
                Term(name="bar", value=reading.bar, unit="negative mentions"),
                Term(name="evidence", value=evidence, note="(observed - expected) / (bar - expected)"),
                Term(name="threshold", value=RULES.open_at),
            ),
        )

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None:
        """Published rules learn nothing from people, but a benign spike hides nothing that comes after it."""
        if not is_crisis and spike_id == self._tracker.spike_id:
            self._tracker.dismiss(is_settled=True)
        if is_over and spike_id == self._tracker.spike_id:
            self._tracker.resolve()

    def snapshot(self) -> dict[str, Any]:
        return {
            "coverage": self._coverage.snapshot(),
            "history": self._history.snapshot(),
            "tracker": self._tracker.snapshot(),
            "backlash": self._backlash,
            "rise": self._rise.isoformat() if self._rise else None,
        }


@dataclass(frozen=True, slots=True)
class ReferenceFactory:
    """Implements `DetectorFactory` for a rule."""

    rule: Rule

    def __call__(self, brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> ReferenceDetector:
        return ReferenceDetector(self.rule, brand, lane=lane, state=snapshot)
