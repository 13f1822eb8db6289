"""AI-made content: what a brand itself says it made with AI, so that replies which do not name AI count in context."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

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


class Status(StrEnum):
    """How far a piece has come."""

    PLANNED = "planned"
    DRAFT = "draft"
    PUBLISHED = "published"
    """A person has reviewed it: `reviewed_by` says who."""


class Disclosure(StrEnum):
    """Whether a platform shows that AI made it."""

    REQUIRED = "required"
    """It has to be shown, and is not yet."""
    DONE = "done"
    ABSENT = "absent"
    """Not shown, and nobody said it must be."""


Sign = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)]
"""Shorter ones would stand in half of all texts."""

Told = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
"""A line that people read in an alert; empty where nobody has said it."""


class AiContent(Section):
    """`[[brands.ai_content]]`: one piece made with AI."""

    title: str
    posts: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Native ids or addresses of its posts, videos or threads, as the platforms give them."""
    tags: tuple[Sign, ...] = ()
    """Campaign tags or titles; found anywhere in a text, in any case."""
    use: AiUse = AiUse.OTHER
    vendor: str = ""
    """Whose AI it was: the model, tool or agency."""
    vendor_contact: Told = ""
    """Whom to ask there."""
    disclosure: dict[Platform, Disclosure] = Field(default_factory=dict)
    """By platform."""
    disclosure_text: Told = ""
    """The words that tell the public that AI was used."""
    disclosure_place: Told = ""
    """Where they stand: caption, first frame, description…"""
    status: Status | None = None
    """None in configurations of before it was asked."""
    reviewed_by: Told = Field(default="", validate_default=True)
    """The person who reviewed it: a name or an id."""

    @field_validator("reviewed_by")
    @classmethod
    def _check_review(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("status") is Status.PUBLISHED and not value:
            raise ValueError(
                "is missing, and a piece made with AI is published only after a person has reviewed it: "
                'write who did, or status = "draft"'
            )
        return value

    def is_disclosed(self, platform: Platform) -> bool:
        """Whether people are told on a platform; where nothing is said of it, as text and place say."""
        said = self.disclosure.get(platform)
        if said is not None:
            return said is Disclosure.DONE
        return bool(self.disclosure_text and self.disclosure_place)


Contents = Mapping[str, tuple[AiContent, ...]]
"""By brand."""

NO_CONTENTS: Final[Contents] = {}


def list_wanting(content: AiContent) -> list[tuple[str, str]]:
    """What a piece does not say and should; pairs of its key and what to write there."""
    wanting = []
    if not content.disclosure_text:
        what = 'the words that tell people AI was used, such as "Made with AI"'
        wanting.append(("disclosure_text", what))
    if not content.disclosure_place:
        what = 'where these words stand, such as "caption", "first frame" or "description"'
        wanting.append(("disclosure_place", what))
    if content.status is None:
        known = ", ".join(Status)
        wanting.append(("status", f"how far it has come ({known}); published needs `reviewed_by`, a person"))
    return wanting


def list_undisclosed(contents: Iterable[AiContent]) -> list[str]:
    """What is not shown as AI-made, with where; what must be shown comes first."""
    wanting = [
        (disclosure is not Disclosure.REQUIRED, f"{content.title} on {platform}: {disclosure}")
        for content in contents
        for platform, disclosure in content.disclosure.items()
        if disclosure is not Disclosure.DONE
    ]
    return [text for _, text in sorted(wanting, key=lambda each: each[0])]
