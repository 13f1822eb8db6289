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
from streams.language import Language

UNSPACED: Final = frozenset({Language.ZH_HANT, Language.ZH_HANS, Language.JA})

_WORD_START: Final = re.compile(r"(?<![^\W_])[^\W_]")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
_SPACES: Final = re.compile(r"\s+")
_KEY: Final = 2
"""Signs a phrase is filed under."""


def smooth(text: str, language: Language) -> str:
    """A text as phrases are written: NFKC, lower case, straight apostrophes, single spaces; none beside Han."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    text = text.lower()
    return _BETWEEN_HAN.sub("", text) if language in UNSPACED else _SPACES.sub(" ", text)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    is_open: bool
    """Any ending will do."""


class PhraseFinder:
    """Finds which phrases of which groups a text holds."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, spaced: bool) -> None:
        self._spaced = spaced
        self._by_key: dict[str, list[_Part]] = {}
        self._rules: dict[str, list[tuple[str, frozenset[str], str]]] = {}
        known: set[str] = set()
        for group, phrases in groups.items():
            for phrase in phrases:
                parts = [part.strip() for part in phrase.split("+")]
                self._rules.setdefault(parts[0], []).append((group, frozenset(parts[1:]), phrase))
                for part in set(parts) - known:
                    known.add(part)
                    bare = part.removesuffix("*")
                    self._by_key.setdefault(bare[:_KEY], []).append(_Part(bare, part.endswith("*")))

    def find(self, smoothed: str) -> dict[str, list[str]]:
        """Phrases found by group, in the order of the text; `smoothed` comes from `smooth`."""
        parts = dict.fromkeys(self._find_parts(smoothed))
        found: dict[str, list[str]] = {}
        for part in parts:
            for group, others, phrase in self._rules.get(part, ()):
                if others <= parts.keys():
                    found.setdefault(group, []).append(phrase.replace("*", ""))
        return found

    def _find_parts(self, text: str) -> Iterable[str]:
        starts = (match.start() for match in _WORD_START.finditer(text)) if self._spaced else range(len(text))
        by_key, end = self._by_key, len(text)
        for start in starts:
            for part in by_key.get(text[start : start + _KEY], ()):
                if text.startswith(part.text, start):
                    stop = start + len(part.text)
                    if part.is_open:
                        yield part.text + "*"
                    elif not self._spaced or stop == end or not text[stop].isalnum():
                        yield part.text
            for part in by_key.get(text[start], ()) if not self._spaced else ():
                yield part.text


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
