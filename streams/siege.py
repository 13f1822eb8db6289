"""The siege: a burst of probes says that a brand's bot is under attack, whatever people feel about the brand.

A probe tests, tricks or abuses a bot (`streams.probes`). It need not be negative, so no baseline of anger sees it;
and what a bot was made to say stands in the news an hour later. Ten probes within a quarter of an hour are a burst,
or five times as many as usual where people always play with the bot.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from streams.automaton import Rules
from streams.episode import judge_episode, name_episode, show_quotes, step_episode, tell_episode
from streams.minute import Crowd, Minute, Quote
from streams.spike import PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term
from streams.times import minute_at, minute_of

NAME: Final = "probes"
"""As which it signs its spikes."""
WINDOW: Final = 15
"""Minutes."""
BURST: Final = 10
"""Probes in the window that are a burst where none are usual."""
TIMES: Final = 5
"""Times as many as usual that are a burst where some are."""
QUOTES_KEPT: Final = 8
_KIND: Final = SpikeKind.BOT_UNDER_ATTACK
_FORGETS: Final = 1 / 1440
"""A minute's part in what is usual: a day of play is half of it and more."""
_RULES: Final = Rules(open_at=BURST, watch_at=BURST, close_below=BURST / 2)


@dataclass(slots=True)
class _Held:
    """One minute of the window, from the first with probes on."""

    minute: int
    probes: int
    mentions: int
    negative: int
    unscored: int
    quotes: list[Quote] = field(default_factory=list)


@dataclass(slots=True)
class Siege:
    """One brand's; its state is its fields, bounded, and plain JSON."""

    window: list[_Held] = field(default_factory=list)
    usual: float = 0.0
    """Probes of a minute."""
    automaton: dict[str, Any] | None = None
    onset: datetime | None = None
    """First minute of the burst that is on, or was last."""
    shown: list[str] = field(default_factory=list)
    """Identities of the quotes that people were shown."""

    def observe(self, minute: Minute, *, lane: str) -> list[Spike]:
        """Take in the next closed minute; return the records of what changed."""
        now = minute_of(minute.start)
        is_known = minute.is_covered and not minute.silent
        # A minute that nobody watched has no probes, and says nothing of how many are usual.
        forgotten = _FORGETS if is_known else 0.0
        # As with nearly all brands at any time.
        if not (self.window or self.automaton or minute.crowd.probing):
            self.usual -= self.usual * forgotten
            return []
        self._hold(minute, now)
        found = sum(held.probes for held in self.window)
        evidence = found * BURST / max(BURST, TIMES * self.usual * WINDOW)
        told = tell_episode(
            self,
            step_episode(self, _RULES, now, evidence, is_known=is_known),
            minute,
            # The first probe of the window, which the last burst left long ago: it closes half an hour later.
            first=minute_at(self.window[0].minute) if self.window else minute.start,
            write=lambda phase, removed: self._write(phase, minute, evidence, removed, lane),
        )
        self.usual += (minute.crowd.probing - self.usual) * forgotten
        return told

    def judge(self, spike_id: str, brand: str, *, is_crisis: bool, is_over: bool) -> None:
        """Take a person's verdict on a burst; see `judge_episode`."""
        judge_episode(self, _RULES, _KIND, spike_id, brand, is_crisis=is_crisis, is_over=is_over)

    def _hold(self, minute: Minute, now: int) -> None:
        counts, gone = minute.counts, frozenset(minute.removed)
        kept = [held for held in self.window if now - held.minute < WINDOW]
        while kept and not kept[0].probes:
            del kept[0]
        if minute.crowd.probing or (kept and counts.mentions):
            kept.append(
                _Held(
                    now,
                    minute.crowd.probing,
                    counts.mentions,
                    counts.negative,
                    counts.unscored,
                    list(minute.probes),
                )
            )
        for held in kept:
            held.quotes = [quote for quote in held.quotes if quote.identity not in gone]
        self.window = kept

    def _write(
        self, phase: SpikePhase, minute: Minute, evidence: float, removed: tuple[str, ...], lane: str
    ) -> Spike:
        onset = self.onset or minute.start
        found = sum(held.probes for held in self.window)
        mentions = sum(held.mentions for held in self.window)
        usual = round(self.usual * WINDOW, 3)
        quotes = tuple(quote for held in reversed(self.window) for quote in held.quotes)[:QUOTES_KEPT]
        show_quotes(self, quotes)
        return Spike(
            id=name_episode(_KIND, minute.brand, onset),
            brand=minute.brand,
            kind=_KIND,
            phase=phase,
            severity=Severity.SEV3,
            detector=NAME,
            onset=onset,
            at=minute.start + timedelta(minutes=1),
            observed=found,
            expected=usual,
            evidence=round(evidence, 3),
            threshold=BURST,
            terms=(
                Term(name="window", value=WINDOW, unit="minutes"),
                Term(name="observed", value=found, unit="mentions", note="that test, trick or insult a bot"),
                Term(name="expected", value=usual, unit="mentions", note="learned over a day"),
                Term(
                    name="evidence",
                    value=round(evidence, 3),
                    unit="mentions",
                    note=f"observed, or less where {TIMES} times the expected are more than {BURST}",
                ),
            ),
            mentions=mentions,
            negative=sum(held.negative for held in self.window),
            unscored=sum(held.unscored for held in self.window),
            crowd=Crowd(probing=found),
            plain=PlainCount(kind=_KIND, count=found, mentions=mentions, minutes=WINDOW, usual=usual),
            wording=minute.wording,
            quotes=quotes,
            removed=removed,
            silent=minute.silent,
            lane=lane,
        )
