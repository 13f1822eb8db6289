"""A hook: what one platform or partner pushes to us, as the receiver sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from connectors.mention import Mention


@dataclass(frozen=True, slots=True)
class Delivery:
    """One POST."""

    headers: Mapping[str, str]
    """Names in whatever case."""
    body: bytes
    """As it came over the wire; signatures are over these bytes."""
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """One event that could not be read; it goes to `mentions.dead`."""

    raw: bytes
    """Its shape, see `connectors.receiver.shape`; never its words."""
    reason: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What a delivery says."""

    mentions: tuple[Mention, ...] = ()
    unread: tuple[Unread, ...] = ()
    ignored: int = 0
    """Events that are no mention: a reaction, a follower, a picture without words."""
    upto: datetime | None = None
    """The sender's own promise, when it makes one: everything published up to then has been delivered."""


class Hook(Protocol):
    """Reads the deliveries of one source. Several may be read at once."""

    @property
    def vouches(self) -> bool:
        """Whether the receiver sends heartbeats for it: what is said reaches us within seconds."""

    def is_authentic(self, delivery: Delivery) -> bool:
        """Check the signature, in constant time. Nothing of the body is looked at before."""

    def answer_challenge(self, query: Mapping[str, str]) -> str | None:
        """Answer a platform that asks whether this address is ours; None refuses."""

    async def read(self, delivery: Delivery) -> Heard:
        """Read an authentic delivery; the same one again must give the same mentions.

        Raises:
            UnreadableError: it is not what the platform documents; nothing of it is taken.
            TransientError: something asked beside it does not answer; the platform delivers again.
        """
