"""Phrases: finds a language's phrases in a text, linear in its length.

Files are `phrases/<language>.toml`, written by us: groups of phrases, and one group for each theme.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Final

from streams.backlash.theme import Theme
from streams.language import UNSPACED, Language
from streams.needles import Found, Needles

_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")

_OFTEN_BARE: Final = frozenset({Language.ES})
"""Where people write phrases with accents or without, as their keyboard has it."""
_BARE: Final = str.maketrans("áéíóúü", "aeiouu")
"""But ñ: in Spanish it is a letter of its own."""


def smooth(text: str, language: Language) -> str:
    """A text as phrases are written: NFKC, lower case, straight apostrophes, single spaces; none beside Han."""
    return flatten(unicodedata.normalize("NFKC", text), language)


def flatten(text: str, language: Language) -> str:
    """What `smooth` does to a text that is in NFKC already."""
    text = " ".join(text.replace("’", "'").lower().split())
    return _BETWEEN_HAN.sub("", text) if language in UNSPACED and " " in text else text


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    text: str
    is_open: bool
    """Any ending will do."""
    is_free: bool
    """Stands anywhere, also inside a word."""
    rank: tuple[bool, int]
    """Which of two that begin at the same sign comes first."""


class PhraseFinder:
    """Finds which phrases of which groups a text holds. Keeps nothing between texts."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        self.rules: dict[str, list[tuple[str, frozenset[str], str]]] = {}
        named: dict[str, None] = {}
        for group, phrases in groups.items():
            for phrase in phrases:
                parts = [part.strip() for part in phrase.split("+")]
                rule = group, frozenset(parts[1:]), phrase.replace("*", "")
                self.rules.setdefault(parts[0], []).append(rule)
                named.update(dict.fromkeys(parts))
        filed = [_describe(name, at, spaced=spaced) for at, name in enumerate(named)]
        # The weights that ship were learned while "a bot" was never found; to change when they are learned again.
        self.parts = [part for part in filed if part.is_free or len(part.text) == 1 or part.text[1].isalnum()]

    @cached_property
    def _needles(self) -> Needles:  # Not before it is needed: the compiled part has a tree of its own.
        return Needles(part.text for part in self.parts)

    def find(self, smoothed: str) -> dict[str, list[str]]:
        """Phrases found by group, in the order of the text; `smoothed` comes from `smooth`."""
        places = self._needles.find(smoothed)
        if not places:
            return {}
        parts = self._keep_words(smoothed, places)
        found: dict[str, list[str]] = {}
        for part in parts:
            for group, others, phrase in self.rules.get(part, ()):
                if others <= parts.keys():
                    found.setdefault(group, []).append(phrase)
        return found

    def _keep_words(self, text: str, places: Iterable[Found]) -> dict[str, None]:
        """Names of the parts that stand as words of their own, by where they begin."""
        end = len(text)
        kept = []
        for number, start, stop in places:
            part = self.parts[number]
            if part.is_free or not (
                (start and text[start - 1].isalnum())
                or (not part.is_open and stop != end and text[stop].isalnum())
            ):
                kept.append((start, part.rank, part.name))
        if len(kept) > 1:
            kept.sort()
        return dict.fromkeys(name for _, _, name in kept)


def _describe(name: str, at: int, *, spaced: bool) -> _Part:
    bare = name.removesuffix("*")
    is_free = not spaced or not bare[0].isalnum()
    return _Part(name, bare, name.endswith("*"), is_free, (len(bare) == 1, at))


def load_phrases(language: Language) -> PhraseFinder:
    """A language's phrases from the package; themes stand in groups of their own names."""
    table = tomllib.loads(
        (files("streams.backlash") / "phrases" / f"{language}.toml").read_text(encoding="utf-8")
    )
    themes = table.pop("themes")
    for theme in themes:
        Theme(theme)
    accented = language in _OFTEN_BARE
    groups = {name: _split(block, accented=accented) for name, block in {**table, **themes}.items()}
    return PhraseFinder(groups, spaced=language not in UNSPACED)


def _split(block: str, *, accented: bool) -> list[str]:
    phrases = [line.strip() for line in block.splitlines() if line.strip()]
    return list(dict.fromkeys([*phrases, *map(_strip_accents, phrases)])) if accented else phrases


def _strip_accents(phrase: str) -> str:
    return phrase.translate(_BARE)
