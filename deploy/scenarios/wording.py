"""Wording: from a line with open slots and choices to what somebody typed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from deploy.scenarios.errors import BrokenScenarioError
from deploy.scenarios.phrases import Habits, Kind, Phrasebook

_CHOICE: Final = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_WORD: Final = re.compile(r"[a-z]{5,}")
_ZHUYIN: Final = {"的": "ㄉ", "嗎": "ㄇ", "吧": "ㄅ", "啊": "ㄚ", "了": "ㄌ", "喔": "ㄛ", "啦": "ㄌ"}
_OPENED: Final = frozenset(
    {Kind.BACKLASH, Kind.COMPLAINT, Kind.PRAISE, Kind.SARCASM, Kind.SUPPORT}
)  # "ngl, does it fit in a cup holder?" is nobody's question.
_LONG: Final = 220
_SHORT: Final = 60
_TALKATIVE: Final = 140
"""Who writes this much needs no emoji after it."""


def fill(text: str, slots: Mapping[str, Sequence[str]], rng: Random) -> str:
    """Settle every `[a|b]` and `{slot}`; a slot's own text may hold slots.

    Raises:
        BrokenScenarioError: a slot has no words.
    """
    text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), text)
    while match := _SLOT.search(text):
        words = slots.get(match[1])
        if not words:
            raise BrokenScenarioError(f"no words for {match[0]} in {text!r}")
        text = text[: match.start()] + rng.choice(words) + text[match.end() :]
    return text.strip()


def mend(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Put right what filling broke, such as an article before another word than was foreseen."""
    for pattern, instead in pairs:
        text = re.sub(pattern, instead, text)
    return text


def join(first: str, second: str, joints: Sequence[str], rng: Random) -> str:
    """Two sentences in one breath."""
    first = first.rstrip(".。…")
    return f"{first}{rng.choice(joints) if first[-1:].isalnum() else ' '}{second}"


def roughen(text: str, kind: Kind, book: Phrasebook, tag: str, rng: Random) -> str:
    """Type it as people do: small letters, slips, a word before or after, an emoji."""
    if kind in _OPENED and len(text) < _LONG and text[0].isalpha() and rng.random() < book.habits.opener:
        text = _open(text, book.noise.openers, rng)
    return _close(_type(text, book.habits, rng), kind, book, tag, rng)


def _open(text: str, openers: Sequence[str], rng: Random) -> str:
    opener = rng.choice(openers)
    has_one = text.casefold().startswith(tuple(other.casefold() for other in openers))
    return text if has_one else opener + _soften(text)


def _type(text: str, habits: Habits, rng: Random) -> str:
    if rng.random() < habits.typo:
        text = slip(text, rng)
    if rng.random() < habits.lower:
        text = text.lower()
    elif rng.random() < habits.shout and len(text) < _SHORT:
        text = text.upper()
    if rng.random() < habits.plain:
        text = plain(text)
    if rng.random() < habits.zhuyin:
        text = _phonetic(text, rng)
    if rng.random() < habits.loose:
        text = text.rstrip(".。").replace("，", " ") or text or text
    return text


def _close(text: str, kind: Kind, book: Phrasebook, tag: str, rng: Random) -> str:
    habits, noise = book.habits, book.noise
    fits = kind in _OPENED and text[-1:].isalnum() and len(text) < _SHORT
    if fits and rng.random() < habits.filler:
        text += rng.choice(noise.fillers)
    if len(text) > _TALKATIVE:
        return text
    if rng.random() < habits.emoji:
        text += rng.choice(("", " ")) + _emoji(book.emoji[kind], rng)
    if rng.random() < habits.hashtag:
        text += " " + rng.choice((f"#{tag}", *noise.tags))
    return text


def plain(text: str) -> str:
    """Without accents and apostrophes, as typed in a hurry."""
    parts = unicodedata.normalize("NFD", text.replace("'", "").replace("’", ""))
    kept = "".join(char for char in parts if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def slip(text: str, rng: Random) -> str:
    """Mistype one longer word: swap two letters, lose one, or hit one twice."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    found = rng.choice(words)
    at = rng.randrange(found.start() + 1, found.end() - 1)
    swapped = text[at + 1] + text[at]
    return rng.choice(
        (
            text[:at] + swapped + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
        )
    )


def _soften(text: str) -> str:
    """After an opener, no capital; but `I`, names in capitals and shouting stay."""
    first = text.split(maxsplit=1)[0]
    keeps = first == "I" or first.startswith("I'") or first[1:2].isupper()
    return text if keeps else text[0].lower() + text[1:]


def _emoji(choices: Sequence[str], rng: Random) -> str:
    sign = rng.choice(choices)
    return sign * rng.choice((1, 1, 1, 1, 2, 3)) if unicodedata.category(sign[0]) == "So" else sign


def _phonetic(text: str, rng: Random) -> str:
    places = [at for at, char in enumerate(text) if char in _ZHUYIN]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + _ZHUYIN[text[at]] + text[at + 1 :]
