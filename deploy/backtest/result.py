"""A result: what one rule made of one recording, in numbers that two runs can be compared by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.backtest.curve import Curve
from deploy.backtest.finding import Found, Page

WEEK_MINUTES: Final = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Wire):
    """One rule over one recording."""

    recording: str
    rule: str
    begins: UtcTime
    ends: UtcTime
    mentions: int
    """Counted; copies and other brands are left out."""
    unscored: int
    minutes: int
    """Closed, of all brands together: what false pages are held against."""
    pages: tuple[Page, ...]
    storms: tuple[Found, ...] | None
    """None when nobody knows the truth; empty when nothing may page."""
    curves: dict[str, Curve]
    """By brand."""

    @property
    def weeks(self) -> float:
        """Weeks of one brand that were watched."""
        return self.minutes / WEEK_MINUTES

    @property
    def false_pages(self) -> int | None:
        return None if self.storms is None else sum(page.is_true is False for page in self.pages)

    @property
    def false_per_week(self) -> float | None:
        """False pages a brand's week; a short recording makes a rough figure."""
        false = self.false_pages
        return None if false is None or not self.minutes else false / self.weeks

    @property
    def precision(self) -> float | None:
        """True pages among all; none without a page or without the truth."""
        if self.storms is None or not self.pages:
            return None
        return sum(page.is_true is True for page in self.pages) / len(self.pages)

    @property
    def recall(self) -> float | None:
        """Storms found among all; none where there is none."""
        if not self.storms:
            return None
        return sum(found.is_found for found in self.storms) / len(self.storms)

    @property
    def delays(self) -> tuple[timedelta, ...]:
        return tuple(found.delay for found in self.storms or () if found.delay is not None)

    @property
    def delay(self) -> timedelta | None:
        """The median over the storms that were found."""
        return middle(self.delays)


def middle(delays: Sequence[timedelta]) -> timedelta | None:
    """The median; none of nothing."""
    return timedelta(seconds=median(delay.total_seconds() for delay in delays)) if delays else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Several results together."""

    results: Sequence[Result]

    @property
    def storms(self) -> int:
        return sum(len(result.storms or ()) for result in self.results)

    @property
    def found(self) -> int:
        return sum(found.is_found for result in self.results for found in result.storms or ())

    @property
    def pages(self) -> int:
        """Of recordings whose truth is known."""
        return sum(len(result.pages) for result in self.results if result.storms is not None)

    @property
    def false_pages(self) -> int:
        return sum(result.false_pages or 0 for result in self.results)

    @property
    def precision(self) -> float | None:
        return 1 - self.false_pages / self.pages if self.pages else None

    @property
    def recall(self) -> float | None:
        return self.found / self.storms if self.storms else None

    @property
    def delay(self) -> timedelta | None:
        return middle([delay for result in self.results for delay in result.delays])

    @property
    def weeks(self) -> float:
        return sum(result.weeks for result in self.results if result.storms is not None)

    @property
    def false_per_week(self) -> float | None:
        return self.false_pages / self.weeks if self.weeks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Wire):
    """What `--save` writes and `compare` reads."""

    results: tuple[Result, ...]
    format: int = 1
