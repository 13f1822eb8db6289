"""Themes: what people are against, in the reader's language."""

from collections.abc import Mapping

from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES


def name_themes(counts: Mapping[str, int], language: Language) -> dict[str, int]:
    """Put themes into a language; a name that is none of ours, from a record of another version, stays."""
    names = VOCABULARIES[language].themes
    return {names.get(theme, theme): count for theme, count in counts.items()}
