"""The outburst: what a brand's own bot says is hateful, told in the minute in which it says so.

One such message is enough: it stands under the brand's name, and the first screenshot is taken within minutes. No
baseline is asked and nothing is learned; the public's mood has no part in it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from streams.automaton import Rules
from streams.episode import judge_episode, name_episode, show_quotes, step_episode, tell_episode
from streams.minute import Minute, Quote
from streams.spike import PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term
from streams.times import minute_at, minute_of

NAME: Final = "hate"
"""As which it signs its spikes."""
WINDOW: Final = 45
"""Minutes over which is counted."""
QUOTES_KEPT: Final = 8
_KIND: Final = SpikeKind.BOT_SPEAKS_HATE
_RULES: Final = Rules(open_at=1, watch_at=1, close_below=1)


@dataclass(slots=True)
class _Held:
    """One minute of the window, from the first with hate on."""

    minute: int
    said: int
    hateful: int
    quotes: list[Quote] = field(default_factory=list)


@dataclass(slots=True)
class Outburst:
    """One brand's; its state is its fields, bounded, and plain JSON."""

    window: list[_Held] = field(default_factory=list)
    automaton: dict[str, Any] | None = None
    onset: datetime | None = None
    """First minute of the outburst that is on, or was last."""
    shown: list[str] = field(default_factory=list)
    """Identities of the quotes that people were shown."""

    def observe(self, minute: Minute, *, lane: str) -> list[Spike]:
        """Take in the next closed minute; return the records of what changed."""
        if not (self.window or self.automaton or minute.uttered.hateful):  # As with nearly all brands.
            return []
        now = minute_of(minute.start)
        self._hold(minute, now)
        found = sum(held.hateful for held in self.window)
        return tell_episode(
            self,
            step_episode(self, _RULES, now, found, is_known=minute.is_covered and not minute.silent),
            minute,
            first=minute_at(self.window[0].minute) if self.window else minute.start,
            write=lambda phase, removed: self._write(phase, minute, found, removed, lane),
            has_news=minute.uttered.hateful > 0,
        )

    def judge(self, spike_id: str, brand: str, *, is_crisis: bool, is_over: bool) -> None:
        """Take a person's verdict on an outburst; see `judge_episode`."""
        judge_episode(self, _RULES, _KIND, spike_id, brand, is_crisis=is_crisis, is_over=is_over)

    def _hold(self, minute: Minute, now: int) -> None:
        uttered, gone = minute.uttered, frozenset(minute.removed)
        kept = [held for held in self.window if now - held.minute < WINDOW]
        while kept and not kept[0].hateful:
            del kept[0]
        if uttered.hateful or (kept and uttered.said):
            kept.append(_Held(now, uttered.said, uttered.hateful, list(minute.hate)))
        for held in kept:
            held.quotes = [quote for quote in held.quotes if quote.identity not in gone]
        self.window = kept

    def _write(
        self, phase: SpikePhase, minute: Minute, found: int, removed: tuple[str, ...], lane: str
    ) -> Spike:
        onset = self.onset or minute.start
        said = sum(held.said for held in self.window)
        quotes = tuple(quote for held in reversed(self.window) for quote in held.quotes)[:QUOTES_KEPT]
        show_quotes(self, quotes)
        platforms = Counter(quote.platform for quote in quotes)
        return Spike(
            id=name_episode(_KIND, minute.brand, onset),
            brand=minute.brand,
            kind=_KIND,
            phase=phase,
            severity=Severity.SEV1,
            detector=NAME,
            onset=onset,
            at=minute.start + timedelta(minutes=1),
            observed=found,
            expected=0.0,
            evidence=found,
            threshold=_RULES.open_at,
            terms=(
                Term(name="window", value=WINDOW, unit="minutes"),
                Term(
                    name="observed",
                    value=found,
                    unit="messages",
                    note="of the brand's own bot that are hateful",
                ),
                Term(name="said", value=said, unit="messages", note="of the brand's own bot"),
            ),
            platforms=dict(sorted(platforms.items())),
            plain=PlainCount(kind=_KIND, count=found, mentions=max(found, said), minutes=WINDOW),
            quotes=quotes,
            removed=removed,
            silent=minute.silent,
            lane=lane,
        )
