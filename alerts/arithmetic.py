"""Arithmetic: the numbers behind a decision, in the reader's language."""

from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import Term


def name_number(name: str, language: Language) -> str:
    """Name a number; one of another version keeps the name it came with, one of several windows its length."""
    known = VOCABULARIES[language].numbers
    words = name.split()
    for number in range(len(words)):
        if (rest := known.get(" ".join(words[number:]))) is not None:
            return " ".join([*(VOCABULARIES[language].units.get(one, one) for one in words[:number]), rest])
    return name


def write_term(term: Term, language: Language) -> str:
    """Write one number with its unit; how it was made is told only where detectors speak, in English."""
    note = f" ({term.note})" if term.note and language is Language.EN else ""
    unit = VOCABULARIES[language].units.get(term.unit, term.unit)
    return f"{name_number(term.name, language)}: {term.value:.4g} {unit}".rstrip() + note
