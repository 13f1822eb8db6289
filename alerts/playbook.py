"""A playbook: what to do about one kind of crisis, step by step, in the on-call person's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, TypeVar

from pydantic import Field, field_validator

from alerts.errors import PlaybookError
from alerts.wording import Language
from connectors.config import ConfigurationError, Duration, Section, build_section
from connectors.settings import Name
from streams.spike import SpikeKind

T = TypeVar("T")

PLAYBOOK_FOR: Final[Mapping[SpikeKind, str]] = {
    SpikeKind.BACKLASH: "ai-content-backlash",
    SpikeKind.NEGATIVE: "general-negative-spike",
    SpikeKind.VOLUME: "general-negative-spike",
}
"""By what rose; every name is in `registry.PLAYBOOKS`."""


class Role(StrEnum):
    """Whose step it is."""

    ON_CALL = "on_call"
    PR_LEAD = "pr_lead"
    COMMUNITY = "community"
    LEGAL = "legal"
    CONTENT_OWNER = "content_owner"


class Wording(Section):
    """A step's words in one language."""

    title: Annotated[str, Field(min_length=3, max_length=80)]
    """What to do now, in the imperative; it stands on the first screen of a phone."""
    do: Annotated[str, Field(min_length=10, max_length=600)]
    check: Annotated[str, Field(min_length=5, max_length=300)]
    """How one knows that it is done."""


class _Step(Section):
    id: Name
    role: Role
    within: Duration
    words: dict[Language, Wording]

    @field_validator("words")
    @classmethod
    def _has_every_language(cls, words: dict[Language, Wording]) -> dict[Language, Wording]:
        return _require_languages(words)


class _File(Section):
    id: Name
    version: Annotated[int, Field(ge=1)]
    title: dict[Language, Annotated[str, Field(min_length=3, max_length=100)]]
    steps: Annotated[tuple[_Step, ...], Field(min_length=3, max_length=40)]

    @field_validator("title")
    @classmethod
    def _has_every_language(cls, title: dict[Language, str]) -> dict[Language, str]:
        return _require_languages(title)

    @field_validator("steps")
    @classmethod
    def _is_in_order(cls, steps: tuple[_Step, ...]) -> tuple[_Step, ...]:
        ids = [step.id for step in steps]
        if len(set(ids)) < len(ids):
            raise ValueError("two steps have the same id")
        deadlines = [step.within for step in steps]
        if deadlines != sorted(deadlines):
            raise ValueError("steps stand in the order of their deadlines")
        return steps


def _require_languages(words: dict[Language, T]) -> dict[Language, T]:
    missing = [language.value for language in Language if language not in words]
    if missing:
        raise ValueError(f"no words in {', '.join(missing)}")
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing one role has to do by a deadline that counts from the page."""

    id: str
    role: Role
    within: timedelta
    words: Mapping[Language, Wording]


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """Steps in the order of their deadlines."""

    id: str
    version: int
    title: Mapping[Language, str]
    steps: tuple[Step, ...]


def read_playbook(text: str, *, name: str) -> Playbook:
    """Read a playbook from TOML.

    Raises:
        PlaybookError: not TOML, or against the schema; every fault is listed.
    """
    try:
        read = build_section(_File, tomllib.loads(text), file=f"{name}.toml")
    except tomllib.TOMLDecodeError as exc:
        raise PlaybookError(f"{name}.toml: {exc}") from exc
    except ConfigurationError as exc:
        raise PlaybookError(str(exc)) from exc
    if read.id != name:
        raise PlaybookError(f"{name}.toml: id: is `{read.id}`, must be the file's name")
    steps = tuple(
        Step(id=step.id, role=step.role, within=step.within, words=step.words) for step in read.steps
    )
    return Playbook(id=read.id, version=read.version, title=read.title, steps=steps)
