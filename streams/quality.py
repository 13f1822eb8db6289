"""Quality: how much of what came in the last hour was bad, and whether the numbers made of it can be trusted.

Bad is what tells nothing new of now: more copies than there are mentions (a webhook and a sweep bring the same, and that
is as it should be), what was said over an hour before it came, and what came without its words or could not be read. An
untrusted hour changes nothing in what is detected: a storm in it pages, and the alert says so. It only forbids to call
it calm.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from connectors.wire import Wire
from streams.blocks import Blocks, add_to_block, read_sums
from streams.minute import Minute
from streams.times import minute_of

UNTRUSTED_FROM: Final = 0.3
"""Share of bad data from which on an hour is untrusted, where the configuration says nothing else."""
ENOUGH: Final = 20
"""Received in the hour, below which a share says nothing."""
STALE: Final = timedelta(hours=1)
"""How much older than the minute it came in something may be."""
BLOCK: Final = 5
"""Minutes."""
KEPT: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaws(Wire):
    """What was bad in what came in an hour."""

    received: int = 0
    """Whatever came: mentions, copies of them, and lines that could not be read."""
    copies: int = 0
    """Copies, cross-posts and new versions, less as many as there are mentions: one of each is usual, on average."""
    stale: int = 0
    """Said more than an hour before it came."""
    incomplete: int = 0
    """Without its words, or without something that a mention must have."""

    @property
    def share(self) -> float:
        """Of what was received, what is bad: from 0 to 1."""
        bad = self.copies + self.stale + self.incomplete
        return min(1.0, bad / self.received) if self.received else 0.0


def note_quality(blocks: Blocks[int], minute: Minute) -> None:
    """Take in the next minute, in place."""
    late = sum(late.counts.mentions for late in minute.late)
    stale = minute.too_late + sum(
        late.counts.mentions for late in minute.late if minute.start - late.start > STALE
    )
    amounts = (
        minute.counts.mentions + late + minute.too_late,
        minute.duplicates,
        stale,
        minute.wordless,
        minute.unread,
    )
    add_to_block(blocks, minute_of(minute.start) // BLOCK, amounts, kept=KEPT)


def read_quality(blocks: Blocks[int]) -> Flaws:
    """What was bad in the hour."""
    if not blocks:
        return Flaws()
    came, duplicates, stale, wordless, unread = read_sums(blocks)
    return Flaws(
        received=came + duplicates + unread,
        copies=max(0, duplicates - came),
        stale=stale,
        incomplete=wordless + unread,
    )


def is_trusted(flaws: Flaws, untrusted_from: float) -> bool:
    """Whether numbers made of such an hour can be believed; of too little nothing is said against it."""
    return flaws.received < ENOUGH or flaws.share < untrusted_from
