"""Volume: more talk of any sort than usual. Worth knowing, never a page."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from streams.automaton import Automaton, Rules, Turn
from streams.detectors.series import SUPPORT, Series
from streams.minute import Minute
from streams.spike import Severity, Spike, SpikeKind, SpikePhase, Term, derive_id

MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_HOUR_RUNG: Final = 2


def weigh_volume(series: Series) -> float:
    """Return the evidence that there is more talk of any sort: information, never a page."""
    track = series.baseline.all
    if not series.is_ready or track.ladder.observed[_HOUR_RUNG] < SUPPORT:
        return 0.0
    doubt = series.baseline.doubt_in(track)
    return track.ladder.weigh(doubt, series.tolerance, weights=series.weights)


class Volume:
    """Follows one brand's volume; says nothing while a spike that pages is on."""

    def __init__(
        self, brand: str, detector: str, *, lane: str, rules: Rules, state: Mapping[str, Any] | None = None
    ) -> None:
        self._brand, self._detector, self._lane = brand, detector, lane
        self._automaton = Automaton.resume(rules, state["automaton"] if state else None)
        self._onset = datetime.fromisoformat(state["onset"]) if state and state["onset"] else None

    def observe(self, minute: Minute, series: Series, is_spiking: bool) -> tuple[Spike, ...]:  # noqa: FBT001
        """Take in a minute after its series did."""
        evidence = weigh_volume(series)
        if not self._automaton.is_open and (is_spiking or evidence < self._automaton.rules.open_at):
            return ()
        turn = self._automaton.step((minute.start - _EPOCH) // MINUTE, evidence, is_known=True)
        if turn is Turn.OPEN or turn is Turn.REPAGE:
            self._onset = minute.start
            return (self._write(SpikePhase.OPENED, minute, series, evidence),)
        if turn is Turn.CLOSE:
            return (self._write(SpikePhase.CLOSED, minute, series, evidence),)
        return ()

    def _write(self, phase: SpikePhase, minute: Minute, series: Series, evidence: float) -> Spike:
        onset = self._onset or minute.start
        ladder, rules = series.baseline.all.ladder, self._automaton.rules
        return Spike(
            id=derive_id(self._brand, SpikeKind.VOLUME, onset.isoformat()),
            brand=self._brand,
            kind=SpikeKind.VOLUME,
            phase=phase,
            severity=Severity.SEV4,
            detector=self._detector,
            onset=onset,
            at=minute.start + MINUTE,
            observed=ladder.observed[_HOUR_RUNG],
            expected=ladder.expected[_HOUR_RUNG],
            evidence=evidence,
            threshold=rules.open_at,
            terms=(
                Term(name="window", value=45, unit="minutes"),
                Term(name="evidence", value=evidence, unit="nats", note="information only: never a page"),
            ),
            lane=self._lane,
        )

    def snapshot(self) -> dict[str, Any]:
        onset = self._onset.isoformat() if self._onset else None
        return {"automaton": self._automaton.snapshot(), "onset": onset}
