"""Every language in which backlash can be told, one line each."""

from collections.abc import Callable, Mapping
from typing import Final

from streams.backlash.classifier import BacklashClassifier
from streams.language import Language

CLASSIFIERS: Final[Mapping[Language, Callable[[], BacklashClassifier]]] = {
    Language.EN: lambda: BacklashClassifier.load(Language.EN),
    Language.ZH_HANT: lambda: BacklashClassifier.load(Language.ZH_HANT),
    Language.ZH_HANS: lambda: BacklashClassifier.load(Language.ZH_HANS),
    Language.HU: lambda: BacklashClassifier.load(Language.HU),
}
