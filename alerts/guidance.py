"""Guidance: what a playbook says about an incident as it stands: the steps now, the open branches, the drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from alerts.incident import Incident, Milestone
from alerts.playbook import (
    BLANK,
    PLAYBOOK_FOR,
    Draft,
    Fact,
    Option,
    Outlet,
    Playbook,
    Question,
    Step,
    When,
)
from alerts.words.language import Language

SWITCH: Final = "playbook"
"""The question that every incident has: which playbook."""
WORDS: Final = "words"
"""Opens the names of facts that are wordings of a draft by the team's own hand."""


class Ripeness(StrEnum):
    """How far a draft is."""

    LOCKED = "locked"
    """Its branch is closed."""
    BLANK = "blank"
    """A fact is missing."""
    FILLED = "filled"
    """Waits for its approver."""
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A draft in one language for one outlet, as far as the facts go."""

    draft: Draft
    language: Language
    outlet: Outlet
    ripeness: Ripeness
    text: str = ""
    """Whole; empty while it is locked or has a blank, so that nobody can copy it half."""
    missing: tuple[str, ...] = ()
    """Ids of the facts it waits for."""
    approver: str = ""
    """Who approved exactly this text."""

    @property
    def words_key(self) -> str:
        """Name of the fact that holds the team's own wording."""
        return f"{WORDS}.{self.draft.id}.{self.language}.{self.outlet}"

    @property
    def id(self) -> str:
        """Name of exactly this text: another fact makes another name, which nobody has approved."""
        digest = sha256(self.text.encode()).hexdigest()[:8]
        return f"{self.draft.id}.{self.language}.{self.outlet}.{digest}"

    def reworded(self, text: str) -> "Copy":
        return replace(self, text=text)


def playbook_of(incident: Incident) -> str:
    """Id of the playbook in force: the one that people chose, else the one the spike led to."""
    return incident.answers.get(SWITCH) or incident.playbook


def find_playbook(library: Mapping[str, Playbook], incident: Incident) -> Playbook | None:
    """Find the playbook in force; one that this version does not have, as after a rename, by what rose.

    Whoever is woken needs steps and working buttons more than the very playbook.
    """
    return library.get(playbook_of(incident)) or library.get(PLAYBOOK_FOR[incident.kind])


def is_answered(playbook: Playbook, incident: Incident, question: str) -> bool:
    """Whether a question has an answer that closes it."""
    asked = playbook.find_question(question)
    option = asked.find(incident.answers.get(question, "")) if asked else None
    return option is not None and not option.open


def fits(when: When, playbook: Playbook, incident: Incident) -> bool:
    """Whether a branch is open; one that hangs on an unanswered question is not."""
    if not when:
        return True
    return any(
        all(
            is_answered(playbook, incident, question) and incident.answers[question] in answers
            for question, answers in alternative.items()
        )
        for alternative in when
    )


def list_steps(playbook: Playbook, incident: Incident) -> tuple[Step, ...]:
    """Every step on an open branch, in the order of the deadlines."""
    return tuple(step for step in playbook.steps if fits(step.when, playbook, incident))


def find_open_steps(playbook: Playbook, incident: Incident) -> tuple[Step, ...]:
    """Find what is still to be done; the first is what to do now."""
    done = {*incident.ticked, *incident.skipped}
    return tuple(step for step in list_steps(playbook, incident) if step.id not in done)


def find_blockers(playbook: Playbook, incident: Incident) -> tuple[Step, ...]:
    """Find the steps without which the incident cannot be resolved."""
    return tuple(step for step in find_open_steps(playbook, incident) if step.closing)


def find_lock(option: Option, playbook: Playbook, incident: Incident) -> Mapping[Language, str] | None:
    """Say why an answer cannot be chosen now; nothing if it can."""
    return None if fits(option.when, playbook, incident) else option.locked


def find_unanswered(step: Step, playbook: Playbook, incident: Incident) -> tuple[Question, ...]:
    """Find the questions of a step that are still open: it cannot be ticked before."""
    asked = (playbook.find_question(one) for one in step.asks)
    return tuple(one for one in asked if one and not is_answered(playbook, incident, one.id))


def list_facts(step: Step, playbook: Playbook) -> tuple[Fact, ...]:
    return tuple(fact for name in step.facts for fact in playbook.facts if fact.id == name)


def write_copies(draft: Draft, playbook: Playbook, incident: Incident) -> tuple[Copy, ...]:
    """Fill a draft from the incident's facts, in each language and for each outlet."""
    return tuple(
        _write_copy(draft, playbook, incident, language, outlet)
        for language in Language
        for outlet in draft.words[language]
    )


def _write_copy(
    draft: Draft, playbook: Playbook, incident: Incident, language: Language, outlet: Outlet
) -> Copy:
    copy = Copy(draft=draft, language=language, outlet=outlet, ripeness=Ripeness.LOCKED)
    if not fits(draft.when, playbook, incident):
        return copy
    facts = {fact.id: incident.facts.get(fact.key(language), "").strip() for fact in playbook.facts}
    words = incident.facts.get(copy.words_key) or draft.words[language][outlet]
    missing = tuple(dict.fromkeys(name for name in BLANK.findall(words) if not facts.get(name)))
    if missing:
        return replace(copy, ripeness=Ripeness.BLANK, missing=missing)
    filled = replace(copy, ripeness=Ripeness.FILLED, text=BLANK.sub(lambda match: facts[match[1]], words))
    approver = incident.approved.get(filled.id, "")
    return replace(filled, ripeness=Ripeness.APPROVED, approver=approver) if approver else filled


def find_due(step: Step, incident: Incident) -> datetime:
    """By when a step is to be done: deadlines count from the first page."""
    return incident.paged_at + step.within


def find_next_update(playbook: Playbook, incident: Incident) -> datetime | None:
    """By when people are to hear from us again, counted from the first answer; nothing before there is one."""
    first = incident.reached.get(Milestone.REPLIED)
    if first is None:
        return None
    every = playbook.updates.every
    rounds = max((incident.changed_at - first) // every, 0) + 1
    return first + every * rounds
