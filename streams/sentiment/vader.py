"""VADER in linear time: the four scores of vaderSentiment 3.3.2, bit for bit.

The published code looks at every word again for each word with a feeling and searches a list for each value
after "but" (vaderSentiment#110). Here each rule looks only at the three words before and two after. Where the
published rules have a quirk (the "but" rule changes the first *equal* value), it is kept.
"""

import heapq
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from vaderSentiment import vaderSentiment as VADER  # noqa: N814  # a module of constants

from streams.sentiment.vader_words import (
    ANCHORS,
    BUT,
    FEELS,
    KNOWN,
    NAMED,
    NEGATES,
    PLAIN,
    UPPER,
    Word,
    WordMemory,
)

NOT: Final[float] = VADER.N_SCALAR
CAPITALS: Final[float] = VADER.C_INCR
_NEVER_SO: Final = 1.25
_FADING: Final = (1.0, 0.95, 0.9)
"""How much of a booster is left one, two, three words on."""

_NEAR: Final = 64
"""Emoji closer than this in Unicode share a range."""


class Weighed(NamedTuple):
    """A text with the value of each word that has one."""

    text: str
    """With emoji spelled out."""
    tokens: list[str]
    positions: list[int]
    """Of the tokens with a value, ascending."""
    values: list[float]


class Scores(NamedTuple):
    """VADER's four."""

    neg: float
    neu: float
    pos: float
    compound: float


class Vader:
    """Scores English text. Built once; keeps nothing but a bounded memory of single words."""

    def __init__(self) -> None:
        tables = VADER.SentimentIntensityAnalyzer()
        self._memory = WordMemory(tables.lexicon)
        self.words = self._memory.known
        # Emoji of several code points never match in the published code, which goes sign by sign.
        self.emoji: dict[str, str] = {
            sign: spelled for sign, spelled in tables.emojis.items() if len(sign) == 1
        }
        self._maybe_emoji = re.compile(_cover(self.emoji))

    def polarity_scores(self, text: str) -> Scores:
        """The four scores of vaderSentiment's method of this name, in time linear in the text."""
        return sum_up(self.weigh(text))

    def weigh(self, text: str) -> Weighed:
        """Find the words with a feeling and what the words around make of it."""
        text = self.spell_out(text).strip()
        tokens = text.split()
        words = list(map(self._memory.__getitem__, tokens))
        positions: list[int] = []
        traits = capitals = 0
        but = -1
        for at, word in enumerate(words):
            if word is PLAIN:
                continue
            kind = word.traits
            traits |= kind
            if kind & FEELS:
                positions.append(at)
            if kind & UPPER:
                capitals += 1
            if kind & BUT and but < 0:
                but = at
        if not positions:
            return Weighed(text, tokens, [], [])
        mixed = 0 < capitals < len(words)
        phrases = bool(traits & ANCHORS)
        values = [_value(words, at, mixed, phrases) for at in positions]
        if but >= 0:
            _turn_at(but, positions, values)
        return Weighed(text, tokens, positions, values)

    def worth(self, token: str) -> float:
        """What a token of a weighed text is worth by itself."""
        return self._memory[token].valence

    def spell_out(self, text: str) -> str:
        """A text with its emoji in words."""
        return text if text.isascii() else self._maybe_emoji.sub(self._spell, text)

    def _spell(self, found: re.Match[str]) -> str:
        at = found.start()
        spelled = self.emoji.get(found[0])
        if spelled is None:
            return found[0]
        return spelled if at == 0 or found.string[at - 1] == " " else " " + spelled


def _cover(signs: Iterable[str]) -> str:
    """A character class of few ranges that holds all signs and some neighbours.

    A class of a thousand single signs is searched one by one for every letter of the text.
    """
    ranges: list[tuple[int, int]] = []
    for code in sorted(map(ord, signs)):
        if ranges and code - ranges[-1][1] < _NEAR:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "[" + "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges) + "]"


# One function of all rules in the published order, positional: it runs for every word of every mention.
def _value(words: Sequence[Word], at: int, mixed: bool, phrases: bool) -> float:  # noqa: C901, PLR0912, FBT001
    """One word's value, given the words around it."""
    lower, traits, value, _ = words[at]
    if at > 2:  # noqa: PLR2004
        three, two, one = words[at - 3 : at]
    else:
        three, two, one = (PLAIN, PLAIN, PLAIN, *words[:at])[-3:]
    if traits & NAMED and at + 1 < len(words):
        if lower == "no" and words[at + 1].traits & KNOWN:
            value = 0.0
        elif lower == "kind" and words[at + 1].lower == "of":
            return 0.0
    if one is PLAIN and two is PLAIN and three is PLAIN and not phrases:
        if traits & UPPER and mixed:
            return value + CAPITALS if value > 0 else value - CAPITALS
        return value
    if one.lower == "no" or two.lower == "no" or (three.lower == "no" and one.lower in {"or", "nor"}):
        value = words[at].valence * NOT
    if traits & UPPER and mixed:
        value += CAPITALS if value > 0 else -CAPITALS
    if one is not PLAIN and not one.traits & KNOWN:
        value = _boost(value, one, 0, mixed)
        if one.traits & NEGATES:
            value *= NOT
    if two is not PLAIN and not two.traits & KNOWN:
        value = _boost(value, two, 1, mixed)
        if two.lower == "never" and one.lower in {"so", "this"}:
            value *= _NEVER_SO
        elif two.traits & NEGATES and not (two.lower == "without" and one.lower == "doubt"):
            value *= NOT
    if at > 2 and not three.traits & KNOWN:  # noqa: PLR2004
        value = _boost(value, three, 2, mixed)
        if one.lower in {"so", "this"} or (three.lower == "never" and two.lower in {"so", "this"}):
            value *= _NEVER_SO
        elif three.traits & NEGATES and not (three.lower == "without" and "doubt" in {one.lower, two.lower}):
            value *= NOT
        if phrases:
            value = _phrase(value, words, at)
    if one.lower == "least" and not one.traits & KNOWN and two.lower not in {"at", "very"}:
        value *= NOT
    return value


def _boost(value: float, word: Word, distance: int, mixed: bool) -> float:  # noqa: FBT001  # as above
    boost = word.boost
    if boost == 0.0:
        return value
    if value < 0:
        boost *= -1
    if word.traits & UPPER and mixed:
        boost += CAPITALS if value > 0 else -CAPITALS
    return value + (boost * _FADING[distance] if distance else boost)


def _phrase(value: float, words: Sequence[Word], at: int) -> float:
    """Fixed phrases around a word, by the published order: what comes later wins."""
    three, two, one, zero = (words[at - back].lower for back in (3, 2, 1, 0))
    before = (
        f"{one} {zero}",
        f"{two} {one} {zero}",
        f"{two} {one}",
        f"{three} {two} {one}",
        f"{three} {two}",
    )
    for phrase in before:
        if phrase in VADER.SPECIAL_CASES:
            value = VADER.SPECIAL_CASES[phrase]
            break
    after = [word.lower for word in words[at + 1 : at + 3]]
    for length in range(1, len(after) + 1):
        value = VADER.SPECIAL_CASES.get(" ".join([zero, *after[:length]]), value)
    for phrase in (before[3], before[4], before[2]):
        value += VADER.BOOSTER_DICT.get(phrase, 0.0)
    return value


def _turn_at(but: int, positions: Sequence[int], values: list[float]) -> None:
    """Halve what stands before "but" and raise what follows; in place.

    As published, each value in turn changes the first value equal to it, wherever that stands.
    """
    holders: dict[float, list[int]] = {}
    for index, value in enumerate(values):
        holders.setdefault(value, []).append(index)  # ascending, so already a heap
    for index in range(len(values)):
        value = values[index]  # may have been changed by an earlier one
        if value == 0:
            continue
        heap = holders[value]
        while values[heap[0]] != value:
            heapq.heappop(heap)  # changed since it was put here
        first = heap[0]
        if positions[first] == but:
            continue
        heapq.heappop(heap)
        values[first] *= 0.5 if positions[first] < but else 1.5
        heapq.heappush(holders.setdefault(values[first], []), first)


def sum_up(weighed: Weighed) -> Scores:
    """The four scores of a weighed text."""
    if not weighed.tokens:
        return Scores(0.0, 0.0, 0.0, 0.0)
    values = weighed.values
    if not values:
        return Scores(0.0, 1.0, 0.0, 0.0)
    total = float(sum(values))
    emphasis = _emphasis(weighed.text)
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    compound = total / math.sqrt(total * total + 15)
    positive, negative, others = 0.0, 0.0, len(weighed.tokens) - len(values)
    for value in values:
        if value > 0:
            positive += value + 1
        elif value < 0:
            negative += value - 1
        else:
            others += 1
    if positive > -negative:
        positive += emphasis
    elif positive < -negative:
        negative -= emphasis
    whole = positive + abs(negative) + others
    return Scores(
        round(abs(negative) / whole, 3),
        round(abs(others / whole), 3),
        round(abs(positive / whole), 3),
        round(compound, 4),
    )


def _emphasis(text: str) -> float:
    questions = text.count("?")
    asked = 0.0 if questions <= 1 else questions * 0.18 if questions <= 3 else 0.96  # noqa: PLR2004
    emphasis: float = min(text.count("!"), 4) * 0.292 + asked
    return emphasis
