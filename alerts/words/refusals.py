"""Refusals: why a deed would have no effect, in words for who did it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """One language; `{}` are filled by name."""

    not_now: str
    """The incident's state has no place for the deed."""
    lacks: str
    needed: Mapping[str, str]
    """By the action's field that must not be empty."""
    not_human: str
    has_it: str
    not_listed: str
    open_steps: str
    no_step: str
    no_question: str
    no_answer: str
    locked: str
    unanswered: str
    no_fact: str
    no_draft: str
    not_approver: str
    no_person: str
