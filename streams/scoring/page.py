"""What scoring makes of a page, ready to be sent; and who scores pages."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Protocol

from connectors.page import DeadLine
from streams.score import ScoreMention, Source, score_page


@dataclass(frozen=True, slots=True)
class PageScores:
    """A page's readings as they are written."""

    readings: tuple[tuple[str, bytes], ...]
    """Brand, and its reading as JSON."""
    dead: tuple[DeadLine, ...]
    mentions: int
    """How many could be read, of whatever brand."""
    seconds: float = 0.0
    """That scoring took."""


class PageScorer(Protocol):
    """Scores pages in the order in which they are handed in."""

    async def submit(self, raw: bytes, source: Source) -> Awaitable[PageScores]:
        """Hand in a page; wait for what is returned to get its scores.

        Raises, when waited for:
            ScorerGoneError: whoever scored it has died.
        """


def write_scores(
    raw: bytes, source: Source, *, lane: str, brands: Iterable[str], score: ScoreMention
) -> PageScores:
    """Score a page and write its readings; never raises, whatever the bytes."""
    page = score_page(raw, source, lane=lane, brands=brands, score=score)
    readings = tuple((reading.brand, reading.to_json()) for reading in page.readings)
    return PageScores(readings, page.dead, page.mentions)
