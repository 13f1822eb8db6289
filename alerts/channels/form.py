"""A form: how one service over HTTP wants to be told, and what its answers mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from alerts.channels.verdict import Reply
from alerts.errors import DeliveryError
from alerts.letter import Letter


@dataclass(frozen=True, slots=True)
class Parcel:
    """One POST. Its address and headers may hold secrets: it is never shown."""

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Form(Protocol):
    """What is special to one service; decides, and does no I/O."""

    @property
    def service(self) -> str:
        """Its name, for the texts of errors."""
        ...

    def write(self, letter: Letter, now: datetime) -> Parcel | None:
        """Write a letter as the service takes it; None when it has nothing to do with such a letter."""
        ...

    def judge(self, reply: Reply) -> DeliveryError | None:
        """Say what is wrong about an answer; None when the letter was taken."""
        ...
