"""Runs a detector over minutes as the system would, with a person who gives verdicts on its pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.detector import Detector
from streams.minute import Minute
from streams.spike import Severity, Spike, SpikeKind, SpikePhase

VERDICT_AFTER = 15
"""Minutes between a page and what the person on call says of it."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Page:
    """A spike that wakes somebody."""

    at: datetime
    """End of the minute that brought it."""
    spike: Spike


def is_page(spike: Spike) -> bool:
    """Whether a record wakes anybody."""
    is_loud = spike.kind is not SpikeKind.VOLUME and spike.severity is not Severity.SEV4
    return is_loud and spike.phase is SpikePhase.OPENED


def run(
    detector: Detector, minutes: Iterable[Minute], is_crisis: Callable[[datetime], bool] | None = None
) -> list[Page]:
    """Return the pages; with `is_crisis` a person answers each after a quarter of an hour."""
    pages: list[Page] = []
    due: list[tuple[int, str, bool]] = []
    for index, minute in enumerate(minutes):
        while due and due[0][0] <= index:
            _, spike_id, verdict = due.pop(0)
            detector.judge(spike_id, is_crisis=verdict)
        for spike in detector.observe(minute).spikes:
            if not is_page(spike):
                continue
            pages.append(Page(spike.at, spike))
            if is_crisis:
                due.append((index + VERDICT_AFTER, spike.id, is_crisis(minute.start)))
    return pages
