"""The classifier: whether a mention is against content because it is AI-made (a model), and why (phrases)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streams.backlash.naming import names_ai
from streams.backlash.phrases import PhraseFinder, load_phrases, smooth
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.reader import TextReader
from streams.learning.weights import Skill, load_weights
from streams.reading import Label
from streams.sentiment.scorer import Feeling

LANGUAGES: Final = (Language.EN, Language.ZH_HANT, Language.ZH_HANS, Language.HU)
"""Where backlash can be told."""

AGAINST: Final = "against"
"""The model's class; the others are `neutral` and `for`."""

CLASSES: Final = (AGAINST, "neutral", "for")

SURE_ENOUGH: Final = 0.5

REASONS: Final = 4
"""Phrases or features named for a decision."""

_VIEWS: Final = (Theme.LEAVING,)
"""Themes that say nothing of AI by themselves."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a text says about AI-made content."""

    is_backlash: bool
    probability: float
    """That it is against it; 0 where AI is neither named nor the context."""
    themes: tuple[Theme, ...] = ()
    because: tuple[str, ...] = ()


NOTHING: Final = Finding(is_backlash=False, probability=0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model is shown of a text."""

    text: str
    """After NFKC."""
    notes: tuple[str, ...]
    """Features beyond the text's own pieces."""
    themes: tuple[Theme, ...]
    phrases: tuple[str, ...]
    is_about_ai: bool


NOT_ABOUT_AI: Final = Seen("", (), (), (), is_about_ai=False)


class BacklashClassifier:
    """Decides for one language. Built once; holds nothing between texts."""

    def __init__(self, language: Language, model: LinearModel | None = None) -> None:
        self._language = language
        self._finder: PhraseFinder = load_phrases(language)
        self._about: PhraseFinder = load_phrases(language, frozenset({"ai", "machine"}))
        self._reader = None if model is None else TextReader(model, language)

    @classmethod
    def load(cls, language: Language, own: Path | None = None) -> "BacklashClassifier":
        """With a team's own weights where the directory `own` has them, else those shipped in the package."""
        return cls(language, load_weights(Skill.BACKLASH, language, own))

    def classify(self, text: str, feeling: Feeling, *, under_ai: bool = False) -> Finding:
        """Decide for a tamed text. `under_ai`: its parent, thread or campaign is known to be AI-made."""
        seen = self.look(text, feeling, under_ai=under_ai)
        if not seen.is_about_ai or self._reader is None:
            return NOTHING
        probabilities, known = self._reader.read(seen.text, seen.notes)
        model = self._reader.model
        probability = probabilities[model.classes.index(AGAINST)]
        if probability < SURE_ENOUGH:
            return Finding(is_backlash=False, probability=probability)
        because = seen.phrases or self._name(model.movers(known, AGAINST, 12))
        return Finding(
            is_backlash=True, probability=probability, themes=seen.themes, because=tuple(because)[:REASONS]
        )

    def look(self, text: str, feeling: Feeling, *, under_ai: bool) -> Seen:
        """Everything the decision rests on but the text's own pieces; training uses the same."""
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        smoothed = smooth(plain, self._language)
        named = names_ai(plain, self._language)
        if not named and not under_ai and not (self._about.may_find(smoothed) and self._about.find(smoothed)):
            return NOT_ABOUT_AI
        found = self._finder.find(smoothed)
        named = named or "ai" in found
        themes = tuple(theme for theme in Theme if theme in found)
        if not themes and "bot" in found:
            # A bot is named in many complaints; it is the complaint only where no other is found.
            themes, found[Theme.ROBOTIC_SERVICE] = (Theme.ROBOTIC_SERVICE,), found["bot"]
        phrases = tuple(phrase for group in (*themes, "refuse") for phrase in found.get(group, ()))
        pledged, praised = "pledge" in found, "praise" in found
        where = "named" if named else "machine" if "machine" in found else "under"
        mood = feeling.label if feeling.label is not Label.UNSCORED else Label.NEUTRAL
        count = min(2, sum(theme not in _VIEWS for theme in themes))
        notes = [
            f"~{where}",
            f"~mood:{mood}",
            f"~{where}&{mood}",
            f"~themes:{count}",
            f"~{where}&themes:{count}",
            f"~themes:{count}&{mood}",
            *(f"~theme:{theme}" for theme in themes),
        ]
        if under_ai:
            notes += ["~context", f"~context&{mood}", f"~context&themes:{count}"]
        if pledged:
            notes += ["~pledge", f"~pledge&{mood}", f"~pledge&themes:{count}"]
        if "refuse" in found:
            notes += ["~refuse", f"~refuse&{where}"]
        elif not count and mood is not Label.NEGATIVE:
            notes += ["~nothing said", f"~nothing said&{where}"]
        if praised:
            notes += ["~praise", f"~praise&themes:{count}"]
        if "?" in text or "？" in text:
            notes += ["~asks", f"~asks&themes:{count}"]
        return Seen(plain, tuple(notes), themes, phrases, is_about_ai=True)

    @staticmethod
    def _name(movers: Iterable[str]) -> list[str]:
        return [feature for feature in movers if not feature.startswith(("~", "^", "<"))]
