"""Every language that can be scored, one line each; all others are unscored."""

from collections.abc import Mapping
from typing import Final

from streams.language import Language
from streams.sentiment.lexical import load_learned
from streams.sentiment.raters import RATERS
from streams.sentiment.scorer import ScorerFactory

SCORERS: Final[Mapping[Language, ScorerFactory]] = {
    Language.EN: lambda: load_learned(RATERS[Language.EN](), Language.EN),
    Language.ZH_HANT: lambda: load_learned(RATERS[Language.ZH_HANT](), Language.ZH_HANT),
    Language.ZH_HANS: lambda: load_learned(RATERS[Language.ZH_HANS](), Language.ZH_HANS),
    Language.HU: lambda: load_learned(RATERS[Language.HU](), Language.HU),
}
