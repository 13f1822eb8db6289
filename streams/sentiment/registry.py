"""Every language that can be scored, one line each; all others are unscored."""

from collections.abc import Mapping
from typing import Final

from streams.language import Language
from streams.sentiment.english import EnglishScorer
from streams.sentiment.scorer import ScorerFactory

SCORERS: Final[Mapping[Language, ScorerFactory]] = {
    Language.EN: EnglishScorer,
}
