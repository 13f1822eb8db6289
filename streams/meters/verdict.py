"""What is made of the minutes: the mood, the evidence behind it, where feelings turn, and whether to believe it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from streams.curve import Slope, Window
from streams.detector import Assessment, Mood
from streams.meters.board import Board, reset, show_known
from streams.quality import Flaws
from streams.spike import Severity


class Flaw(StrEnum):
    """What is bad in data."""

    COPIED = "copied"
    STALE = "stale"
    INCOMPLETE = "incomplete"


class VerdictMetrics:
    """What a judge says of a brand; `brands` have their series from the start, a slope once it can be told."""

    def __init__(self, board: Board, brands: Iterable[str]) -> None:
        self._lane = board.lane
        self.mood = board.gauge("crisis_mood", "1 for the mood a brand is in.", "brand", "mood")
        self.observed = board.gauge("crisis_observed_mentions", "Mentions in the detector's window.", "brand")
        self.expected = board.gauge("crisis_expected_mentions", "What the baseline says for it.", "brand")
        self.evidence = board.gauge("crisis_evidence_ratio", "Evidence against its threshold.", "brand")
        self.spikes = board.counter("crisis_spikes_total", "Spikes opened.", "brand", "severity")
        self.slope = board.gauge(
            "crisis_feeling_slope",
            "By how much positive less negative, of all scored, rises in an hour, over a window.",
            "brand",
            "window",
        )
        self.slope_error = board.gauge(
            "crisis_feeling_slope_error", "Its standard error, by chance alone.", "brand", "window"
        )
        self.received = board.gauge(
            "crisis_received_mentions",
            "All that came in the last hour, copies and unreadable lines included.",
            "brand",
        )
        self.flawed = board.gauge(
            "crisis_flawed_mentions", "Of them, what is bad: see docs/operations.md.", "brand", "flaw"
        )
        self.untrusted = board.gauge(
            "crisis_untrusted",
            "1 while too much of the last hour's data is bad to trust its numbers.",
            "brand",
        )
        for brand in brands:
            for mood in Mood:
                self.mood.labels(self._lane, brand, mood)
            for severity in Severity:
                self.spikes.labels(self._lane, brand, severity)
            for level in (self.observed, self.expected, self.evidence):
                level.labels(self._lane, brand)
            self.note_quality(brand, Flaws(), is_trusted=True)

    def note_assessment(self, brand: str, assessment: Assessment) -> None:
        for mood in Mood:
            self.mood.labels(self._lane, brand, mood).set(mood is assessment.mood)
        self.observed.labels(self._lane, brand).set(assessment.observed)
        self.expected.labels(self._lane, brand).set(assessment.expected)
        ratio = assessment.evidence / assessment.threshold if assessment.threshold else 0.0
        self.evidence.labels(self._lane, brand).set(ratio)

    def note_spike(self, brand: str, severity: Severity) -> None:
        self.spikes.labels(self._lane, brand, severity).inc()

    def note_slopes(self, brand: str, slopes: Mapping[Window, Slope | None]) -> None:
        for window, slope in slopes.items():
            here = self._lane, brand, window
            # Of too little talk there is no slope, and 0 is a level one.
            show_known(self.slope, here, slope.an_hour if slope else None)
            show_known(self.slope_error, here, slope.error if slope else None)

    def note_quality(self, brand: str, flaws: Flaws, *, is_trusted: bool) -> None:
        self.received.labels(self._lane, brand).set(flaws.received)
        for flaw, count in (
            (Flaw.COPIED, flaws.copies),
            (Flaw.STALE, flaws.stale),
            (Flaw.INCOMPLETE, flaws.incomplete),
        ):
            self.flawed.labels(self._lane, brand, flaw).set(count)
        self.untrusted.labels(self._lane, brand).set(not is_trusted)

    def forget(self) -> None:
        reset(
            (
                self.mood,
                self.observed,
                self.expected,
                self.evidence,
                self.received,
                self.flawed,
                self.untrusted,
            )
        )
        for slope in (self.slope, self.slope_error):
            slope.clear()
