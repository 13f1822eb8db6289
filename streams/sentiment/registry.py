"""Every language that can be scored, one line each; all others are unscored."""

from collections.abc import Mapping
from typing import Final

from streams.language import Language
from streams.sentiment.lexical import load_learned
from streams.sentiment.raters import RATERS
from streams.sentiment.scorer import ScorerFactory

SCORERS: Final[Mapping[Language, ScorerFactory]] = {
    Language.EN: lambda own=None: load_learned(RATERS[Language.EN](), Language.EN, own),
    Language.ZH_HANT: lambda own=None: load_learned(RATERS[Language.ZH_HANT](), Language.ZH_HANT, own),
    Language.ZH_HANS: lambda own=None: load_learned(RATERS[Language.ZH_HANS](), Language.ZH_HANS, own),
    Language.HU: lambda own=None: load_learned(RATERS[Language.HU](), Language.HU, own),
    Language.JA: lambda own=None: load_learned(RATERS[Language.JA](), Language.JA, own),
    Language.ES: lambda own=None: load_learned(RATERS[Language.ES](), Language.ES, own),
}
