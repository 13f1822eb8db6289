"""The tracker: one brand's evidence and minutes in, the records of its spikes out.

A detector supplies numbers; whatever it is, its spikes open, worsen and close here and carry the same
things. The arithmetic is asked for only when a record may be written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from streams.automaton import Automaton, Rules, Turn
from streams.detector import Mood
from streams.dossier import Dossier
from streams.minute import Counts, Minute
from streams.spike import PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term, derive_id
from streams.tail import Tail

MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


Usual = Callable[[SpikeKind, int], float | None]
"""How many mentions of a kind are normal in so many minutes up to now; None where the detector cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a detector found, ready to be told."""

    observed: float
    expected: float
    onset: datetime
    severity: Severity = Severity.SEV3
    kind: SpikeKind = SpikeKind.NEGATIVE
    terms: tuple[Term, ...] = ()
    usual: Usual | None = None


Explain = Callable[[], Finding]
"""Asked only when the evidence is over the threshold or a record is due."""


@dataclass(slots=True)
class _Open:
    """The spike that is open, or was last."""

    id: str
    kind: SpikeKind
    onset: datetime
    severity: Severity


class Tracker:
    """Follows one brand from one spike to the next."""

    def __init__(
        self, brand: str, detector: str, *, lane: str, rules: Rules, state: Mapping[str, Any] | None = None
    ) -> None:
        self._brand = brand
        self._detector = detector
        self._lane = lane
        self._automaton = Automaton.resume(rules, state["automaton"] if state else None)
        self._dossier = Dossier.resume(state["dossier"]) if state else Dossier()
        self._spike = _resume_open(state["spike"]) if state and state["spike"] else None
        self._floor = datetime.fromisoformat(state["floor"]) if state else _EPOCH
        self._tail = Tail.resume(state.get("tail") if state else None)

    @property
    def is_open(self) -> bool:
        """Whether a spike is on."""
        return self._automaton.is_open

    @property
    def is_again(self) -> bool:
        """Whether the spike that is on is the last one, flaring up."""
        return self._automaton.is_again

    @property
    def is_over(self) -> bool:
        """Whether the spike that is on was called over: what is left of it is on its way down."""
        return self._automaton.is_over

    @property
    def spike_id(self) -> str | None:
        """Of the spike that is open, or was last."""
        return self._spike.id if self._spike else None

    def dismiss(self, *, is_settled: bool) -> None:
        """Take people's word that the spike which is open, or was last, is benign; see `Automaton.dismiss`."""
        self._automaton.dismiss(is_settled=is_settled)

    def resolve(self, usual: float = 1.0) -> None:
        """Take people's word that the spike which is open, or was last, is over; see `Automaton.resolve`.

        Args:
            usual: as `observe` will be told of the next minute.
        """
        self._automaton.resolve()
        if self._automaton.is_open:
            self._tail.begin(usual)

    def observe(
        self,
        minute: Minute,
        evidence: float,
        explain: Explain,
        *,
        is_ready: bool,
        is_known: bool,
        usual: float = 1.0,
    ) -> tuple[Mood, tuple[Spike, ...]]:
        """Take in a minute with its evidence.

        Args:
            minute: the closed minute.
            evidence: in the unit of the rules.
            explain: gives the arithmetic behind the evidence.
            is_ready: whether there is enough history to judge at all.
            is_known: whether calm would mean calm: no dead feed, not too much unscored.
            usual: negative mentions usual of this minute, or 1 for a detector that knows no season.
        """
        self._dossier.add(minute)
        if minute.is_covered or minute.counts.mentions:
            self._tail.push(_count_angry(minute.counts), usual, is_known=is_known)
        judged = evidence if is_ready else 0.0
        now = (minute.start - _EPOCH) // MINUTE
        turn = self._automaton.step(
            now, judged, is_known=is_known and is_ready, is_rising=self._tail.is_rising
        )
        if turn is Turn.REPAGE or turn is Turn.CLOSE:
            self._tail.end()
        records = self._record(turn, minute, judged, explain)
        return self._mood(judged, is_ready=is_ready, is_known=is_known), records

    def _record(
        self, turn: Turn | None, minute: Minute, evidence: float, explain: Explain
    ) -> tuple[Spike, ...]:
        if turn is None:
            return self._escalate(minute, evidence, explain)
        finding = explain()
        if turn is Turn.OPEN:
            return (self._open(minute, evidence, finding),)
        if turn is Turn.REPAGE:
            return (self._close(minute, evidence, finding), self._open(minute, evidence, finding))
        if turn is Turn.CLOSE:
            return (self._close(minute, evidence, finding),)
        spike = self._known()
        self._dossier.open(max(self._floor, _clamp(finding.onset, minute)))
        spike.severity = min(spike.severity, finding.severity)
        return (self._write(SpikePhase.WORSENED, minute, evidence, finding),)

    def _escalate(self, minute: Minute, evidence: float, explain: Explain) -> tuple[Spike, ...]:
        """Report an open spike that became more severe, and a quote taken down after it was shown.

        What is left of one that people called over is no news however severe it is; if it rises, that is another.
        """
        spike, finding = self._spike, None
        is_worse = False
        if (
            spike
            and self._automaton.is_open
            and not self.is_over
            and evidence >= self._automaton.rules.open_at
        ):
            # SEV1 sorts before SEV2; there is nothing to ask once it is the worst.
            finding = None if spike.severity is Severity.SEV1 else explain()
            is_worse = finding is not None and finding.severity < spike.severity
            if finding and is_worse:
                spike.severity = finding.severity
        if spike is None or not (is_worse or self._dossier.has_removed):
            return ()
        phase = SpikePhase.WORSENED if self._automaton.is_open else SpikePhase.CLOSED
        return (self._write(phase, minute, evidence, finding or explain()),)

    def _open(self, minute: Minute, evidence: float, finding: Finding) -> Spike:
        onset = max(self._floor, _clamp(finding.onset, minute))
        spike_id = derive_id(self._brand, finding.kind, onset.isoformat())
        self._spike = _Open(spike_id, finding.kind, onset, finding.severity)
        self._dossier.open(onset)
        return self._write(SpikePhase.OPENED, minute, evidence, finding)

    def _close(self, minute: Minute, evidence: float, finding: Finding) -> Spike:
        record = self._write(SpikePhase.CLOSED, minute, evidence, finding)
        # The next onset must be later than this one, or two spikes would share an id.
        self._floor = minute.start + MINUTE
        self._dossier.close()
        return record

    def _write(self, phase: SpikePhase, minute: Minute, evidence: float, finding: Finding) -> Spike:
        spike, counts = self._known(), self._dossier.counts
        of_kind = {place: _of(spike.kind, part) for place, part in self._dossier.platforms.items()}
        return Spike(
            id=spike.id,
            brand=self._brand,
            kind=spike.kind,
            phase=phase,
            severity=spike.severity,
            detector=self._detector,
            onset=spike.onset,
            at=minute.start + MINUTE,
            observed=round(finding.observed, 3),
            expected=round(finding.expected, 3),
            evidence=round(evidence, 3),
            threshold=self._automaton.rules.open_at,
            terms=finding.terms,
            mentions=counts.mentions,
            usual_mentions=self._find_usual_talk(minute, finding.usual),
            negative=counts.negative,
            unscored=counts.unscored,
            platforms={place: count for place, count in sorted(of_kind.items()) if count},
            themes=counts.themes,
            pieces=counts.pieces,
            crowd=self._dossier.crowd,
            plain=self._count(spike.kind, minute, finding.usual),
            mix=self._dossier.mix(minute.start + MINUTE),
            said=self._dossier.show_said(minute.start + MINUTE),
            wording=minute.wording,
            quotes=self._dossier.show(minute.start),
            removed=self._dossier.take_removed(),
            silent=self._dossier.silent,
            lane=self._lane,
        )

    def _find_usual_talk(self, minute: Minute, usual: Usual | None) -> float | None:
        since = self._dossier.counted_from
        if usual is None or since is None:
            return None
        talk = usual(SpikeKind.VOLUME, (minute.start + MINUTE - since) // MINUTE)
        return None if talk is None else round(talk, 3)

    def _count(self, kind: SpikeKind, minute: Minute, usual: Usual | None) -> PlainCount | None:
        counted = self._dossier.count_plainly(minute.start + MINUTE)
        if counted is None:
            return None
        counts, since = counted
        minutes = (minute.start + MINUTE - since) // MINUTE
        normal = usual(kind, minutes) if usual else None
        return PlainCount(
            kind=kind,
            count=_of(kind, counts),
            mentions=counts.mentions,
            minutes=minutes,
            usual=None if normal is None else round(normal, 3),
        )

    def _known(self) -> _Open:
        if self._spike is None:
            raise AssertionError("the automaton left its first state without a spike")
        return self._spike

    def _mood(self, evidence: float, *, is_ready: bool, is_known: bool) -> Mood:
        if self._automaton.is_open:
            return Mood.SPIKE
        if not is_known:
            return Mood.CANNOT_TELL
        if not is_ready:
            return Mood.WARMING_UP
        return Mood.WATCH if evidence >= self._automaton.rules.watch_at else Mood.CALM

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on, bounded for ever."""
        spike = self._spike
        return {
            "automaton": self._automaton.snapshot(),
            "dossier": self._dossier.snapshot(),
            "spike": [spike.id, spike.kind, spike.onset.isoformat(), spike.severity] if spike else None,
            "floor": self._floor.isoformat(),
            "tail": self._tail.snapshot(),
        }


def _resume_open(state: list[str]) -> _Open:
    spike_id, kind, onset, severity = state
    return _Open(spike_id, SpikeKind(kind), datetime.fromisoformat(onset), Severity(severity))


def _clamp(onset: datetime, minute: Minute) -> datetime:
    return min(onset, minute.start)


def _count_angry(counts: Counts) -> int:
    """Backlash may be said in words that no scorer calls negative."""
    return max(counts.negative, counts.backlash)


def _of(kind: SpikeKind, counts: Counts) -> int:
    if kind is SpikeKind.BACKLASH:
        return counts.backlash
    return counts.mentions if kind is SpikeKind.VOLUME else counts.negative
