"""Sources: public labelled sets as judged texts, read line by line from a directory the caller names.

Only sets whose licence lets weights ship are in `MAY_SHIP`; the others serve evaluation, and users who train
on their own terms.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from streams.language import Language
from streams.learning.judged import Judged
from streams.reading import Label

_GOOD: Final = frozenset(
    {
        *("admiration", "amusement", "approval", "caring", "excitement", "gratitude", "joy", "love"),
        *("optimism", "pride", "relief", "happy"),
    }
)
_BAD: Final = frozenset(
    {
        *("anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief"),
        *("nervousness", "remorse", "sadness", "angry", "sad"),
    }
)
_CALM: Final = frozenset({"neutral", "confusion", "curiosity", "realization"})

Row = Mapping[str, Any]


def by_emotions(row: Row) -> Label | None:
    """Emotions that agree; None where they do not or say nothing."""
    emotions = set(row["emotions"]) if "emotions" in row else {row["emotion"]}
    if emotions & _BAD:
        return None if emotions & _GOOD else Label.NEGATIVE
    if emotions & _GOOD:
        return Label.POSITIVE
    return Label.NEUTRAL if emotions <= _CALM else None


def by_rating(row: Row) -> Label:
    """VADER's own tweets: the mean of twenty raters."""
    rating = float(row["rating"])
    return Label.POSITIVE if rating >= 0.5 else Label.NEGATIVE if rating <= -0.5 else Label.NEUTRAL  # noqa: PLR2004


def by_label(row: Row) -> Label:
    return Label(row["label"])


def by_stance(row: Row) -> Label | None:
    """Chinese comments with their stance to the topic; those on one topic are in English."""
    return None if "Trump" in row["topic"] else Label(row["label"])


Reader = Callable[[Row], Label | None]

MAY_SHIP: Final[Mapping[Language, Mapping[str, Reader]]] = {
    Language.EN: {
        "en_goemotions.jsonl.gz": by_emotions,  # Apache-2.0
        "en_xed.jsonl.gz": by_emotions,  # CC BY 4.0
        "en_vader_tweets.jsonl.gz": by_rating,  # MIT
    },
    Language.HU: {
        "hu_husst_train.jsonl.gz": by_label,  # CC BY-SA 4.0
        "hu_xed.jsonl.gz": by_emotions,  # CC BY 4.0
    },
    Language.ES: {"es_xed.jsonl.gz": by_emotions},  # CC BY 4.0
    Language.JA: {},
    Language.ZH_HANT: {
        "zh_hant_xed.jsonl.gz": by_emotions,  # CC BY 4.0
        "zh_hans_en_stance_sarcasm.jsonl.gz": by_stance,  # MIT
    },
    Language.ZH_HANS: {
        "zh_hans_xed.jsonl.gz": by_emotions,  # CC BY 4.0
        "zh_hans_en_stance_sarcasm.jsonl.gz": by_stance,  # MIT
    },
}

MAY_NOT_SHIP: Final[Mapping[Language, Mapping[str, Reader]]] = {
    Language.EN: {"us_airline.jsonl.gz": by_label},
    Language.ZH_HANS: {"zh_hans_car.jsonl.gz": by_label, "zh_hans_delivery.jsonl.gz": by_label},
}


def read_source(path: Path, reader: Reader) -> Iterator[Judged]:
    """Texts of one set that have a label."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            label = reader(row)
            if label is not None and row["text"].strip():
                yield Judged(text=row["text"], label=label)


def shuffled(texts: Iterable[Judged], seed: int = 5) -> list[Judged]:
    """The order in which portions are taken: the first train, the rest may test."""
    mixed = list(texts)
    random.Random(seed).shuffle(mixed)  # noqa: S311  # which rows train, not a secret
    return mixed
