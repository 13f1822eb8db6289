"""Heard: what an open minute's mentions say, ask and want; the order of arrival leaves no trace.

Words and asks are those of negative mentions; a question may also be of one that is calm about AI-made content.

At most `SAMPLED` of them are kept, chosen by chance as sketches are: work and memory are bounded in a storm.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from streams.asks.finder import QUESTION_MARKS, AskFinder, is_asking, split_sentences
from streams.asks.kind import AskKind
from streams.edges import find_edge
from streams.keywords import pick_keywords
from streams.language import WIDE
from streams.quoting import quote
from streams.reading import Label, Scored
from streams.said import HOLDERS_KEPT, Ask, Keyword, Remark, Said, rank_asks, rank_questions, rank_words
from streams.sample import cut_sample, draw, stays_out

SAMPLED: Final = 50
"""Mentions of a minute: to hear one is more work than to count it."""
SLACK: Final = 15
"""As `crowd.SLACK`."""
TEXT_KEPT: Final = 160
"""Signs of a question, or of the sentence that asks."""
ASKED_IN: Final = 3
"""Words of a question worth an answer; of Han or kana two signs more."""

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+")
_AIMED: Final = re.compile(r"^(?:[@#]\w[\w.]*\s*)+")
_WORD: Final = re.compile(r"[^\W\d_]+")

_asks: Final = AskFinder()


@dataclass(slots=True)
class Heard:
    """One mention."""

    remark: Remark | None = None
    """Where it stands, with its question; None when it was taken down, or asks and wants nothing."""
    words: tuple[str, ...] = ()
    asks: dict[AskKind, str] = field(default_factory=dict)


def hear(
    sample: dict[str, Heard], next_out: str, scored: Scored, place: tuple[int, int], *, is_gone: bool
) -> str:
    """Keep what a mention says if it is in the minute's sample, in place.

    Args:
        sample: what was heard, by identity.
        next_out: what this returned for the sample before; empty at first.
        scored: the mention; it has an excerpt.
        place: partition and offset of its page.
        is_gone: it was taken down before: it keeps its place in the sample and says nothing.

    Returns:
        As `cut_sample`.
    """
    identity = scored.identity
    if stays_out(identity, next_out):
        return next_out
    sample[identity] = Heard() if is_gone else _listen(scored, place)
    return cut_sample(sample, next_out, size=SAMPLED, slack=SLACK)


def sum_up(sample: Mapping[str, Heard], brand: str) -> Said | None:
    """What a minute's sample comes to; None where nobody said anything."""
    drawn = [
        identity for identity in draw(sample, SAMPLED) if sample[identity].words or sample[identity].remark
    ]
    holders: defaultdict[str, list[str]] = defaultdict(list)
    asks: list[Ask] = []
    questions: list[Remark] = []
    for identity in drawn:
        heard = sample[identity]
        for word in heard.words:
            if word != brand.casefold():
                holders[word].append(identity)
        remark = heard.remark
        if remark is None:
            continue
        if remark.text:
            questions.append(remark)
        asks += [
            Ask(kind=kind, mentions=1, quotes=(replace(remark, text=text),))
            for kind, text in heard.asks.items()
        ]
    if not (holders or questions or asks):
        return None
    return Said(
        heard=len(drawn),
        words=rank_words(
            Keyword(word=word, mentions=len(said_by), holders=tuple(sorted(said_by)[:HOLDERS_KEPT]))
            for word, said_by in holders.items()
        ),
        questions=rank_questions(questions),
        asks=rank_asks(asks),
    )


def _listen(scored: Scored, place: tuple[int, int]) -> Heard:
    text = _LINK.sub(" ", scored.excerpt)
    question = find_question(text)
    words: tuple[str, ...] = ()
    asks: dict[AskKind, str] = {}
    if scored.label is Label.NEGATIVE:
        words = pick_keywords(quote(scored.because, scored.excerpt, scored.language), scored.excerpt)
        asks = {kind: _trim(said) for kind, said in _asks.find(text).items()}
    remark = None
    if question or asks:
        remark = Remark(
            partition=place[0],
            offset=place[1],
            line=scored.line,
            identity=scored.identity,
            platform=scored.platform,
            text=question,
            backlash=scored.backlash,
            interactions=max(scored.interactions or 0, 0),
        )
    return Heard(remark=remark, words=words, asks=asks)


def find_question(text: str) -> str:
    """The first sentence of a text that asks something; empty where none does."""
    if not is_asking(text):
        return ""
    for sentence in split_sentences(text):
        if sentence.rstrip("!！").endswith(QUESTION_MARKS):
            asked = _trim(sentence)
            wide = len(WIDE.findall(asked))
            if wide >= ASKED_IN + 2 if wide else len(_WORD.findall(asked)) >= ASKED_IN:
                return asked
    return ""


def _trim(sentence: str) -> str:
    said = _AIMED.sub("", sentence.strip())
    return said if len(said) <= TEXT_KEPT else said[: find_edge(said, TEXT_KEPT - 1)] + "…"
