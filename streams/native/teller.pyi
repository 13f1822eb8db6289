from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from connectors.mention import Mention
from streams.backlash.classifier import BacklashClassifier
from streams.language import Language, LanguageJudge
from streams.probes import ProbeFinder
from streams.reading import Scored
from streams.sentiment.scorer import Scorer

_Told = TypeVar("_Told", bound=tuple[object, ...])

LONGEST: int
BUILT_FROM: int

class Teller(Generic[_Told]):
    def __init__(
        self,
        languages: LanguageJudge,
        scorers: Mapping[Language, Scorer],
        classifiers: Mapping[Language, BacklashClassifier],
        probes: ProbeFinder,
        told: type[_Told],
        cut_excerpt: Callable[[str], str],
        most_reasons: int,
    ) -> None: ...
    def tell(self, said: str, hint: str | None, under_ai: bool, elsewhere: bool) -> _Told | None: ...
    def weigh_words(self, language: Language, text: str) -> tuple[tuple[str, float], ...] | None: ...

def fill(mention: Mention, line: int, told: tuple[object, ...], piece: str | None) -> Scored: ...
