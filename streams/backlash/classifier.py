"""The classifier: whether a mention is against content because it is AI-made (a model), and why (phrases, a model)."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from streams.backlash.naming import names_ai
from streams.backlash.phrases import PhraseFinder, flatten, load_phrases
from streams.backlash.reasons import ReasonReader, by_phrase_alone, is_readable, load_reasons
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.reader import TextReader
from streams.learning.weights import Skill, load_weights
from streams.reading import Label, Stance
from streams.sentiment.scorer import Feeling

AGAINST: Final = Stance.AGAINST.value

CLASSES: Final = (AGAINST, Stance.NEUTRAL.value, Stance.FOR.value)
"""The model's."""

SURE_ENOUGH: Final = 0.5

REASONS: Final = 4
"""Phrases or features named for a decision."""

VIEWS: Final = (Theme.LEAVING.value,)
"""Themes that say nothing of AI by themselves."""

# By plain strings: an enum's hash is a function in Python.
NAMES: Final = {theme.value: theme for theme in Theme}
BOT: Final = Theme.ROBOTIC_SERVICE.value
REFUSE: Final = "refuse"
"""The group of phrases that reject without saying why."""

_MOST_TRAITS: Final = 4_096
"""Sets of notes kept before starting afresh."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a text says about AI-made content."""

    is_backlash: bool
    probability: float
    """That it is against it; 0 where AI is neither named nor the context."""
    stance: Stance | None = None
    """None where AI is neither named nor the context."""
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
    phrases: Mapping[str, list[str]]
    """By group, those of themes among them."""
    is_about_ai: bool


NOT_ABOUT_AI: Final = Seen("", (), MappingProxyType({}), is_about_ai=False)


class Traits(NamedTuple):
    """What a text's notes follow from."""

    where: str
    """AI is named, a machine is, or the text stands under AI-made content."""
    mood: str
    themes: tuple[str, ...]
    under_ai: bool
    pledges: bool
    refuses: bool
    praises: bool
    asks: bool


class BacklashClassifier:
    """Decides for one language. Built once; holds nothing between texts."""

    def __init__(
        self, language: Language, model: LinearModel | None = None, reasons: LinearModel | None = None
    ) -> None:
        """Take in weights.

        Args:
            language: of all texts.
            model: decides; without it nothing is backlash.
            reasons: has a say in why; without it phrases alone do.
        """
        self._language = language
        self.reasons = reasons
        self.finder: PhraseFinder = load_phrases(language)
        self._memory: dict[Traits, tuple[str, ...]] = {}
        self.model = model
        classes = CLASSES if model is None else model.classes
        self._against, self._neutral, self._for = map(classes.index, CLASSES)

    @cached_property
    def _reader(self) -> TextReader | None:
        # Not before it is needed: the compiled part reads most texts itself.
        return None if self.model is None else TextReader(self.model, self._language)

    @cached_property
    def _reasons(self) -> ReasonReader | None:
        return None if self.reasons is None else ReasonReader(self.reasons)

    @classmethod
    def load(cls, language: Language, own: Path | None = None) -> "BacklashClassifier":
        """With a team's own weights where the directory `own` has them, else those shipped in the package."""
        return cls(language, load_weights(Skill.BACKLASH, language, own), load_reasons(language, own))

    def classify(self, text: str, feeling: Feeling, *, under_ai: bool = False) -> Finding:
        """Decide for a tamed text. `under_ai`: its parent, thread or campaign is known to be AI-made."""
        seen = self.look(text, feeling, under_ai=under_ai)
        if not seen.is_about_ai or self._reader is None:
            return NOTHING
        probabilities, known = self._reader.read(seen.text, seen.notes)
        probability = probabilities[self._against]
        if probability < SURE_ENOUGH:
            # Whoever praises what AI made is seldom angry; who is angry there complains of something else.
            is_for = (
                feeling.label is not Label.NEGATIVE
                and probabilities[self._for] >= probabilities[self._neutral]
            )
            stance = Stance.FOR if is_for else Stance.NEUTRAL
            return Finding(is_backlash=False, probability=probability, stance=stance)
        reasons = (
            by_phrase_alone(seen.phrases)
            if self._reasons is None
            else self._reasons.read(known, seen.phrases)
        )
        because = [
            word
            for theme, best in reasons
            for word in (seen.phrases.get(theme.value, ()) if best is None else (best,))
        ]
        because += seen.phrases.get(REFUSE, ())
        because = because or name_known(self._reader.movers(known, AGAINST, 12))
        return Finding(
            is_backlash=True,
            probability=probability,
            stance=Stance.AGAINST,
            themes=tuple([reason.theme for reason in reasons]),
            because=tuple(because[:REASONS]),
        )

    def look(self, text: str, feeling: Feeling, *, under_ai: bool) -> Seen:
        """Everything the decision rests on but the text's own pieces; training uses the same."""
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        found = self.finder.find(flatten(plain, self._language))
        named = "ai" in found or names_ai(plain, self._language)
        if not named and not under_ai and "machine" not in found:
            return NOT_ABOUT_AI
        themes = tuple([name for name in NAMES if name in found]) if found else ()
        if not themes and "bot" in found:
            # A bot is named in many complaints; it is the complaint only where no other is found.
            themes, found[BOT] = (BOT,), found["bot"]
        traits = Traits(
            "named" if named else "machine" if "machine" in found else "under",
            _name_mood(feeling),
            themes,
            under_ai=under_ai,
            pledges="pledge" in found,
            refuses=REFUSE in found,
            praises="praise" in found,
            asks="?" in text or "？" in text,
        )
        notes = self._memory.get(traits)
        if notes is None:
            if len(self._memory) >= _MOST_TRAITS:
                self._memory.clear()
            notes = self._memory[traits] = note_traits(traits)
        return Seen(plain, notes, found, is_about_ai=True)


def name_known(movers: Iterable[str]) -> list[str]:
    """Those features that people can read."""
    return [feature for feature in movers if is_readable(feature)]


def _name_mood(feeling: Feeling) -> str:
    if feeling.label is Label.NEGATIVE:
        return "negative"
    return "positive" if feeling.label is Label.POSITIVE else "neutral"


def note_traits(traits: Traits) -> tuple[str, ...]:
    """The features that say so to the model."""
    where, mood = traits.where, traits.mood
    count = min(2, sum(theme not in VIEWS for theme in traits.themes))
    notes = [
        f"~{where}",
        f"~mood:{mood}",
        f"~{where}&{mood}",
        f"~themes:{count}",
        f"~{where}&themes:{count}",
        f"~themes:{count}&{mood}",
        *(f"~theme:{theme}" for theme in traits.themes),
    ]
    if traits.under_ai:
        notes += ["~context", f"~context&{mood}", f"~context&themes:{count}"]
    if traits.pledges:
        notes += ["~pledge", f"~pledge&{mood}", f"~pledge&themes:{count}"]
    if traits.refuses:
        notes += ["~refuse", f"~refuse&{where}"]
    elif not count and mood != "negative":
        notes += ["~nothing said", f"~nothing said&{where}"]
    if traits.praises:
        notes += ["~praise", f"~praise&themes:{count}"]
    if traits.asks:
        notes += ["~asks", f"~asks&themes:{count}"]
    return tuple(notes)
