"""Raters: how each language's words are rated before a model weighs them; one line each."""

from collections.abc import Callable, Mapping
from typing import Final

from streams.language import Language
from streams.sentiment.lexical import Rater
from streams.sentiment.lexicon import SpacedLexicon, UnspacedLexicon
from streams.sentiment.vader_rater import VaderRater

RATERS: Final[Mapping[Language, Callable[[], Rater]]] = {
    Language.EN: VaderRater,
    Language.HU: lambda: SpacedLexicon("hu"),
    Language.ZH_HANT: lambda: UnspacedLexicon("zh-Hant"),
    Language.ZH_HANS: lambda: UnspacedLexicon("zh-Hans"),
    Language.JA: lambda: UnspacedLexicon("ja"),
    Language.ES: lambda: SpacedLexicon("es"),
}
