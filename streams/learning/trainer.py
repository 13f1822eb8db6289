"""The trainer: fits a linear model to labelled features, deterministically and without numpy.

AdaGrad on the logistic loss, of classes that exclude each other or of tags that do not. Rare features are left out;
weights too small to matter are dropped, so that a shipped file stays small.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from streams.learning.errors import BadLabelsError
from streams.learning.linear import LinearModel, soften

LEAST_EXAMPLES: Final = 20
TEMPERATURES: Final = tuple(1 + 0.1 * step for step in range(31))
COOLER: Final = (*(step / 10 for step in range(5, 10)), *TEMPERATURES)
"""For texts that are wholly new to a model. Variants of a line it learned from would make it far too sure."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text, already turned into features."""

    features: tuple[str, ...]
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """One text that may have several tags or none, already turned into features."""

    features: tuple[str, ...]
    tags: frozenset[str]
    weight: float = 1.0


Taught = TypeVar("Taught", Example, Tagged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train."""

    epochs: int = 5
    rate: float = 0.25
    decay: float = 1e-5
    """Pull of each used weight towards 0, at each step."""
    seen_at_least: int = 2
    """Features of fewer examples are left out."""
    smallest: float = 0.04
    """Weights whose spread over the classes is smaller are dropped at the end."""
    balance: float = 0.5
    """0: classes count as often as they occur; 1: all classes count the same."""
    seed: int = 1


def train(
    examples: Sequence[Example],
    classes: Sequence[str],
    recipe: Recipe,
    card: Mapping[str, object] | None = None,
    start: LinearModel | None = None,
) -> LinearModel:
    """Fit a model. The same examples in the same order give the same weights.

    Args:
        examples: what to learn from.
        classes: in the order of the model's sums.
        recipe: how.
        card: the facts that go with the weights.
        start: a model of these classes to learn on from; what it knows is kept where the examples are silent.

    Raises:
        BadLabelsError: too few examples, all of one class, or a class without any and nothing to start from.
    """
    counts = Counter(example.label for example in examples)
    lacking = [name for name in classes if not counts[name] and start is None]
    if lacking:
        raise BadLabelsError(f"{len(examples)} labelled texts, none labelled {', '.join(lacking)}")
    if len(examples) < LEAST_EXAMPLES:
        raise BadLabelsError(
            f"{len(examples)} labelled texts; learning takes {LEAST_EXAMPLES} beside those left out"
        )
    if len(counts) == 1:
        raise BadLabelsError(
            f"{len(examples)} labelled texts, all {examples[0].label}; learning takes some of another label, too, "
            "beside those left out"
        )
    share = {name: (len(examples) / len(counts) / count) ** recipe.balance for name, count in counts.items()}
    known = start.weights if start is not None else {}
    prepared = [
        (features, [name == example.label for name in classes], example.weight * share[example.label])
        for example, features in _leave_out_rare(examples, recipe, known)
    ]
    bias = list(start.bias) if start is not None else [0.0] * len(classes)
    weights = {feature: list(row) for feature, row in known.items()}
    _descend(prepared, bias, weights, recipe, partial(soften, temperature=1.0))
    return LinearModel(
        classes=tuple(classes),
        bias=tuple(bias),
        weights={
            feature: tuple(row) for feature, row in weights.items() if max(row) - min(row) >= recipe.smallest
        },
        temperature=start.temperature if start is not None else 1.0,
        card=dict(card or {}),
    )


def extend(
    model: LinearModel, examples: Sequence[Example], recipe: Recipe, may_learn: Callable[[str], bool]
) -> LinearModel:
    """The same model with weights of more features; its bias and all other weights stay as they are.

    Args:
        model: what is known already.
        examples: with any of the features to learn; labels among the model's classes.
        recipe: how; `seen_at_least` is of these examples.
        may_learn: whether a feature is one of those.
    """
    counts = Counter(example.label for example in examples)
    share = {name: (len(examples) / len(counts) / count) ** recipe.balance for name, count in counts.items()}
    known, prepared, starts = model.weights, [], []
    for example, features in _leave_out_rare(examples, recipe, known):
        learned = [feature for feature in features if may_learn(feature)]
        if learned:
            kept = [known[feature] for feature in features if feature in known and not may_learn(feature)]
            starts.append([sum(column) for column in zip(model.bias, *kept, strict=True)])
            truth = [name == example.label for name in model.classes]
            prepared.append((learned, truth, example.weight * share[example.label]))
    weights = {feature: list(row) for feature, row in known.items()}
    _descend(prepared, list(model.bias), weights, recipe, partial(soften, temperature=1.0), starts=starts)
    return replace(
        model,
        weights={
            feature: tuple(row)
            for feature, row in weights.items()
            if not may_learn(feature) or max(row) - min(row) >= recipe.smallest
        },
    )


def train_tags(
    examples: Sequence[Tagged],
    tags: Sequence[str],
    recipe: Recipe,
    card: Mapping[str, object] | None = None,
    start: LinearModel | None = None,
) -> LinearModel:
    """Fit one decision for each tag, side by side: a tag's chance is the logistic function of its sum alone.

    The same examples in the same order give the same weights. `recipe.balance` is of no use here; the other
    arguments are as in `train`.

    Raises:
        BadLabelsError: too few examples, or a tag without any and nothing to start from.
    """
    counts = Counter(tag for example in examples for tag in example.tags)
    if start is None and (lacking := [tag for tag in tags if not counts[tag]]):
        raise BadLabelsError(f"{len(examples)} texts, none tagged {', '.join(lacking)}")
    if len(examples) < LEAST_EXAMPLES:
        raise BadLabelsError(
            f"{len(examples)} tagged texts; learning takes {LEAST_EXAMPLES} beside those left out"
        )
    known = start.weights if start is not None else {}
    prepared = [
        (features, [tag in example.tags for tag in tags], example.weight)
        for example, features in _leave_out_rare(examples, recipe, known)
    ]
    bias = (
        [math.log(counts[tag] / (len(examples) - counts[tag] + 1)) for tag in tags]
        if start is None
        else list(start.bias)
    )
    weights = {feature: list(row) for feature, row in known.items()}
    _descend(prepared, bias, weights, recipe, _each_alone)
    return LinearModel(
        classes=tuple(tags),
        bias=tuple(bias),
        weights={
            feature: tuple(row) for feature, row in weights.items() if max(map(abs, row)) >= recipe.smallest
        },
        card=dict(card or {}),
    )


def _leave_out_rare(
    examples: Sequence[Taught], recipe: Recipe, known: Container[str]
) -> list[tuple[Taught, list[str]]]:
    """Each example with those of its features, once, that were seen often enough or are known already."""
    seen = Counter(feature for example in examples for feature in set(example.features))
    kept = {feature for feature, count in seen.items() if count >= recipe.seen_at_least or feature in known}
    return [
        (example, [feature for feature in dict.fromkeys(example.features) if feature in kept])
        for example in examples
    ]


def _each_alone(sums: Sequence[float]) -> tuple[float, ...]:
    return tuple([1 / (1 + math.exp(-max(-50.0, min(50.0, value)))) for value in sums])


def _descend(
    prepared: list[tuple[list[str], list[bool], float]],
    bias: list[float],
    weights: dict[str, list[float]],
    recipe: Recipe,
    guess: Callable[[Sequence[float]], tuple[float, ...]],
    *,
    starts: Sequence[Sequence[float]] | None = None,
) -> None:
    """Change bias and weights in place; with `starts`, the sums that each begins with, the bias is left alone."""
    size = len(bias)
    bias_steps = [1.0] * size
    steps: dict[str, list[float]] = {}
    chance = random.Random(recipe.seed)  # noqa: S311  # the order of examples, not a secret
    order = list(range(len(prepared)))
    classes = range(size)
    for _ in range(recipe.epochs):
        chance.shuffle(order)
        for at in order:
            features, truth, importance = prepared[at]
            rows = [
                (weights.setdefault(name, [0.0] * size), steps.setdefault(name, [1.0] * size))
                for name in features
            ]
            sums = bias[:] if starts is None else list(starts[at])
            for row, _ in rows:
                for column in classes:
                    sums[column] += row[column]
            guessed = guess(sums)
            # Long texts have many features: each takes its part of the step.
            part = recipe.rate / max(1.0, math.sqrt(len(features) / 8))
            for column in classes:
                wrong = importance * (guessed[column] - truth[column])
                square = wrong * wrong
                if starts is None:
                    bias_steps[column] += square
                    bias[column] -= recipe.rate * wrong / math.sqrt(bias_steps[column])
                for row, taken in rows:
                    taken[column] += square
                    row[column] -= part * wrong / math.sqrt(taken[column]) + recipe.decay * row[column]


def calibrate(
    model: LinearModel, held_out: Sequence[Example], temperatures: Sequence[float] = TEMPERATURES
) -> LinearModel:
    """The same model with the temperature at which its confidence comes true on texts it has not seen."""
    if not held_out:
        return model
    index = {name: at for at, name in enumerate(model.classes)}

    def loss(temperature: float) -> float:
        tried = replace(model, temperature=temperature)
        return -sum(
            example.weight * math.log(max(1e-9, tried.probabilities(example.features)[index[example.label]]))
            for example in held_out
        )

    return replace(model, temperature=min(temperatures, key=loss))
