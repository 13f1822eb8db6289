"""An answer: what the desk makes of a gesture, decided before anything is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alerts.action import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to write to Kafka, and what to show the person; nothing is shown as done before Kafka has it."""

    actions: tuple[Action, ...] = ()
    """In the order in which they are to be applied."""
    opens: Mapping[str, Any] | None = None
    """A form to open, on top of the one it was asked in."""
    says: str = ""
    """To this person alone."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with a form, by block; it stays open and nothing is done."""
    drill: str = ""
    """A drill to begin."""
    is_refusal: bool = False
    """The person may not do this."""
