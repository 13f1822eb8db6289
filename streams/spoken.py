"""Spoken: what a brand's own bot said in one open minute, while more still comes in."""

from dataclasses import dataclass, field
from typing import Final

from streams.language import Language
from streams.minute import Quote
from streams.seen import SeenMinutes
from streams.times import minute_of
from streams.utterance import Utterance, UtteranceCounts

QUOTES_KEPT: Final = 3
"""Of a minute."""
_HATE: Final = "\x1fhate"
"""Behind an identity: what was seen is that it is hateful."""


@dataclass(slots=True)
class Spoken:
    """Counts, and the first hateful ones as evidence; the order of arrival leaves no trace."""

    said: int = 0
    hateful: int = 0
    quotes: list[Quote] = field(default_factory=list)

    def hear(self, uttered: Utterance, seen: SeenMinutes, *, page: tuple[int, int], is_gone: bool) -> None:
        """Count it once, and its hate once: a bot that writes by editing may turn hateful on the way."""
        published = minute_of(uttered.published_at)
        self.said += not uttered.edited and seen.is_first(published, uttered.identity)
        if not (uttered.hateful and seen.is_first(published, uttered.identity + _HATE)):
            return
        self.hateful += 1
        if not is_gone:
            self.quotes.append(_quote(uttered, *page))
            self.quotes.sort(key=lambda quote: (quote.published_at, quote.identity))
            del self.quotes[QUOTES_KEPT:]

    def forget(self, identity: str) -> None:
        self.quotes = [quote for quote in self.quotes if quote.identity != identity]

    def counts(self) -> UtteranceCounts:
        return UtteranceCounts(said=self.said, hateful=self.hateful)


def _quote(uttered: Utterance, partition: int, offset: int) -> Quote:
    return Quote(
        partition=partition,
        offset=offset,
        line=uttered.line,
        identity=uttered.identity,
        platform=uttered.platform,
        published_at=uttered.published_at,
        valence=-1.0,
        confidence=1.0,
        language=Language.OTHER,
        excerpt=uttered.excerpt,
        because=uttered.because,
        url=uttered.url,
        own=True,
    )
