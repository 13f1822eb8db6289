"""The ask finder: which kinds of ask a text holds, and the sentence that holds each.

Files are `phrases/<language>.toml`, written by us, a table for each kind. All languages are looked for in every
text, as for probes: people ask in English anywhere.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Final

from streams.asks.kind import AskKind
from streams.backlash.phrases import PhraseFinder, smooth
from streams.language import UNSPACED, Language

LANGUAGES: Final = (
    Language.EN,
    Language.ZH_HANT,
    Language.ZH_HANS,
    Language.HU,
    Language.ES,
    Language.JA,
)
QUESTION_MARKS: Final = ("?", "？")
_SENTENCE: Final = re.compile(r"[^.!?…。！？\n]*[^\s.!?…。！？][^.!?…。！？\n]*[.!?…。！？]*")


def is_asking(text: str) -> bool:
    """Whether a question mark stands in a text."""
    return "?" in text or "？" in text


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text with their marks. Linear in it."""
    return (found.group().strip() for found in _SENTENCE.finditer(text))


def read_asks(language: Language) -> dict[AskKind, tuple[str, ...]]:
    """A language's phrases from the package, by kind; each file has every kind."""
    file = files("streams.asks") / "phrases" / f"{language}.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds = {AskKind(name): block for name, block in table.items()}
    return {kind: tuple(kinds[kind].split("\n")[:-1]) for kind in AskKind}


class AskFinder:
    """Finds asks in any language. Built once; keeps nothing between texts."""

    def __init__(self) -> None:
        self._spaced = _make_finder(is_spaced=True)
        self._unspaced = _make_finder(is_spaced=False)

    def find(self, text: str) -> Mapping[AskKind, str]:
        """The kinds of ask of a text, each with the sentence that asks; with the whole text where it takes several."""
        kinds = self._find_kinds(text)
        if not kinds:
            return {}
        asked: dict[AskKind, str] = {}
        for sentence in split_sentences(text):
            for kind in self._find_kinds(sentence):
                asked.setdefault(kind, sentence)
        return {kind: asked.get(kind, text) for kind in kinds}

    def _find_kinds(self, text: str) -> list[AskKind]:
        found = set(self._spaced.find(smooth(text, Language.EN)))
        if not text.isascii():
            found |= set(self._unspaced.find(smooth(text, Language.ZH_HANT)))
        return [kind for kind in AskKind if kind in found]


def _make_finder(*, is_spaced: bool) -> PhraseFinder:
    groups: dict[str, list[str]] = {kind: [] for kind in AskKind}
    for language in LANGUAGES:
        if (language not in UNSPACED) is is_spaced:
            for kind, phrases in read_asks(language).items():
                groups[kind].extend(phrases)
    return PhraseFinder(groups, spaced=is_spaced)
