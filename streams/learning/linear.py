"""The linear model: one weight for each readable feature and class; what moved a decision can be named."""

import gzip
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Final, Self

from streams.learning.errors import UnreadableWeightsError
from streams.learning.stored import SCALE, StoredWeights

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Adds up the weights of a text's features and turns the sums into probabilities."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    temperature: float = 1.0
    """Divides the sums before they become probabilities; fitted so that these come true."""
    card: Mapping[str, object] = field(default_factory=dict)
    """What it was trained on, when and with what result: the model card's facts."""

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """One for each class, together 1. Unknown features count nothing, each known one once, as in training."""
        weights = self.weights
        known = [weights[feature] for feature in dict.fromkeys(features) if feature in weights]
        return soften([sum(column) for column in zip(self.bias, *known, strict=True)], self.temperature)

    def weigh(self, sums: Iterable[int]) -> tuple[float, ...]:
        """Probabilities from the summed weights of a text's features, in sixty-fourths."""
        return soften(
            [bias + whole / SCALE for bias, whole in zip(self.bias, sums, strict=True)], self.temperature
        )

    def rows(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Each feature with its weights in sixty-fourths, rounded as they are stored."""
        if isinstance(self.weights, StoredWeights):
            return self.weights.rows()
        return (
            (feature, tuple([round(each * SCALE) for each in weights]))
            for feature, weights in self.weights.items()
        )

    def to_bytes(self) -> bytes:
        """The same model gives the same bytes, wherever it is written."""
        stored = {
            "format": FORMAT,
            "classes": self.classes,
            "bias": self.bias,
            "temperature": self.temperature,
            "card": self.card,
            "weights": dict(sorted(self.rows())),
        }
        plain = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()
        return gzip.compress(plain, mtime=0)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            UnreadableWeightsError: not a weights file, or one of another format.
        """
        try:
            stored = json.loads(gzip.decompress(raw))
            if stored["format"] != FORMAT:
                raise UnreadableWeightsError(
                    f"weights of format {stored['format']}; this release reads {FORMAT}"
                )
            return cls(
                classes=tuple(stored["classes"]),
                bias=tuple(stored["bias"]),
                weights=StoredWeights(stored["weights"], len(stored["classes"])),
                temperature=stored["temperature"],
                card=stored["card"],
            )
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as exc:
            raise UnreadableWeightsError(f"not a weights file: {exc}") from exc

    @classmethod
    def from_file(cls, path: Traversable) -> Self:
        """Read weights shipped in the package, or a user's own; see `from_bytes`."""
        return cls.from_bytes(path.read_bytes())


def average(models: Sequence[LinearModel], smallest: float) -> LinearModel:
    """One model between several of the same classes, such as were learned from other mixtures of the same texts.

    Weights whose spread over the classes is below `smallest` are dropped. Its card is that of the last.
    """
    sums: dict[str, list[float]] = {}
    for model in models:
        for feature, weights in model.weights.items():
            row = sums.setdefault(feature, [0.0] * len(model.classes))
            for at, weight in enumerate(weights):
                row[at] += weight / len(models)
    return LinearModel(
        classes=models[-1].classes,
        bias=tuple(
            sum(column) / len(models) for column in zip(*(model.bias for model in models), strict=True)
        ),
        weights={feature: tuple(row) for feature, row in sums.items() if max(row) - min(row) >= smallest},
        temperature=sum(model.temperature for model in models) / len(models),
        card=models[-1].card,
    )


def soften(sums: Sequence[float], temperature: float) -> tuple[float, ...]:
    """Softmax."""
    top = max(sums)
    raised = [math.exp((value - top) / temperature) for value in sums]
    whole = 0.0
    for value in raised:  # not `sum`, which from Python 3.12 on rounds otherwise
        whole += value
    return tuple([value / whole for value in raised])
