"""AI-made content: what a brand itself says it made with AI, so that replies which do not name AI count in context."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from connectors.config import Section
from connectors.mention import Platform


class AiUse(StrEnum):
    """What AI did."""

    IDEAS = "ideas"
    COPY = "copy"
    ADAPTING = "adapting"
    IMAGE_EDIT = "image_edit"
    VIDEO = "video"
    OTHER = "other"


class Disclosure(StrEnum):
    """Whether a platform shows that AI made it."""

    REQUIRED = "required"
    """It has to be shown, and is not yet."""
    DONE = "done"
    ABSENT = "absent"
    """Not shown, and nobody said it must be."""


Sign = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)]
"""Shorter ones would stand in half of all texts."""


class AiContent(Section):
    """`[[brands.ai_content]]`: one piece made with AI."""

    title: str
    posts: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Native ids or addresses of its posts, videos or threads, as the platforms give them."""
    tags: tuple[Sign, ...] = ()
    """Campaign tags or titles; found anywhere in a text, in any case."""
    use: AiUse = AiUse.OTHER
    vendor: str = ""
    """Whose AI it was."""
    disclosure: dict[Platform, Disclosure] = Field(default_factory=dict)
    """By platform."""


def list_undisclosed(contents: Iterable[AiContent]) -> list[str]:
    """What is not shown as AI-made, with where; what must be shown comes first."""
    wanting = [
        (disclosure is not Disclosure.REQUIRED, f"{content.title} on {platform}: {disclosure}")
        for content in contents
        for platform, disclosure in content.disclosure.items()
        if disclosure is not Disclosure.DONE
    ]
    return [text for _, text in sorted(wanting, key=lambda each: each[0])]
