"""A channel: one place where people are told, as the outbox sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.letter import Letter
from connectors.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Wire):
    """Where a sent message stands, in the channel's own words."""

    conversation: str
    message: str
    """For Slack the message's `ts`."""
    is_repeat: bool = False
    """It was sent with the mark, which has to outlive its revisions; set by who sends, not by the channel."""


class Channel(Protocol):
    """One place where people are told.

    A channel never retries and never waits to be polite: it tries once, within its time limit, and says
    what came of it; the outbox decides. It does not post to the public.
    """

    @property
    def name(self) -> str:
        """As in `[[channels]]`."""
        ...

    @property
    def remembers(self) -> bool:
        """Whether it can find and change what it sent: then the first message of an incident is the
        parent, later ones answer in its thread, and `find` and `revise` may be called.
        """
        ...

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:
        """Send one message, which carries the notice's id where the channel has a place for it.

        Returns:
            where it stands; nothing if the channel does not remember.

        Raises:
            TransientError: surely not sent; a later try may work.
            UncertainError: perhaps sent.
            RefusedError: this letter will never be taken, or its parent is gone (`NO_PARENT`).
            UnwelcomeError: a person must change something first.
        """
        ...

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:
        """Look for a message that was perhaps sent not long before `since`; raises as `tell` does."""
        ...

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        """Bring the first message of an incident up to date; raises as `tell` does, may be repeated."""
        ...

    async def close(self) -> None:
        """Let go of connections; called once, at the end."""
        ...
