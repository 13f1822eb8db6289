"""The automaton: turns a line of evidence into few, honest pages; watch, open, close, cooldown, re-page.

Its time is a count of minutes, given with each step. A minute in which calm is not known never closes
a spike by itself; a spike closes after `close_after` known quiet minutes, or `blind_after` quiet ones of
any sort, so that a feed that never comes back cannot hold it open for ever.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a spike opens and closes, in the detector's own unit of evidence and in minutes."""

    open_at: float
    watch_at: float
    close_below: float
    close_after: int = 30
    blind_after: int = 360
    cooldown: int = 720
    repage_at: float = 2.0
    """Within the cooldown only evidence of this many times the last peak pages anew."""


class Turn(StrEnum):
    """What a step brought about."""

    OPEN = "open"
    REOPEN = "reopen"
    """The last spike flares up again within the cooldown: it belongs to what people already know."""
    REPAGE = "repage"
    """A reopened spike outgrew what people were told: it closes and a new one opens."""
    CLOSE = "close"


@dataclass(slots=True)
class Automaton:
    """One spike's life after another; mutable, its state is its fields."""

    rules: Rules
    is_open: bool = False
    told: float = 0.0
    """Peak of the spike people were last paged for; what a new page is compared with."""
    peak: float = 0.0
    quiet: int = 0
    quiet_known: int = 0
    closed_at: int | None = None
    is_again: bool = False
    """Open by `REOPEN`, or benign: what people were not paged for."""
    is_benign: bool = False
    """Said of the open spike: what flares up after it has closed is no part of it."""
    is_over: bool = False
    """Said of the open spike: people know what is left of it, and what rises from there is a new one."""

    def step(self, now: int, evidence: float, *, is_known: bool, is_rising: bool = False) -> Turn | None:
        """Take one minute.

        Args:
            now: its number; must not go back.
            evidence: in the unit of the rules.
            is_known: whether calm would mean calm.
            is_rising: whether there is clearly more talk than was left of a spike that people called over.
        """
        if self.is_open:
            return self._stay(now, evidence, is_known=is_known, is_rising=is_rising)
        if evidence < self.rules.open_at:
            return None
        is_cooling = self.closed_at is not None and now - self.closed_at <= self.rules.cooldown
        self.is_again = is_cooling and evidence < self.rules.repage_at * self.told
        self.is_open, self.is_benign, self.is_over = True, False, False
        self.quiet = self.quiet_known = 0
        self.peak = max(self.told, evidence) if self.is_again else evidence
        return Turn.REOPEN if self.is_again else Turn.OPEN

    def _stay(self, now: int, evidence: float, *, is_known: bool, is_rising: bool) -> Turn | None:
        rules = self.rules
        has_outgrown = self.is_again and evidence >= rules.repage_at * self.told
        if has_outgrown or (self.is_over and is_rising and evidence >= rules.open_at):
            self.is_again = self.is_benign = self.is_over = False
            self.peak, self.quiet, self.quiet_known = evidence, 0, 0
            return Turn.REPAGE
        self.peak = max(self.peak, evidence)
        if evidence >= rules.close_below:
            self.quiet = self.quiet_known = 0
            return None
        self.quiet += 1
        self.quiet_known += is_known
        if self.quiet_known < rules.close_after and self.quiet < rules.blind_after:
            return None
        self.told, self.closed_at = self.peak, None if self.is_benign or self.is_over else now
        self.is_open = self.is_again = self.is_benign = self.is_over = False
        return Turn.CLOSE

    def dismiss(self, *, is_settled: bool) -> None:
        """Take people's word that the spike which is open, or was last, is benign.

        What they were paged for was nothing, so a crisis must not pass for its second flare: once the spike has
        closed the next one pages, and while it is open what is `repage_at` times as strong does.

        Args:
            is_settled: whether evidence grows by what happens alone, not by how long somebody has been watching.
        """
        if not self.is_open:
            self.closed_at = None
            return
        self.is_benign, self.is_over = True, False
        if is_settled:
            self.is_again, self.told = True, self.peak

    def resolve(self) -> None:
        """Take people's word that the spike which is open, or was last, is over.

        What flares up once it has closed is judged as after any calm. While it is still on its way down that alone is
        no reason to page: what rises again is.
        """
        self.closed_at = None
        self.is_over = self.is_open
        self.is_again = self.is_benign = False

    def snapshot(self) -> dict[str, Any]:
        """Return everything but the rules."""
        state = asdict(self)
        del state["rules"]
        return state

    @classmethod
    def resume(cls, rules: Rules, state: Mapping[str, Any] | None) -> "Automaton":
        """Go on from a snapshot, under today's rules."""
        return cls(rules, **state) if state else cls(rules)
