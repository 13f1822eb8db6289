"""An opinion: what a person says of a mention, before they see what the scorer says."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from connectors.mention import Mention
from streams.backlash.theme import Theme
from streams.learning.judged import Judged
from streams.reading import Label, Scored, Stance

LETTERS: Final = {
    "n": Label.NEGATIVE,
    "e": Label.NEUTRAL,
    "p": Label.POSITIVE,
}
"""What a person presses."""

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What JSON leaves as it is though a terminal obeys it, a reader may take it for a line's end, or UTF-8 has no bytes
for it: half an emoji."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A person's word on one mention."""

    mention: Mention
    scored: Scored
    label: Label
    is_backlash: bool
    """Against content because it is AI-made."""
    themes: frozenset[Theme] = frozenset()
    under_ai: bool = False
    """The mention stands under content that its brand has registered as AI-made."""

    @property
    def agrees_on_label(self) -> bool | None:
        """None where the scorer does not know the language: it said nothing to disagree with."""
        return None if self.scored.label is Label.UNSCORED else self.scored.label is self.label

    @property
    def agrees_on_backlash(self) -> bool | None:
        return None if self.scored.label is Label.UNSCORED else self.scored.backlash is self.is_backlash

    def to_judged(self) -> Judged:
        """For the files the scorer can learn from."""
        return Judged(
            text=self.mention.text,
            label=self.label,
            stance=Stance.AGAINST if self.is_backlash else Stance.NEUTRAL,
            themes=self.themes,
            under_ai=self.under_ai,
        )


def write_judged(opinion: Opinion) -> str:
    """One JSON line as `streams.learning.judged.read_lines` reads it, with what the scorer had said.

    No author, no address: a text and what a person thinks of it.
    """
    judged, scored = opinion.to_judged(), opinion.scored
    row = {
        "text": judged.text,
        "label": judged.label,
        "stance": judged.stance,
        "themes": sorted(judged.themes),
        "ai": judged.under_ai,
        "brand": opinion.mention.brand,
        "language": scored.language,
        "scored": {"label": scored.label, "backlash": scored.backlash, "confidence": scored.confidence},
    }
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(row, ensure_ascii=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often people and scorer disagree."""

    judged: int
    unscored: int
    label: int
    """Disagreements about the sentiment."""
    backlash: int
    """Disagreements about what is against AI-made content."""

    either: int
    """Mentions with at least one of the two."""

    @property
    def share(self) -> float | None:
        """Of the mentions that were scored, those on which they disagree about either."""
        scored = self.judged - self.unscored
        return self.either / scored if scored else None


def count_opinions(opinions: Sequence[Opinion]) -> Tally:
    """Count a sample."""
    return Tally(
        judged=len(opinions),
        unscored=sum(one.agrees_on_label is None for one in opinions),
        label=sum(one.agrees_on_label is False for one in opinions),
        backlash=sum(one.agrees_on_backlash is False for one in opinions),
        either=sum(False in {one.agrees_on_label, one.agrees_on_backlash} for one in opinions),
    )
