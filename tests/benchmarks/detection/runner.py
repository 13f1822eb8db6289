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
    detector: Detector,
    minutes: Iterable[Minute],
    is_crisis: Callable[[datetime], bool] | None = None,
    resolve_after: int | None = None,
) -> list[Page]:
    """Return the pages.

    Args:
        detector: new, or with a past.
        minutes: what it is shown.
        is_crisis: tells a person who answers each page after a quarter of an hour what it is about.
        resolve_after: minutes from the page of a crisis until that person resolves it; None for never.
    """
    pages: list[Page] = []
    due: list[tuple[int, str, bool, bool]] = []
    for index, minute in enumerate(minutes):
        while due and due[0][0] <= index:
            _, spike_id, verdict, is_over = due.pop(0)
            detector.judge(spike_id, is_crisis=verdict, is_over=is_over)
        for spike in detector.observe(minute).spikes:
            if not is_page(spike):
                continue
            pages.append(Page(spike.at, spike))
            if is_crisis:
                verdict = is_crisis(minute.start)
                due.append((index + VERDICT_AFTER, spike.id, verdict, False))
                if verdict and resolve_after is not None:
                    due.append((index + resolve_after, spike.id, True, True))
                due.sort()
    return pages
