"""Weights: those this package ships, or a team's own in a directory beside its configuration."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.language import Language
from streams.learning.errors import UnreadableWeightsError
from streams.learning.linear import LinearModel


class Skill(StrEnum):
    """What weights are for."""

    SENTIMENT = "sentiment"
    BACKLASH = "backlash"
    REASONS = "reasons"


SHIPPED: Final = {
    Skill.SENTIMENT: "sentiment/weights/{language}.json.gz",
    Skill.BACKLASH: "backlash/weights/{language}.json.gz",
    Skill.REASONS: "backlash/weights/{language}-reasons.json.gz",
}
"""Below `streams`."""


def own_file(directory: Path, skill: Skill, language: Language) -> Path:
    """Where a team's own weights stand."""
    return directory / skill / f"{language}.json.gz"


def list_own(directory: Path) -> tuple[str, ...]:
    """What a team's own directory has weights for, such as `sentiment en`.

    Raises:
        UnreadableWeightsError: for nothing: a path that is wrong must not pass for a switch.
    """
    found = tuple(
        f"{skill} {language}"
        for skill in Skill
        for language in Language
        if own_file(directory, skill, language).is_file()
    )
    if not found:
        raise UnreadableWeightsError(
            f"no weights in {directory.absolute()}: name the directory that `crisis train` wrote, from the root or "
            "from where the worker is started, or take `weights` out of [streams] to score as shipped"
        )
    return found


def load_weights(skill: Skill, language: Language, own: Path | None = None) -> LinearModel:
    """A team's own weights where `own` has them, else those in the package.

    Raises:
        UnreadableWeightsError: the team's file is not weights.
        FileNotFoundError: the package has none for this language.
    """
    if own is not None and (file := own_file(own, skill, language)).is_file():
        return LinearModel.from_file(file)
    return LinearModel.from_file(files("streams") / shipped_name(skill, language))


def shipped_name(skill: Skill, language: Language) -> str:
    """Where `streams` has its weights, if it has any for this language."""
    return SHIPPED[skill].format(language=language)
