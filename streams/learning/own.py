"""Own labels: what a team's own judged texts change, seen before anything is switched.

The shipped weights learn on from the labels; each text is compared by weights that never saw it.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from streams.backlash.classifier import BacklashClassifier, Finding
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.course import train_backlash, train_reasons, train_sentiment
from streams.learning.errors import BadLabelsError
from streams.learning.evaluation import Figure, Pair, classify_judged, f1, figure, macro, recall
from streams.learning.judged import Judged
from streams.learning.lessons import Lesson
from streams.learning.linear import LinearModel
from streams.learning.trainer import Recipe
from streams.reading import Stance
from streams.sentiment.lexical import LearnedScorer
from streams.sentiment.raters import RATERS
from streams.sentiment.scorer import Scorer

FOLDS: Final = 5
ON_TOP: Final = Recipe(epochs=6, rate=0.08, seen_at_least=2, smallest=0.05, balance=0.7)

REASONS_ON_TOP: Final = Recipe(epochs=4, rate=0.08, decay=1e-4, seen_at_least=2, smallest=0.15)

Learn = Callable[[Sequence[Judged]], LinearModel]


@dataclass(frozen=True, slots=True)
class Difference:
    """The same measure before and after, on the same texts."""

    measure: str
    shipped: Figure
    learned: Figure
    gained: tuple[str, ...]
    """Texts that come out as people say only with the team's labels."""
    lost: tuple[str, ...]
    """Those that no longer do."""

    def __str__(self) -> str:
        return f"{self.measure}: shipped {self.shipped}, with your labels {self.learned}"


def learn_sentiment(language: Language, judged: Sequence[Judged], shipped: LinearModel) -> LinearModel:
    """The shipped sentiment weights, learned on.

    Raises:
        BadLabelsError: too few texts, or all of one label.
    """
    card = {**shipped.card, "learned on from": len(judged), "may ship": False}
    return train_sentiment(language, [Lesson("own labels", judged)], card=card, recipe=ON_TOP, start=shipped)


def learn_backlash(
    language: Language, judged: Sequence[Judged], scorer: Scorer, shipped: LinearModel
) -> LinearModel:
    """The shipped backlash weights, learned on.

    Raises:
        BadLabelsError: too few texts that touch AI, or all of them against AI-made content, or none.
    """
    card = {**shipped.card, "learned on from": len(judged), "may ship": False}
    try:
        return train_backlash(
            language, [Lesson("own labels", judged)], scorer, card=card, recipe=ON_TOP, start=shipped
        )
    except BadLabelsError as exc:
        raise BadLabelsError(f"of those that speak of AI, {exc}") from exc


def learn_reasons(
    language: Language, judged: Sequence[Judged], backlash: LinearModel, shipped: LinearModel
) -> LinearModel:
    """The shipped weights of why a text is against AI-made content, learned on; `backlash` decides whether.

    Raises:
        BadLabelsError: too few texts that are against it and have themes.
    """
    told = _with_themes(judged)
    card = {**shipped.card, "learned on from": len(told), "may ship": False}
    try:
        return train_reasons(
            language,
            [Lesson("own labels", told)],
            backlash,
            card=card,
            recipe=REASONS_ON_TOP,
            start=shipped,
        )
    except BadLabelsError as exc:
        raise BadLabelsError(f"of those against it whose themes are named, {exc}") from exc


def _with_themes(judged: Sequence[Judged]) -> list[Judged]:
    """Whoever names none may have named none of any."""
    return [each for each in judged if each.stance is Stance.AGAINST and each.themes]


def compare_sentiment(language: Language, judged: Sequence[Judged], shipped: LinearModel) -> Difference:
    """Macro recall on labelled texts."""

    def scored(model: LinearModel, some: Sequence[Judged]) -> list[tuple[Pair, ...]]:
        scorer = LearnedScorer(RATERS[language](), language, model)
        return [((str(each.label), str(scorer.score(each.text).label)),) for each in some]

    def learn(rest: Sequence[Judged]) -> LinearModel:
        return learn_sentiment(language, rest, shipped)

    return _differ(
        "sentiment, macro recall",
        judged,
        shipped,
        learn=learn,
        decide=scored,
        rate=lambda pairs: macro(pairs, recall),
    )


def compare_backlash(
    language: Language, judged: Sequence[Judged], scorer: Scorer, shipped: LinearModel
) -> Difference:
    """F1 of backlash on texts with a stance."""

    def decided(model: LinearModel, some: Sequence[Judged]) -> list[tuple[Pair, ...]]:
        classifier = BacklashClassifier(language, model)
        return [
            ((str(each.stance is Stance.AGAINST), str(finding.is_backlash)),)
            for each, finding in _classify(classifier, scorer, some)
        ]

    def learn(rest: Sequence[Judged]) -> LinearModel:
        return learn_backlash(language, rest, scorer, shipped)

    return _differ(
        "backlash, F1", judged, shipped, learn=learn, decide=decided, rate=lambda pairs: f1(pairs, str(True))
    )


def compare_reasons(
    language: Language,
    judged: Sequence[Judged],
    scorer: Scorer,
    backlash: LinearModel,
    shipped: LinearModel,
) -> Difference:
    """F1 of all reasons together, on texts against AI-made content whose themes people named.

    A text that `backlash` does not find is one without reasons.
    """

    def told(model: LinearModel, some: Sequence[Judged]) -> list[tuple[Pair, ...]]:
        classifier = BacklashClassifier(language, backlash, model)
        return [
            tuple((str(theme in each.themes), str(theme in finding.themes)) for theme in Theme)
            for each, finding in _classify(classifier, scorer, some)
        ]

    def learn(rest: Sequence[Judged]) -> LinearModel:
        return learn_reasons(language, rest, backlash, shipped)

    return _differ(
        "reasons, F1",
        _with_themes(judged),
        shipped,
        learn=learn,
        decide=told,
        rate=lambda pairs: f1(pairs, str(True)),
    )


def _classify(
    classifier: BacklashClassifier, scorer: Scorer, some: Iterable[Judged]
) -> Iterator[tuple[Judged, Finding]]:
    for each in some:
        yield each, classify_judged(classifier, scorer, each)


def _differ(
    measure: str,
    judged: Sequence[Judged],
    shipped: LinearModel,
    *,
    learn: Learn,
    decide: Callable[[LinearModel, Sequence[Judged]], list[tuple[Pair, ...]]],
    rate: Callable[[Sequence[Pair]], float],
) -> Difference:
    said: list[str] = []
    before: list[tuple[Pair, ...]] = []
    after: list[tuple[Pair, ...]] = []
    for rest, held in fold(judged):
        said += [each.text for each in held]
        before += decide(shipped, held)
        after += decide(learn(rest), held)
    beside = list(zip(said, before, after, strict=True))
    return Difference(
        measure,
        figure(list(chain.from_iterable(before)), rate),
        figure(list(chain.from_iterable(after)), rate),
        gained=tuple(text for text, old, new in beside if not _is_right(old) and _is_right(new)),
        lost=tuple(text for text, old, new in beside if _is_right(old) and not _is_right(new)),
    )


def _is_right(pairs: Iterable[Pair]) -> bool:
    return all(truth == said for truth, said in pairs)


def fold(judged: Sequence[Judged]) -> Iterator[tuple[list[Judged], list[Judged]]]:
    """Each text once in the second part, with the others in the first; all copies of a text in the same part."""
    mixed = list(judged)
    random.Random(FOLDS).shuffle(mixed)  # noqa: S311  # the order of texts, not a secret
    plain = [" ".join(each.text.split()).casefold() for each in mixed]
    sizes = [0] * FOLDS
    home: dict[str, int] = {}
    for text, copies in Counter(plain).most_common():
        home[text] = min(range(FOLDS), key=sizes.__getitem__)
        sizes[home[text]] += copies
    for fold in range(FOLDS):
        is_held = [home[text] == fold for text in plain]
        yield (
            [each for each, held in zip(mixed, is_held, strict=True) if not held],
            [each for each, held in zip(mixed, is_held, strict=True) if held],
        )
