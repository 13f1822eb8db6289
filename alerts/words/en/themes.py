"""English: what people are against, as the on-call person reads it."""

from collections.abc import Mapping
from typing import Final

from streams.backlash.theme import Theme

THEMES: Final[Mapping[str, str]] = {
    Theme.SLOP: "AI slop, no effort",
    Theme.SOULLESS: "soulless",
    Theme.UNDISCLOSED: "not labelled as AI",
    Theme.JOBS: "artists' jobs",
    Theme.THEFT: "stolen work",
    Theme.WRONG_FACTS: "wrong facts",
    Theme.BIAS: "biased or hateful",
    Theme.SAMENESS: "all the same",
    Theme.ROBOTIC_SERVICE: "a bot instead of a person",
    Theme.LEAVING: "leaving, boycott",
    Theme.ENVIRONMENT: "water and energy",
    Theme.PRIVACY: "people's data or faces",
}
