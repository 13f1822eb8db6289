"""A form, as the desk sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.gesture import Submission


@dataclass(frozen=True, slots=True)
class Form:
    """How it is written, and what is made of it when it is sent; both are pure."""

    write: Callable[[Case], Mapping[str, Any]]
    """Shows it for the case as it stands; what exactly it is about is in the case's handle."""
    read: Callable[[Case, Submission], Answer]
    """Says what is wrong with it, or which actions it makes."""
