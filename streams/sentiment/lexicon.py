"""The lexicon: words with a feeling in one language, and the rules for negation, degree and emphasis.

Files are `lexicons/<language>.toml`, written by us, and `lexicons/emoji.toml` for all of them, behind their own words. A
word that ends in `*` stands for all its endings.
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from itertools import chain
from typing import Any, Final, NamedTuple

from streams.learning.features import DENIED
from streams.memory import WordMemory
from streams.needles import Needles

NEGATED: Final = -0.7
BOOSTED: Final = 1.3
DAMPENED: Final = 0.7
EMPHASIS: Final = 0.25
"""Added for each exclamation mark, up to three."""
HALFWAY: Final = 10
"""As in VADER: the sum is squashed by `sum / sqrt(sum² + HALFWAY)`."""
REACH: Final = 3
"""Words (Hungarian) or signs (Chinese) a negation reaches forward."""

_SHORTEST_STEM: Final = 2
SHORTEST_BARED: Final = 4
"""Letters behind a prefix that are too few to be told from chance."""
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[\u2190-\u2bff\U0001f000-\U0001faff]|[.,;:!?…]")

_STOPS: Final = frozenset(".,;:!?…")


class Entry(NamedTuple):
    """What a word does."""

    value: float = 0.0
    factor: float = 1.0
    negates: bool = False
    turns: bool = False
    """What follows goes another way: "but"."""


class Rated(NamedTuple):
    """A text rated by its words."""

    compound: float
    movers: tuple[tuple[str, float], ...]
    """Words with their final values, in order; those that a denial turned round are named so."""
    turns: tuple[int, ...] | None = None
    """How many movers stand before each "but"; None where the lexicon knows no such words."""


def _open(language: str) -> dict[str, Any]:
    return tomllib.loads(
        (files("streams.sentiment") / "lexicons" / f"{language}.toml").read_text(encoding="utf-8")
    )


def _read(table: Mapping[str, Any]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for level, words in chain(table["words"].items(), _open("emoji")["words"].items()):
        for word in words.split():
            entries.setdefault(word.replace("_", " "), Entry(value=float(level)))
    for word in table["boosters"].split():
        entries.setdefault(word, Entry(factor=BOOSTED))
    for word in table["dampeners"].split():
        entries[word] = Entry(factor=DAMPENED)
    for word in table["negations"].split():
        entries[word] = Entry(negates=True)
    for word in table.get("turns", "").split():
        entries[word] = Entry(turns=True)
    return entries


def list_negations(language: str) -> frozenset[str]:
    """What turns the next word round, in a language that has a lexicon."""
    return frozenset(_open(language)["negations"].split())


def name_mover(word: str, value: float, alone: float) -> str:
    """A word as it is named for what it did: "happy" that a denial turned round is no reason by itself."""
    return DENIED + word if value * alone < 0 else word


def squash(total: float, text: str) -> float:
    """From −1 to 1, with exclamation marks for emphasis."""
    if total:
        marks = min(3, text.count("!") + text.count("！"))
        total += math.copysign(EMPHASIS * marks, total)
    return total / math.sqrt(total * total + HALFWAY)


class SpacedLexicon:
    """For languages that put spaces between words and endings on them."""

    def __init__(self, language: str) -> None:
        table = _open(language)
        entries = _read(table)
        self.tells_turns = "turns" in table
        self.prefixes = tuple(table.get("prefixes", "").split())
        self.whole = {word: entry for word, entry in entries.items() if not word.endswith("*")}
        self.stems = {word[:-1]: entry for word, entry in entries.items() if word.endswith("*")}
        self.bare = {_strip_accents(word): entry for word, entry in self.whole.items() if len(word) > REACH}
        self.bare_stems = {
            _strip_accents(word): entry for word, entry in self.stems.items() if len(word) > REACH
        }
        self._memory = WordMemory(self._find)
        self._bare_memory = WordMemory(self._find_bare)

    def rate(self, text: str) -> Rated:
        """Rate a text. Linear in its length."""
        shouted = text.isupper()
        # Nobody who types accents leaves all of them out.
        memory = self._bare_memory if text.isascii() else self._memory
        movers: list[tuple[str, float]] = []
        turns: list[int] = []
        negated, factor = 0, 1.0
        for piece in _TOKEN.findall(text):
            if piece in _STOPS:
                negated, factor = 0, 1.0
                continue
            entry = memory[piece.lower()]
            if entry is None:
                negated -= 1
            elif entry.negates:
                negated = REACH + 1
            elif entry.value:
                value = entry.value * factor * (NEGATED if negated > 0 else 1.0)
                if piece.isupper() and not shouted and len(piece) > 1:
                    value *= BOOSTED
                movers.append((name_mover(piece.lower(), value, entry.value), value))
                negated, factor = negated - 1, 1.0
            elif entry.turns:
                turns.append(len(movers))
                negated, factor = 0, 1.0
            else:
                factor = entry.factor
        return Rated(
            squash(sum(value for _, value in movers), text),
            tuple(movers),
            tuple(turns) if self.tells_turns else None,
        )

    def knows(self, word: str) -> bool:
        """Whether a word in lower case does anything here, with its accents or without."""
        return (self._bare_memory if word.isascii() else self._memory)[word] is not None

    def _find(self, word: str) -> Entry | None:
        return _look_up(word, self.whole, self.stems) or self._find_bared(word)

    def _find_bared(self, word: str) -> Entry | None:
        """A feeling word behind a prefix: "elkápráztat" is "kápráztat"."""
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + SHORTEST_BARED:
                entry = _look_up(word[len(prefix) :], self.whole, self.stems)
                if entry is not None and entry.value:
                    return entry
        return None

    def _find_bare(self, word: str) -> Entry | None:
        return self._find(word) or _look_up(word, self.bare, self.bare_stems)


def _look_up(word: str, whole: dict[str, Entry], stems: dict[str, Entry]) -> Entry | None:
    if word in whole:
        return whole[word]
    for length in range(min(len(word), 16), _SHORTEST_STEM, -1):
        entry = stems.get(word[:length])
        if entry is not None:
            return entry
    return stems.get(word[:_SHORTEST_STEM]) if len(word) == _SHORTEST_STEM else None


def _strip_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


class UnspacedLexicon:
    """For Chinese: the longest known word at each sign."""

    def __init__(self, language: str) -> None:
        self.entries = _read(_open(language))
        self._numbered = tuple(self.entries.items())
        self._needles = Needles(self.entries, longest=True)

    def rate(self, text: str) -> Rated:
        """Rate a text. Linear in its length."""
        movers: list[tuple[str, float]] = []
        negated_at, boosted_at, factor = -9, -9, 1.0
        for number, at, end in self._needles.find(text):
            word, entry = self._numbered[number]
            if entry.negates:
                negated_at = end
            elif entry.value:
                value = entry.value
                if at - boosted_at <= 1:
                    value *= factor
                if 0 <= at - negated_at <= REACH - 1:
                    value *= NEGATED
                movers.append((name_mover(word, value, entry.value), value))
            else:
                boosted_at, factor = end, entry.factor
        return Rated(squash(sum(value for _, value in movers), text), tuple(movers))
