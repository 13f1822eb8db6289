"""The scorer's protocol: a text in one language, and what it feels."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from streams.reading import Label


@dataclass(frozen=True, slots=True)
class Feeling:
    """What one text feels."""

    label: Label
    valence: float
    """From −1 (hostile) to 1 (delighted)."""
    confidence: float
    """From 0 to 1: how sure the label is."""
    because: tuple[str, ...] = ()
    """The words, phrases or features that moved it, strongest first."""


UNSCORED: Final = Feeling(Label.UNSCORED, 0.0, 0.0)
"""We do not know: neither neutral nor calm."""


class Scorer(Protocol):
    """Scores texts of one language. Built once, holds nothing between texts."""

    def score(self, text: str) -> Feeling:
        """Score one text of any length and content, in time linear in it. Raises nothing, does no I/O."""
        ...


class ScorerFactory(Protocol):
    """Makes a scorer; reads its lexicon from the package, its weights from there or from a team's own directory."""

    def __call__(self, own: Path | None = None) -> Scorer: ...
