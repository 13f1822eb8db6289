"""Every language in which backlash can be told, one line each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from streams.backlash.classifier import BacklashClassifier
from streams.language import Language


class ClassifierFactory(Protocol):
    """Makes a classifier; reads its weights from a team's own directory where it has them."""

    def __call__(self, own: Path | None = None) -> BacklashClassifier: ...


CLASSIFIERS: Final[Mapping[Language, ClassifierFactory]] = {
    Language.EN: lambda own=None: BacklashClassifier.load(Language.EN, own),
    Language.ZH_HANT: lambda own=None: BacklashClassifier.load(Language.ZH_HANT, own),
    Language.ZH_HANS: lambda own=None: BacklashClassifier.load(Language.ZH_HANS, own),
    Language.HU: lambda own=None: BacklashClassifier.load(Language.HU, own),
    Language.ES: lambda own=None: BacklashClassifier.load(Language.ES, own),
    Language.JA: lambda own=None: BacklashClassifier.load(Language.JA, own),
}
