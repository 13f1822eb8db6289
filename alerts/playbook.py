"""A playbook: what to do about one kind of crisis, step by step, in the on-call person's language."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Self, TypeVar

from pydantic import AfterValidator, Field, field_validator, model_validator

from alerts.references import list_branches, list_references
from alerts.words.language import Language
from connectors.config import Duration, Section
from connectors.settings import Name
from streams.spike import SpikeKind

T = TypeVar("T")

PLAYBOOK_FOR: Final[Mapping[SpikeKind, str]] = {
    SpikeKind.BACKLASH: "ai-content-backlash",
    SpikeKind.NEGATIVE: "general-negative-spike",
    SpikeKind.VOLUME: "general-negative-spike",
    SpikeKind.BOT_UNDER_ATTACK: "brand-ai-output-harm",
    SpikeKind.BOT_SPEAKS_HATE: "brand-ai-output-harm",
}
"""By what rose; every name is in `registry.PLAYBOOKS`. What people say may point to another (`choice.py`)."""

BLANK: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}")
"""A blank of a draft, which only a fact fills."""


class Role(StrEnum):
    """Whose step it is."""

    ON_CALL = "on_call"
    PR_LEAD = "pr_lead"
    COMMUNITY = "community"
    LEGAL = "legal"
    CONTENT_OWNER = "content_owner"


class Outlet(StrEnum):
    """Where a draft's words are meant to go; a person takes them there."""

    REPLY = "reply"
    """Under the disputed post."""
    POST = "post"
    """On the brand's own account."""
    PRESS = "press"
    MAIL = "mail"
    """To one customer."""
    STAFF = "staff"


def _require_languages(words: dict[Language, T]) -> dict[Language, T]:
    missing = [language.value for language in Language if language not in words]
    if missing:
        raise ValueError(f"no words in {', '.join(missing)}")
    return words


_EVERY: Final = AfterValidator(_require_languages)
Label = Annotated[dict[Language, Annotated[str, Field(min_length=2, max_length=70)]], _EVERY]
"""Fits a button, an option or a headline of a form."""
Said = Annotated[dict[Language, Annotated[str, Field(min_length=2, max_length=400)]], _EVERY]
When = tuple[dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]], ...]
"""Alternatives, each of questions and the answers that fit; one that fits whole is enough, none means always."""


class Wording(Section):
    """A step's words in one language."""

    title: Annotated[str, Field(min_length=3, max_length=80)]
    """What to do now, in the imperative; it stands on the first screen of a phone."""
    do: Annotated[str, Field(min_length=10, max_length=600)]
    check: Annotated[str, Field(min_length=5, max_length=300)]
    """How one knows that it is done."""


class Step(Section):
    """One thing one role has to do by a deadline that counts from the page."""

    id: Name
    role: Role
    within: Duration
    when: When = ()
    """The branch it stands on."""
    closing: bool = False
    """The incident cannot be resolved before it is ticked, or skipped with a reason."""
    asks: tuple[Name, ...] = ()
    """Questions it answers."""
    facts: tuple[Name, ...] = ()
    """Facts it finds."""
    stops: tuple[Name, ...] = ()
    rules: tuple[Name, ...] = ()
    drafts: tuple[Name, ...] = ()
    words: Annotated[dict[Language, Wording], _EVERY]

    @property
    def is_plain(self) -> bool:
        """Whether a tick says all: nothing to answer, to find out or to go through."""
        return not (self.asks or self.facts or self.stops or self.rules)


class Stop(Section):
    """One thing that speaks for the brand without a person, and has to stop."""

    id: Name
    title: Label
    how: Said


class Rule(Section):
    """What a law asks to be disclosed; a reminder of what to ask legal."""

    id: Name
    since: date
    basis: Annotated[str, Field(min_length=5, max_length=200)]
    """Where the date stands in the law, with whatever changed it."""
    checked: date
    """When somebody last looked that it still holds."""
    source: Annotated[str, Field(pattern=r"^https://")]
    law: Annotated[dict[Language, Annotated[str, Field(min_length=5, max_length=120)]], _EVERY]
    asks: Said
    check: Said


class Option(Section):
    """One answer to a question."""

    id: Name
    label: Label
    then: Said
    """What follows from it."""
    open: bool = False
    """It leaves the question open, and every branch on it locked."""
    when: When = ()
    locked: Said | None = None
    """Why it cannot be chosen while `when` does not fit."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        _require_reason(self.id, self.when, self.locked)
        return self


class Question(Section):
    """What has to be known, or decided, before a branch opens."""

    id: Name
    role: Role
    asks: Label
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=10)]

    def find(self, option: str) -> Option | None:
        return next((one for one in self.options if one.id == option), None)


class Fact(Section):
    """Something true that somebody found out; only such things fill a draft."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
    asks: Label
    example: Said
    neutral: bool = False
    """The same in every language: a name, an hour, a number."""
    when: When = ()
    """The branch on which a step that finds it is not done without it."""

    def key(self, language: Language) -> str:
        """Name the incident keeps it under: what is no name and no number is written for each language."""
        return self.id if self.neutral else f"{self.id}.{language}"


class Draft(Section):
    """Words for the public or for staff, with blanks; never shown as ready with one open."""

    id: Name
    approver: Role
    """Who has to approve the exact words."""
    title: Label
    when: When = ()
    locked: Said | None = None
    words: Annotated[
        dict[Language, Annotated[dict[Outlet, Annotated[str, Field(max_length=1_000)]], Field(min_length=1)]],
        _EVERY,
    ]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        outlets = {frozenset(words) for words in self.words.values()}
        if len(outlets) > 1:
            raise ValueError(f"`{self.id}` has words for other outlets in one language than in another")
        _require_reason(self.id, self.when, self.locked)
        return self

    def blanks(self) -> Iterator[str]:
        for words in self.words.values():
            for text in words.values():
                yield from BLANK.findall(text)


class Updates(Section):
    """How often people hear from us while it goes on."""

    every: Duration
    says: Said


class Ending(Section):
    """How it ends."""

    quiet_for: Duration
    when: Said


class Review(Section):
    """What is looked back at, and by when."""

    within: Duration
    asks: Annotated[tuple[Said, ...], Field(min_length=1, max_length=6)]


class Playbook(Section):
    """Steps in the order of their deadlines, and what they refer to."""

    id: Name
    version: Annotated[int, Field(ge=1)]
    title: Label
    fits: Said
    """What it is for."""
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=40)]
    stops: tuple[Stop, ...] = ()
    rules: tuple[Rule, ...] = ()
    questions: tuple[Question, ...] = ()
    facts: tuple[Fact, ...] = ()
    drafts: tuple[Draft, ...] = ()
    updates: Updates
    ends: Ending
    review: Review

    @property
    def closing(self) -> tuple[str, ...]:
        """Ids of the steps without which the incident is not resolved."""
        return tuple(step.id for step in self.steps if step.closing)

    @field_validator("steps")
    @classmethod
    def _is_in_order(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        deadlines = [step.within for step in steps]
        if deadlines != sorted(deadlines):
            raise ValueError("steps stand in the order of their deadlines")
        return steps

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        known = {
            "steps": [one.id for one in self.steps],
            "stops": [one.id for one in self.stops],
            "rules": [one.id for one in self.rules],
            "questions": [one.id for one in self.questions],
            "facts": [one.id for one in self.facts],
            "drafts": [one.id for one in self.drafts],
        }
        for kind, ids in known.items():
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {kind} have the same id")
        for kind, name in list_references(self):
            if name not in known[kind]:
                raise ValueError(f"there is nothing called `{name}` under {kind}")
        for question, answers in list_branches(self):
            options = {option.id for one in self.questions if one.id == question for option in one.options}
            if not set(answers) <= options:
                raise ValueError(f"`{question}` has no answer {', '.join(sorted(set(answers) - options))}")
        return self

    def find_step(self, step: str) -> Step | None:
        return next((one for one in self.steps if one.id == step), None)

    def find_question(self, question: str) -> Question | None:
        return next((one for one in self.questions if one.id == question), None)

    def find_draft(self, draft: str) -> Draft | None:
        return next((one for one in self.drafts if one.id == draft), None)


def _require_reason(name: str, when: When, locked: Mapping[Language, str] | None) -> None:
    if when and locked is None:
        raise ValueError(f"`{name}` is on a branch: `locked` has to say why it may be closed")
