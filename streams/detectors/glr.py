"""The default detector: likelihood ratios over five windows, for the brand and for each platform.

docs/detection.md tells how it works and what it measured. This module joins a brand's series; what a
series does with a minute is in `series`, what becomes of the evidence in `streams.tracker`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.mention import Platform
from streams.automaton import Rules
from streams.burn import Burn
from streams.calendar import Calendar
from streams.coverage import Coverage
from streams.detector import Assessment
from streams.detectors.arithmetic import WHOLE, Place, account_for
from streams.detectors.baseline import SETTLED_AFTER
from streams.detectors.grading import raise_one
from streams.detectors.reasons import Reason, Reasons
from streams.detectors.series import FROZEN, Series
from streams.minute import Counts, Minute
from streams.sensitivity import Pager, Sensitivity, find_handicap, find_pager
from streams.spike import Term
from streams.tracker import Finding, Tracker
from streams.volume import Volume

NAME: Final = "glr"
MINUTE: Final = timedelta(minutes=1)
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = 24 * 60
"""Minutes by which a mention may be late and still count."""
HOT_FOR: Final = 30
"""Minutes within which spikes on two platforms belong together."""
PLATFORMS_TO_RAISE: Final = 2
RISE_AT: Final = 1 / 7
"""Part of a single brand's threshold above which a rise has begun; its first minute is the onset."""
LONGEST_RISE: Final = timedelta(hours=12)
_HOUR_RUNG: Final = 2
_NOTHING: Final = Counts()


def make_rules(threshold: float) -> Rules:
    """Return the automaton's rules for a threshold; the rest are fixed parts of it."""
    return Rules(open_at=threshold, watch_at=0.6 * threshold, close_below=0.5 * threshold)


class GlrDetector:
    """Implements `Detector`."""

    def __init__(
        self,
        brand: str,
        *,
        lane: str,
        pager: Pager,
        calendar: Calendar,
        state: Mapping[str, Any] | None = None,
    ) -> None:
        self._calendar = calendar
        self._pager, self._threshold = pager, pager.threshold
        rules = make_rules(pager.threshold)
        self._coverage = Coverage(state["coverage"] if state else None)
        self._whole = self._make_series(state["whole"] if state else None)
        self._reasons = Reasons(state["reasons"] if state and "reasons" in state else None)
        self._reason: Reason | None = None
        self._parts: dict[Platform, Series] = {}
        """One for each platform; empty while there is only one, whose series would be the whole."""
        self._only: Platform | None = None
        self._hot: dict[Platform, int] = {}
        self._rise: datetime | None = None
        self._tracker = Tracker(brand, NAME, lane=lane, rules=rules, state=state and state["tracker"])
        self._volume = Volume(brand, NAME, lane=lane, rules=rules, state=state and state["volume"])
        self._burn = Burn(brand, NAME, lane=lane, state=state and state["burn"])
        if state:
            self._parts = {Platform(name): self._make_series(part) for name, part in state["parts"].items()}
            self._only = Platform(state["only"]) if state["only"] else None
            self._hot = {Platform(name): int(until) for name, until in state["hot"].items()}
            self._rise = datetime.fromisoformat(state["rise"]) if state["rise"] else None

    def observe(self, minute: Minute) -> Assessment:
        self._coverage.add(minute)
        now = (minute.start - EPOCH) // MINUTE
        self._meet(minute)
        if self._tracker.is_over:
            self._spare()
        is_seen = minute.is_covered or minute.counts.mentions > 0
        # A new brand must learn even from a planned event: it knows nothing else.
        is_planned = self._calendar.is_on(minute.start) and not self._whole.is_new
        teaches = self._coverage.teaches(minute) and not is_planned
        if is_seen:
            widen = self._calendar.widen(minute.start)
            missed = now - self._whole.last - 1 if self._whole.age else 0
            self._whole.close(now, minute.counts, gain=float(teaches), widen=widen)
            self._follow_reasons(minute.counts, missed, gain=float(teaches))
            for platform, part in self._parts.items():
                counts = minute.platforms.get(platform, _NOTHING)
                part.close(now, counts, gain=float(teaches), widen=widen)
        if minute.late:
            self._add_late(minute, now)
        evidence, series, place = self._judge(now)
        self._note_rise(minute.start, evidence)
        was_open = self._tracker.is_open
        mood, spikes = self._tracker.observe(
            minute,
            evidence,
            lambda: self._explain(minute, series, evidence, place),
            is_ready=self._whole.is_ready,
            is_known=self._coverage.is_known(minute) and not self._whole.is_dark,
            usual=self._whole.baseline.find_usual(self._whole.last),
        )
        if self._tracker.is_open != was_open:
            self._turn()
        spikes += self._volume.observe(minute, self._whole, self._tracker.is_open)
        spikes += self._burn.observe(minute, is_quiet=not self._tracker.is_open, teaches=teaches)
        ladder = series.baseline.negative.ladder
        return Assessment(
            mood=mood,
            observed=ladder.observed[_HOUR_RUNG],
            expected=ladder.expected[_HOUR_RUNG],
            evidence=evidence,
            threshold=self._threshold,
            spikes=spikes,
        )

    def _follow_reasons(self, counts: Counts, missed: int, *, gain: float) -> None:
        """Judge each theme of backlash by the brand's season, once the brand itself can be judged."""
        whole = self._whole
        self._reason = None
        if whole.is_dark:
            return
        gain = min(gain, FROZEN) if whole.is_frozen else gain
        is_settled = whole.age > SETTLED_AFTER
        self._reasons.push(counts, whole.baseline, missed=missed, gain=gain, is_settled=is_settled)
        if whole.is_judging:
            self._reason = self._reasons.find(
                whole.baseline, whole.tolerance, whole.youth, self._pager.backlash
            )

    def _meet(self, minute: Minute) -> None:
        """Give each platform a series once there are two; until then the whole is the first one's."""
        for platform, counts in minute.platforms.items():
            if platform in self._parts or platform is self._only or not counts.mentions:
                continue
            if self._only is None and not self._parts:
                self._only = platform
                continue
            if self._only is not None:
                self._parts[self._only] = self._make_series(self._whole.snapshot())
                self._only = None
            self._parts[platform] = self._make_series(None)

    def _make_series(self, state: Mapping[str, Any] | None) -> Series:
        series = Series.resume(state) if state else Series()
        series.pager = self._pager
        return series

    def _add_late(self, minute: Minute, now: int) -> None:
        for late in minute.late:
            at = (late.start - EPOCH) // MINUTE
            if now - at > LATEST:
                continue
            self._whole.add_late(at, late.counts)
            factor = self._whole.baseline.season.factor(at)[0]
            self._reasons.add_late(late.counts, now - at, factor)
            part = self._parts.get(late.platform)
            if part:
                part.add_late(at, late.counts)

    def _judge(self, now: int) -> tuple[float, Series, Place]:
        """Return the strongest evidence; a platform alone must be surer than the brand as a whole."""
        best, series, place = self._whole.evidence, self._whole, WHOLE
        reason = self._reason
        if reason and reason.judged > best:
            best = reason.judged
            note = f"the reason `{reason.theme}`, less {reason.handicap:.2f} for following {len(self._reasons.tracks)}"
            place = Place(note, reason.handicap)
        else:
            self._reason = None
        handicap = find_handicap(len(self._parts), self._pager.folds)
        for platform, part in self._parts.items():
            if part.evidence >= self._threshold:
                self._hot[platform] = now + HOT_FOR
            if part.evidence - handicap > best:
                best, series, self._reason = part.evidence - handicap, part, None
                note = f"{platform} alone, less {handicap:.2f} for having {len(self._parts)} platforms"
                place = Place(note, handicap)
        if self._hot:
            self._hot = {platform: until for platform, until in self._hot.items() if until > now}
        return best, series, place

    def _note_rise(self, at: datetime, evidence: float) -> None:
        if evidence < RISE_AT * self._pager.single:
            self._rise = None
        elif self._rise is None:
            self._rise = at

    def _turn(self) -> None:
        """Keep what was learned when a spike opens; thaw when it closes."""
        is_again = self._tracker.is_again
        if self._tracker.is_open:
            self._reasons.remember(is_again=is_again)
        for series in self._every():
            if self._tracker.is_open:
                series.remember(is_again=is_again)
            else:
                series.is_frozen = False

    def _spare(self) -> None:
        """Keep only the last hour in mind of what people called over: twelve hours of it would hide what follows."""
        self._reasons.spare()
        for series in self._every():
            series.absorb()
            series.baseline.spare()

    def _every(self) -> tuple[Series, ...]:
        return (self._whole, *self._parts.values())

    def _explain(self, minute: Minute, series: Series, evidence: float, place: Place) -> Finding:
        reason = self._reason
        told = (self._reasons.tracks[reason.theme], reason.relief) if reason else None
        account = account_for(series, evidence, self._threshold, place, told)
        severity, terms = account.severity, account.terms
        if len(self._hot) >= PLATFORMS_TO_RAISE:
            severity = raise_one(severity)
            places = ", ".join(sorted(self._hot))
            note = f"severity raised by one: {places}"
            terms = (*terms, Term(name="platforms hot", value=len(self._hot), note=note))
        planned = self._calendar.name(minute.start)
        if planned:
            note = f"planned: {planned}"
            terms = (*terms, Term(name="widened", value=self._calendar.widen(minute.start), note=note))
        onset = max(self._rise or minute.start, minute.start - LONGEST_RISE)
        return Finding(
            observed=account.observed,
            expected=account.expected,
            onset=onset,
            severity=severity,
            kind=account.kind,
            terms=terms,
            usual=self._whole.baseline.count_usual,
        )

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None:
        """A crisis is unlearned and teaches nothing more; a benign spike stands as part of life."""
        if spike_id != self._tracker.spike_id:
            return
        if is_crisis:
            self._reasons.go_back()
        else:
            self._reasons.forget()
            self._tracker.dismiss(is_settled=not self._whole.is_new)
        for series in self._every():
            if is_crisis:
                series.go_back()
                series.is_frozen = self._tracker.is_open
            else:
                series.forget()
                series.is_frozen = False
        if is_over:
            self._tracker.resolve(self._whole.baseline.find_usual(self._whole.last))

    def snapshot(self) -> dict[str, Any]:
        return {
            "coverage": self._coverage.snapshot(),
            "whole": self._whole.snapshot(),
            "reasons": self._reasons.snapshot(),
            "parts": {platform: part.snapshot() for platform, part in self._parts.items()},
            "only": self._only,
            "hot": dict(self._hot),
            "rise": self._rise.isoformat() if self._rise else None,
            "tracker": self._tracker.snapshot(),
            "volume": self._volume.snapshot(),
            "burn": self._burn.snapshot(),
        }


class GlrFactory:
    """Implements `DetectorFactory`, with what the configuration says about sensitivity and plans."""

    def __init__(
        self,
        sensitivity: Sensitivity = Sensitivity.BALANCED,
        *,
        brands: int = 1,
        calendars: Mapping[str, Calendar] | None = None,
    ) -> None:
        self._pager = find_pager(sensitivity, brands)
        self._calendars = calendars or {}

    def __call__(self, brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> GlrDetector:
        calendar = self._calendars.get(brand, Calendar())
        return GlrDetector(brand, lane=lane, pager=self._pager, calendar=calendar, state=snapshot)


make_glr: Final = GlrFactory()
