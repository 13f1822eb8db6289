"""Phrases: finds a language's phrases in a text, linear in its length.

Files are `phrases/<language>.toml`, written by us: groups of phrases, and one group for each theme.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from streams.backlash.theme import Theme
from streams.language import UNSPACED, Language
from streams.memory import WordMemory

_RUN: Final = re.compile(r"[^\W_]+")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
_KEY: Final = 2
"""Signs a phrase is filed under, in scripts without spaces."""


def smooth(text: str, language: Language) -> str:
    """A text as phrases are written: NFKC, lower case, straight apostrophes, single spaces; none beside Han."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    text = " ".join(text.lower().split())
    return _BETWEEN_HAN.sub("", text) if language in UNSPACED and " " in text else text


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    text: str
    is_open: bool
    """Any ending will do."""
    is_run: bool
    """Letters and digits only: whether it is there shows in the word it begins."""


class PhraseFinder:
    """Finds which phrases of which groups a text holds. Keeps nothing but a bounded memory of words."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        self._spaced = spaced
        self._by_key: dict[str, list[_Part]] = {}
        self._rules: dict[str, list[tuple[str, frozenset[str], str]]] = {}
        self._memory = WordMemory(self._recall)
        known: set[str] = set()
        for group, phrases in groups.items():
            for phrase in phrases:
                parts = [part.strip() for part in phrase.split("+")]
                self._rules.setdefault(parts[0], []).append((group, frozenset(parts[1:]), phrase))
                for part in set(parts) - known:
                    known.add(part)
                    bare = part.removesuffix("*")
                    filed = _Part(part, bare, part.endswith("*"), _RUN.fullmatch(bare) is not None)
                    self._by_key.setdefault(bare[:_KEY], []).append(filed)
        self._sieve = _sieve(known)
        self._signs = tuple(part for part in known if spaced and not _RUN.match(part))

    def may_find(self, smoothed: str) -> bool:
        """False where `find` would find nothing, told in a fraction of its time."""
        return any(map(smoothed.__contains__, self._sieve))

    def find(self, smoothed: str) -> dict[str, list[str]]:
        """Phrases found by group, in the order of the text; `smoothed` comes from `smooth`."""
        parts = dict.fromkeys(self._find_by_word(smoothed) if self._spaced else self._find_by_sign(smoothed))
        found: dict[str, list[str]] = {}
        for part in parts:
            for group, others, phrase in self._rules.get(part, ()):
                if others <= parts.keys():
                    found.setdefault(group, []).append(phrase.replace("*", ""))
        return found

    def _find_by_word(self, text: str) -> Iterable[str]:
        end, memory = len(text), self._memory
        for run in _RUN.finditer(text):
            for part in memory[run[0]]:
                if part.is_run:
                    yield part.name
                elif text.startswith(part.text, run.start()):
                    stop = run.start() + len(part.text)
                    if part.is_open or stop == end or not text[stop].isalnum():
                        yield part.name
        for sign in self._signs:
            if sign in text:
                yield sign

    def _recall(self, word: str) -> tuple[_Part, ...]:
        """The parts that a word is, begins or may begin."""
        return tuple(
            part
            for key in dict.fromkeys((word[:_KEY], word[:1]))
            for part in self._by_key.get(key, ())
            if self._suits(part, word)
        )

    @staticmethod
    def _suits(part: _Part, word: str) -> bool:
        if part.is_run:
            return word.startswith(part.text) if part.is_open else word == part.text
        first = _RUN.match(part.text)
        return first is not None and first[0] == word

    def _find_by_sign(self, text: str) -> Iterable[str]:
        by_key = self._by_key
        for start in range(len(text)):
            for part in by_key.get(text[start : start + _KEY], ()):
                if text.startswith(part.text, start):
                    yield part.name
            for part in by_key.get(text[start], ()):
                yield part.name


def _sieve(parts: Iterable[str]) -> tuple[str, ...]:
    """Fewest texts of which one stands in everything that holds one of the parts."""
    kept: list[str] = []
    for part in sorted({part.removesuffix("*") for part in parts}, key=len):
        if not any(short in part for short in kept):
            kept.append(part)
    return tuple(kept)


def load_phrases(language: Language, only: frozenset[str] = frozenset()) -> PhraseFinder:
    """A language's phrases from the package; themes stand in groups of their own names.

    `only` keeps just these groups: most mentions do not touch AI, and a small search tells.
    """
    table = tomllib.loads(
        (files("streams.backlash") / "phrases" / f"{language}.toml").read_text(encoding="utf-8")
    )
    themes = table.pop("themes")
    for theme in themes:
        Theme(theme)
    groups = {name: _split(block) for name, block in {**table, **themes}.items()}
    if only:
        groups = {name: phrases for name, phrases in groups.items() if name in only}
    return PhraseFinder(groups, spaced=language not in UNSPACED)


def _split(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]
