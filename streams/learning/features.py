"""Features: a text as a list of readable pieces, linear in its length."""

import re
from collections.abc import Callable, Mapping
from operator import add
from typing import Final

from streams.language import UNSPACED, Language

_PICTURE: Final = r"[\u2600-\u27bf\U0001f000-\U0001faff]"
EMOJI: Final = re.compile(_PICTURE)
SPACED: Final = re.compile(
    r"(?:https?://|www\.)\S+|@[\w.]+|[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+|[!?]+|\.{2,}|…|[:;=8][\-']?[)(DPp/\\|]+|<3"
    rf"|{_PICTURE}"
)
_LONG: Final = re.compile(r"([^\W\d_])\1{2,}")
HAN_RUN: Final = re.compile(
    rf"[\u3400-\u9fff\u3041-\u30ff]+|[A-Za-z]+|[!?！？]+|~+|…|\.{{2,}}|{_PICTURE}|\[\w{{1,4}}\]"
)

LONGEST_RUN: Final = 12
"""Signs of a run of marks that are told apart."""

STEM: Final = 5
"""Letters of a Hungarian word that carry its meaning; the rest is mostly suffix."""

DENIALS: Final[Mapping[str, frozenset[str]]] = {
    Language.EN: frozenset(
        [
            "not",
            "no",
            "never",
            "don't",
            "dont",
            "doesn't",
            "didn't",
            "isn't",
            "wasn't",
            "aren't",
            "can't",
            "cant",
            "won't",
            "couldn't",
            "wouldn't",
            "nothing",
        ]
    ),
    Language.ES: frozenset(["no", "nunca", "jamás", "ni", "sin", "tampoco", "nada", "nadie"]),
    Language.HU: frozenset(["nem", "ne", "sem", "se", "nincs", "sincs", "soha", "semmi"]),
}
REACH: Final = 3
"""Words a denial reaches."""
DENIED: Final = "not_"
"""Begins the name of a word that was said under a denial."""


def take_words(text: str, denials: frozenset[str], *, stems: bool) -> list[str]:
    """Words, pairs of words, words under a denial, emoji and emphasis."""
    found: list[str] = ["~shout"] if text.isupper() else []
    before, denied = "^", 0
    for piece in SPACED.findall(text.lower().replace("’", "'")):
        word = name_piece(piece, found)
        found.append(word)
        found.append(f"{before} {word}")
        if stems and len(word) > STEM:
            found.append(word[:STEM] + "-")
        if denied > 0:
            found.append(DENIED + (word[:STEM] if stems else word))
        denied = REACH if word in denials else 0 if piece[0] in "!?" else denied - 1
        before = word
    return found


def name_piece(piece: str, found: list[str]) -> str:
    """One name for what differs only by chance: links, handles, numbers, drawn-out letters, marks."""
    first = piece[0]
    if first.isalpha():
        if piece.startswith(("http", "www.")):
            return "<url>"
        if _LONG.search(piece):
            found.append("~long")
            return _LONG.sub(r"\1\1", piece)  # sooo → soo
        return piece
    if first == "@" or first.isdigit():
        return "<user>" if first == "@" else "<n>"
    if first in "!?" and len(piece) > 1:
        found.append(first)
        return "??" if "?" in piece else "!!"
    return piece


def take_signs(text: str) -> list[str]:
    """For scripts without spaces: one to three signs in a row, Latin words, emoji and emphasis."""
    return [feature for run in HAN_RUN.findall(text.lower()) for feature in take_run(run)]


def take_run(run: str) -> list[str]:
    """What one run of Han, kana, letters or marks brings."""
    if run[0] <= "\u3000":
        return [run[:LONGEST_RUN]]
    pairs = list(map(add, run, run[1:]))
    return [*run, *pairs, *map(add, pairs, run[2:])]


def features_for(language: Language) -> Callable[[str], list[str]]:
    """How a text of this language is taken apart."""
    if language in UNSPACED:
        return take_signs
    denials = DENIALS.get(language, frozenset())
    return lambda text: take_words(text, denials, stems=language is Language.HU)
