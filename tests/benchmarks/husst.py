"""HuSST in five random splits: what the Hungarian recipe reaches, whatever rows fall into the test.

`python -m tests.benchmarks.husst SETS PHRASES` learns five times from four fifths of the rows and from our own
posts, scores the fifth left out, and prints macro-F1 of all 9,328 rows and of each split. A minute or two.
"""

import sys
from dataclasses import replace
from pathlib import Path

from streams.language import Language
from streams.learning.course import train_sentiment
from streams.learning.evaluation import Figure, Pair, f1, figure, macro
from streams.learning.lessons import our_lesson
from streams.learning.own import fold
from streams.learning.portions import OURS, RECIPES
from streams.learning.shipping import public_lessons, scenario_lesson
from streams.learning.sources import MAY_SHIP, read_source, shuffled
from streams.sentiment.lexical import LearnedScorer
from streams.sentiment.raters import RATERS

SET = "hu_husst_train.jsonl.gz"


def measure_splits(sets: Path, phrases: Path) -> tuple[Figure, list[Figure]]:
    """All rows together, each scored by weights that never saw it, and each split by itself."""
    language = Language.HU
    (husst,) = public_lessons(language, sets)
    ours = [our_lesson(language, OURS[language]), scenario_lesson(language, phrases)]
    parts: list[list[Pair]] = []
    for rest, held in fold(shuffled(read_source(sets / SET, MAY_SHIP[language][SET]))):
        model = train_sentiment(language, [replace(husst, texts=rest), *ours], recipe=RECIPES[language])
        scorer = LearnedScorer(RATERS[language](), language, model)
        parts.append([(str(each.label), str(scorer.score(each.text).label)) for each in held])
    together = [pair for part in parts for pair in part]
    return _macro_f1(together), [_macro_f1(part) for part in parts]


def _macro_f1(pairs: list[Pair]) -> Figure:
    return figure(pairs, lambda some: macro(some, f1))


if __name__ == "__main__":
    together, each = measure_splits(Path(sys.argv[1]), Path(sys.argv[2]))
    print("all rows", together)
    for number, split in enumerate(each, 1):
        print("split", number, split)
