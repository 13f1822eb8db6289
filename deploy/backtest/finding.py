"""Findings: what a detector's pages are worth against the storms that are true.

A page is the opening of a spike that wakes somebody: not a rise in volume alone, and not SEV4. It is true when
its brand has a storm at that moment, else false. A storm is found by the first page within it; where a spike
that was paged earlier still stood at the onset, people were already up, which is said and not called a delay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.recordings.manifest import Storm
from streams.spike import FeedAlarm, Severity, Spike, SpikeKind, SpikePhase


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Wire):
    """Somebody was woken."""

    brand: str
    spike: str
    at: UtcTime
    onset: UtcTime
    severity: Severity
    kind: SpikeKind
    observed: float
    expected: float
    evidence: float
    threshold: float
    closed: UtcTime | None = None
    """None while it was open to the end."""
    is_true: bool | None = None
    """None where nobody knows the truth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Wire):
    """What became of one storm."""

    storm: Storm
    brand: str
    page: UtcTime | None = None
    """The first page within it."""
    stood: bool = False
    """A spike paged before still stood when it began."""

    @property
    def is_found(self) -> bool:
        return self.page is not None or self.stood

    @property
    def delay(self) -> timedelta | None:
        """From the onset to the page; zero when people were already up."""
        if self.stood:
            return timedelta()
        return self.page - self.storm.onset if self.page else None


def is_page(spike: Spike) -> bool:
    """Whether a record wakes somebody."""
    is_loud = spike.kind is not SpikeKind.VOLUME and spike.severity is not Severity.SEV4
    return is_loud and spike.phase is SpikePhase.OPENED


class PageBook:
    """Collects pages from the changes of spikes, in their order."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}

    def take(self, change: Spike | FeedAlarm) -> None:
        if isinstance(change, FeedAlarm):
            return
        known = self._pages.get(change.id)
        if known and change.phase is SpikePhase.CLOSED:
            self._pages[change.id] = replace(known, closed=change.at)
        elif known is None and is_page(change):
            self._pages[change.id] = Page(
                brand=change.brand,
                spike=change.id,
                at=change.at,
                onset=change.onset,
                severity=change.severity,
                kind=change.kind,
                observed=change.observed,
                expected=change.expected,
                evidence=change.evidence,
                threshold=change.threshold,
            )

    def pages(self) -> tuple[Page, ...]:
        """In the order of time."""
        return tuple(sorted(self._pages.values(), key=lambda page: (page.at, page.brand, page.spike)))


def judge_pages(pages: Iterable[Page], storms: Sequence[Storm] | None) -> tuple[Page, ...]:
    """Mark each page true or false; unmarked when the truth is not known."""
    if storms is None:
        return tuple(pages)
    return tuple(
        replace(page, is_true=any(_is_of(storm, page) and storm.holds(page.at) for storm in storms))
        for page in pages
    )


def find_storms(pages: Sequence[Page], storms: Iterable[Storm], brands: Sequence[str]) -> tuple[Found, ...]:
    """Say of each storm, for each brand it is about, whether and when it was found."""
    return tuple(
        _find(pages, storm, brand)
        for storm in storms
        for brand in ((storm.brand,) if storm.brand else brands)
    )


def _find(pages: Sequence[Page], storm: Storm, brand: str) -> Found:
    mine = [page for page in pages if page.brand == brand]
    within = next((page.at for page in mine if storm.holds(page.at)), None)
    stood = any(page.at < storm.onset and _stood(page, storm.onset) for page in mine)
    return Found(storm=storm, brand=brand, page=within, stood=stood)


def _stood(page: Page, at: datetime) -> bool:
    return page.closed is None or page.closed > at


def _is_of(storm: Storm, page: Page) -> bool:
    return not storm.brand or storm.brand == page.brand
