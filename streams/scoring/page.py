"""What scoring makes of a page, ready to be sent; and who scores pages."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from connectors.page import MAX_BYTES, MAX_LINES, MAX_MENTIONS, DeadLine
from streams.backlash.context import NO_REGISTERS, Registers
from streams.reading import Reading
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
    raw: bytes,
    source: Source,
    *,
    lane: str,
    brands: Iterable[str],
    score: ScoreMention,
    registers: Registers = NO_REGISTERS,
) -> PageScores:
    """Score a page and write its readings; never raises, whatever the bytes."""
    page = score_page(raw, source, lane=lane, brands=brands, score=score, registers=registers)
    readings, dead = [], list(page.dead)
    for reading in page.readings:
        line = reading.to_json()
        if len(line) > MAX_BYTES:
            kept, left_out = _cut(reading, raw)
            line = kept.to_json()
            dead += left_out
        readings.append((reading.brand, line))
    return PageScores(tuple(readings), tuple(dead), page.mentions)


def _cut(reading: Reading, raw: bytes) -> tuple[Reading, list[DeadLine]]:
    """Keep as many mentions, from the first, as a record can hold.

    A page that keeps its limits never needs it; one that is compressed can hold more than Kafka takes of its
    scores, and a worker that cannot send them would begin with that page again for ever.
    """
    room = MAX_BYTES - len(replace(reading, mentions=()).to_json())
    sizes = accumulate(len(scored.to_json()) + 1 for scored in reading.mentions)
    kept = sum(1 for size in sizes if size <= room)
    lines = raw.split(b"\n", MAX_LINES)
    why = f"beyond what a record can hold of its page's scores; a page has {MAX_MENTIONS} mentions at most"
    left_out = [DeadLine(scored.line, lines[scored.line], why) for scored in reading.mentions[kept:]]
    return replace(reading, mentions=reading.mentions[:kept]), left_out
