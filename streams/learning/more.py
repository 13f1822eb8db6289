"""More: what an exam comes to after learning on from texts that may not ship; always a column of its own.

The weights made here are measured and thrown away. Each text is scored by weights that never saw it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from streams.language import Language
from streams.learning.course import Lesson, train_sentiment
from streams.learning.evaluation import Figure, Pair, figure
from streams.learning.exams import Exam
from streams.learning.judged import Judged
from streams.learning.linear import LinearModel
from streams.learning.own import ON_TOP, fold
from streams.learning.sources import MAY_NOT_SHIP, read_source, shuffled
from streams.sentiment.lexical import LearnedScorer
from streams.sentiment.raters import RATERS

MOST: Final = 4_000
"""Texts of each further set: beyond these it drowns the exam's own."""

WEIGHT: Final = 0.2
"""How much one of them counts beside one of the exam's own kind."""


def further_lessons(exam: Exam, sets: Path) -> Iterator[Lesson]:
    """The sets of the exam's language that may not ship and are there, without the exam's own."""
    for name, reader in MAY_NOT_SHIP.get(exam.language, {}).items():
        path = next((path for path in sorted(sets.rglob(name)) if path.is_file()), None)
        if path is not None and name != Path(exam.file).name:
            yield Lesson(name, shuffled(read_source(path, reader))[:MOST], WEIGHT)


def sit_with_more(
    exam: Exam, judged: Sequence[Judged], shipped: LinearModel, further: Sequence[Lesson] = ()
) -> Mapping[str, Figure]:
    """Each measure after learning on from four fifths of the exam and `further`, on the fifth left out.

    Raises:
        BadLabelsError: too few texts.
    """
    pairs: list[Pair] = []
    for rest, held in fold(judged):
        scorer = _learn(exam.language, [Lesson("the exam's own", rest), *further], shipped)
        pairs += [(str(each.label), exam.read_as(scorer.score(each.text))) for each in held]
    return {name: figure(pairs, measure) for name, measure in exam.measures.items()}


def _learn(language: Language, lessons: Sequence[Lesson], shipped: LinearModel) -> LearnedScorer:
    card = {**shipped.card, "may ship": False}
    learned = train_sentiment(language, lessons, card=card, recipe=ON_TOP, start=shipped)
    return LearnedScorer(RATERS[language](), language, learned)
