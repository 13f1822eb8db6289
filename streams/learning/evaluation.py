"""Evaluation: what a scorer gets right on judged texts, with confidence intervals and calibration.

`crisis evaluate` calls these; nothing here reads files or prints.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from streams.backlash.classifier import BacklashClassifier, Finding
from streams.learning.judged import Judged
from streams.reading import Label, Stance
from streams.sentiment.scorer import Feeling, Scorer
from streams.sentiment.taming import tame

RESAMPLED: Final = 400
"""Bootstrap rounds."""

BINS: Final = 10

LABELS: Final = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)

Pair = tuple[str, str]
"""What people said, what the scorer said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number with its 95 % interval."""

    value: float
    low: float
    high: float
    texts: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.texts}"


def figure(
    pairs: Sequence[Pair], measure: Callable[[Sequence[Pair]], float], rounds: int = RESAMPLED
) -> Figure:
    """A measure with a bootstrap interval; the same pairs give the same interval."""
    chance = random.Random(len(pairs))  # noqa: S311  # resampling, not a secret
    drawn = sorted(measure(chance.choices(pairs, k=len(pairs))) for _ in range(rounds)) if pairs else []
    value = measure(pairs)
    low, high = (drawn[int(rounds * 0.025)], drawn[int(rounds * 0.975)]) if drawn else (value, value)
    return Figure(value, low, high, len(pairs))


def precision(pairs: Sequence[Pair], of: str) -> float:
    said = [truth for truth, guess in pairs if guess == of]
    return said.count(of) / len(said) if said else 0.0


def recall(pairs: Sequence[Pair], of: str) -> float:
    wanted = [guess for truth, guess in pairs if truth == of]
    return wanted.count(of) / len(wanted) if wanted else 0.0


def f1(pairs: Sequence[Pair], of: str) -> float:
    found, complete = precision(pairs, of), recall(pairs, of)
    return 2 * found * complete / (found + complete) if found + complete else 0.0


def macro(pairs: Sequence[Pair], each: Callable[[Sequence[Pair], str], float]) -> float:
    """The mean over the classes people used: balanced accuracy, where `each` is `recall`."""
    classes = sorted({truth for truth, _ in pairs})
    return sum(each(pairs, name) for name in classes) / len(classes) if classes else 0.0


def agreement(pairs: Sequence[Pair]) -> float:
    return sum(truth == guess for truth, guess in pairs) / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Texts given a confidence in one tenth, and how many of them were right."""

    confidence: float
    right: float
    texts: int


def calibration(sure: Sequence[tuple[float, bool]]) -> tuple[float, tuple[CalibrationBin, ...]]:
    """The expected calibration error and its bins, for a plot."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, is_right in sure:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, is_right))
    filled = tuple(
        CalibrationBin(sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held), len(held))
        for held in bins
        if held
    )
    error = sum(abs(part.confidence - part.right) * part.texts for part in filled) / max(1, len(sure))
    return error, filled


@dataclass(frozen=True, slots=True)
class SentimentReport:
    """A scorer against people's labels."""

    accuracy: Figure
    macro_recall: Figure
    macro_f1: Figure
    negative_precision: Figure
    negative_recall: Figure
    calibration_error: float
    bins: tuple[CalibrationBin, ...]
    disagreements: tuple[tuple[str, str, str], ...]
    """Text, what people said, what the scorer said."""


def evaluate_sentiment(judged: Sequence[Judged], score: Callable[[str], Feeling]) -> SentimentReport:
    """Score every text that has a label and compare."""
    held = [(each, score(each.text)) for each in judged if each.label is not None]
    pairs: list[Pair] = [(str(each.label), str(feeling.label)) for each, feeling in held]
    error, bins = calibration([(feeling.confidence, feeling.label == each.label) for each, feeling in held])
    return SentimentReport(
        accuracy=figure(pairs, agreement),
        macro_recall=figure(pairs, lambda some: macro(some, recall)),
        macro_f1=figure(pairs, lambda some: macro(some, f1)),
        negative_precision=figure(pairs, lambda some: precision(some, Label.NEGATIVE)),
        negative_recall=figure(pairs, lambda some: recall(some, Label.NEGATIVE)),
        calibration_error=error,
        bins=bins,
        disagreements=tuple(
            (each.text, str(each.label), str(feeling.label))
            for each, feeling in held
            if each.label != feeling.label
        ),
    )


@dataclass(frozen=True, slots=True)
class BacklashReport:
    """Backlash decisions and reasons against people's."""

    precision: Figure
    recall: Figure
    f1: Figure
    favour: Figure | None
    """F1 of the stance `for`; None where nobody is."""
    themes: dict[str, Figure]
    """F1 of each theme over all texts; a text may have several."""
    missed: tuple[str, ...]
    false: tuple[str, ...]


def classify_judged(classifier: BacklashClassifier, scorer: Scorer, judged: Judged) -> Finding:
    """What is said of a judged text, as the workers would."""
    tamed = tame(judged.text)
    return classifier.classify(tamed, scorer.score(tamed), under_ai=judged.under_ai)


def _judge_favour(held: Sequence[tuple[Judged, Finding]]) -> Figure | None:
    if all(each.stance is not Stance.FOR for each, _ in held):
        return None
    pairs: list[Pair] = [(str(each.stance), str(finding.stance)) for each, finding in held]
    return figure(pairs, lambda some: f1(some, Stance.FOR))


def evaluate_backlash(judged: Sequence[Judged], classify: Callable[[Judged], Finding]) -> BacklashReport:
    """Classify every text that has a stance and compare."""
    held = [(each, classify(each)) for each in judged if each.stance is not None]
    yes, no = "backlash", "other"
    pairs: list[Pair] = [
        (yes if each.stance is Stance.AGAINST else no, yes if finding.is_backlash else no)
        for each, finding in held
    ]
    themes = sorted({theme for each, _ in held for theme in each.themes})
    return BacklashReport(
        precision=figure(pairs, lambda some: precision(some, yes)),
        recall=figure(pairs, lambda some: recall(some, yes)),
        f1=figure(pairs, lambda some: f1(some, yes)),
        favour=_judge_favour(held),
        themes={
            theme: figure(
                [
                    (yes if theme in each.themes else no, yes if theme in finding.themes else no)
                    for each, finding in held
                ],
                lambda some: f1(some, yes),
            )
            for theme in themes
        },
        missed=tuple(each.text for (each, _), pair in zip(held, pairs, strict=True) if pair == (yes, no)),
        false=tuple(each.text for (each, _), pair in zip(held, pairs, strict=True) if pair == (no, yes)),
    )
