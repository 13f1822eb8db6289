"""Exams: the public sets that figures are reported on, each with its measure; nothing shipped learned from them.

They do not come with the package: the caller names a directory that holds those it has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streams.language import Language
from streams.learning.evaluation import Figure, Pair, f1, figure, macro, precision, recall
from streams.learning.judged import Judged
from streams.learning.sources import Reader, Row, by_emotions, by_label, read_source, shuffled
from streams.reading import Label
from streams.sentiment.scorer import Feeling, Scorer

Measure = Callable[[Sequence[Pair]], float]


def _by_push(row: Row) -> Label | None:
    return {"推": Label.POSITIVE, "噓": Label.NEGATIVE}.get(row["tag"])


def by_name(feeling: Feeling) -> str:
    return str(feeling.label)


def by_side(feeling: Feeling) -> str:
    """For labels without a middle."""
    return str(Label.NEGATIVE if feeling.valence < 0 else Label.POSITIVE)


@dataclass(frozen=True, slots=True)
class Exam:
    """One set."""

    title: str
    file: str
    language: Language
    reader: Reader
    measures: Mapping[str, Measure]
    start: int = 0
    """Texts before this, in the order of `shuffled`, were trained on."""
    read_as: Callable[[Feeling], str] = by_name

    def read(self, sets: Path) -> list[Judged]:
        """The texts; empty when the set is not there."""
        path = next(
            (path for path in (sets / self.file, sets / Path(self.file).name) if path.is_file()), None
        )
        if path is None:
            return []
        return shuffled(read_source(path, self.reader))[self.start :]


MACRO_RECALL: Final[Mapping[str, Measure]] = {"macro recall": lambda pairs: macro(pairs, recall)}
MACRO_F1: Final[Mapping[str, Measure]] = {"macro F1": lambda pairs: macro(pairs, f1)}
NEGATIVES: Final[Mapping[str, Measure]] = {
    "negative recall": lambda pairs: recall(pairs, Label.NEGATIVE),
    "negative precision": lambda pairs: precision(pairs, Label.NEGATIVE),
}

EXAMS: Final = (
    Exam("TweetEval, validation", "labelled/en_tweeteval_val.jsonl.gz", Language.EN, by_label, MACRO_RECALL),
    Exam("airline tweets", "streams/us_airline.jsonl.gz", Language.EN, by_label, NEGATIVES),
    Exam(
        "PTT, push against boo",
        "streams/ptt_pushes.jsonl.gz",
        Language.ZH_HANT,
        _by_push,
        {"balanced accuracy": MACRO_RECALL["macro recall"]},
        read_as=by_side,
    ),
    Exam(
        "Weibo, six emotions to three",
        "labelled/zh_hans_weibo_eval.jsonl.gz",
        Language.ZH_HANS,
        by_emotions,
        MACRO_F1,
    ),
    Exam(
        "Spanish XED, the rest", "labelled/es_xed.jsonl.gz", Language.ES, by_emotions, MACRO_F1, start=6_000
    ),
    Exam("HuSST, the rest", "labelled/hu_husst_train.jsonl.gz", Language.HU, by_label, MACRO_F1, start=7_928),
)


@dataclass(frozen=True, slots=True)
class Result:
    """One measure of one exam."""

    exam: Exam
    measure: str
    ours: Figure
    alone: Figure | None
    """vaderSentiment alone, for English."""


def sit(
    exam: Exam, judged: Sequence[Judged], scorer: Scorer, alone: Scorer | None = None
) -> Iterator[Result]:
    """Score an exam's texts and measure."""
    ours = _answer(exam, judged, scorer)
    theirs = _answer(exam, judged, alone) if alone is not None else None
    for name, measure in exam.measures.items():
        yield Result(exam, name, figure(ours, measure), figure(theirs, measure) if theirs else None)


def _answer(exam: Exam, judged: Sequence[Judged], scorer: Scorer) -> list[Pair]:
    return [(str(each.label), exam.read_as(scorer.score(each.text))) for each in judged]
