"""Said: what the angry say, ask and want, in few enough words to read on a phone; part of a minute and of a spike.

All of it is people's words, so each stands with the mentions it came from, and vanishes with them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final
from zlib import crc32

from connectors.mention import Platform
from connectors.wire import Wire
from streams.asks.kind import AskKind
from streams.sketch import is_alike, sketch_text

WORDS_KEPT: Final = 48
"""Of a minute, and of any time put together."""
WORDS_SHOWN: Final = 5
HOLDERS_KEPT: Final = 3
"""Mentions that a word is known to stand in, and quotes of an ask."""
QUESTIONS_KEPT: Final = 6
QUESTIONS_SHOWN: Final = 3

_ORDER: Final = {kind: at for at, kind in enumerate(AskKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Wire):
    """One sentence that somebody wrote, with where to read it again."""

    partition: int
    offset: int
    line: int
    identity: str
    platform: Platform
    text: str
    backlash: bool = False
    interactions: int = 0
    mentions: int = 1
    """With its near-copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword(Wire):
    """A word or phrase that moved scores."""

    word: str
    mentions: int
    holders: tuple[str, ...]
    """Identities of some of them: with the last of these, the word goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Wire):
    """What people want done."""

    kind: AskKind
    mentions: int
    quotes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Wire):
    """Of negative mentions and questions about AI-made content; of a sample where a minute has very many."""

    heard: int = 0
    """Mentions that said something."""
    words: tuple[Keyword, ...] = ()
    """Said most first, as all that follows."""
    questions: tuple[Remark, ...] = ()
    asks: tuple[Ask, ...] = ()

    @property
    def identities(self) -> tuple[str, ...]:
        """Whose words these are."""
        remarks = chain(self.questions, *(ask.quotes for ask in self.asks))
        holders = chain.from_iterable(keyword.holders for keyword in self.words)
        return tuple(dict.fromkeys([*(remark.identity for remark in remarks), *holders]))


def join_said(several: Iterable[Said | None]) -> Said | None:
    """What was said over several times; None where nothing was."""
    known = [one for one in several if one is not None]
    if len(known) < 2:  # noqa: PLR2004 - nothing to join.
        return known[0] if known else None
    return Said(
        heard=sum(one.heard for one in known),
        words=rank_words(chain.from_iterable(one.words for one in known)),
        questions=rank_questions(chain.from_iterable(one.questions for one in known)),
        asks=rank_asks(chain.from_iterable(one.asks for one in known)),
    )


def rank_words(words: Iterable[Keyword]) -> tuple[Keyword, ...]:
    """Each once, those of most mentions first; the same in any order."""
    joined: dict[str, Keyword] = {}
    for one in words:
        known = joined.get(one.word)
        if known is None:
            joined[one.word] = one
            continue
        holders = tuple(sorted({*known.holders, *one.holders})[:HOLDERS_KEPT])
        joined[one.word] = replace(known, mentions=known.mentions + one.mentions, holders=holders)
    return tuple(sorted(joined.values(), key=_weigh_word)[:WORDS_KEPT])


def _weigh_word(one: Keyword) -> tuple[int, int, str]:
    """Of those said once, chance decides which are kept, and alike in every minute: so they can come to two."""
    return -one.mentions, crc32(one.word.encode("utf-8", "surrogatepass")), one.word


def rank_questions(questions: Iterable[Remark]) -> tuple[Remark, ...]:
    """Each once, with its near-copies counted: those of most mentions, against AI, most reacted to first."""
    kept: list[Remark] = []
    sketches: list[tuple[int, ...]] = []
    for one in sorted(questions, key=_weigh_remark):
        sketch = sketch_text(one.text)
        twin = next((at for at, other in enumerate(sketches) if is_alike(sketch, other)), None)
        if twin is None:
            kept.append(one)
            sketches.append(sketch)
        elif kept[twin].identity != one.identity:
            kept[twin] = replace(kept[twin], mentions=kept[twin].mentions + one.mentions)
    return tuple(sorted(kept, key=_weigh_remark)[:QUESTIONS_KEPT])


def _weigh_remark(one: Remark) -> tuple[int, bool, int, int, str]:
    return -one.mentions, not one.backlash, -one.interactions, len(one.text), one.identity


def rank_asks(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Each kind once, that of most mentions first; the quotes in the order of questions."""
    joined: dict[AskKind, Ask] = {}
    for one in asks:
        known = joined.get(one.kind)
        if known is None:
            joined[one.kind] = one
        else:
            quotes = _choose_quotes([*known.quotes, *one.quotes])
            joined[one.kind] = replace(known, mentions=known.mentions + one.mentions, quotes=quotes)
    return tuple(sorted(joined.values(), key=lambda one: (-one.mentions, _ORDER[one.kind])))


def _choose_quotes(quotes: Sequence[Remark]) -> tuple[Remark, ...]:
    """The shortest say it best."""
    ranked = {
        one.identity: one
        for one in sorted(quotes, key=lambda one: (not one.backlash, len(one.text), one.identity))
    }
    return tuple(ranked.values())[:HOLDERS_KEPT]


def forget_said(said: Said | None, gone: Collection[str]) -> Said | None:
    """Without the words of mentions that were taken down."""
    if said is None or not gone or not any(identity in gone for identity in said.identities):
        return said
    words = []
    for one in said.words:
        holders = tuple(identity for identity in one.holders if identity not in gone)
        left = one.mentions - (len(one.holders) - len(holders))
        if holders:
            words.append(replace(one, mentions=left, holders=holders))
    asks = []
    for ask in said.asks:
        quotes = tuple(quote for quote in ask.quotes if quote.identity not in gone)
        left = ask.mentions - (len(ask.quotes) - len(quotes))
        if left > 0:
            asks.append(replace(ask, mentions=left, quotes=quotes))
    return replace(
        said,
        words=rank_words(words),
        questions=tuple(one for one in said.questions if one.identity not in gone),
        asks=rank_asks(asks),
    )


def show_said(said: Said | None) -> Said | None:
    """What people are shown of it: the first words, none within another, the first questions, a quote of each ask."""
    if said is None:
        return None
    chosen: list[Keyword] = []
    for one in sorted(said.words, key=lambda one: (-one.mentions, -len(one.word), one.word)):
        twice = any(one.word in other.word or other.word in one.word for other in chosen)
        if not twice and len(chosen) < WORDS_SHOWN:
            chosen.append(one)
    return replace(
        said,
        words=tuple(chosen),
        questions=said.questions[:QUESTIONS_SHOWN],
        asks=tuple(replace(ask, quotes=ask.quotes[:1]) for ask in said.asks),
    )
