"""A courier: the channel to any service that is told by one POST and remembers nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.channels.channel import Receipt
from alerts.channels.form import Form
from alerts.channels.http import Sender
from alerts.letter import Letter


class Courier:
    """One place of one service; see `Channel`."""

    remembers = False

    def __init__(self, name: str, form: Form, *, timeout: timedelta, now: Callable[[], datetime]) -> None:
        self.name = name
        self._form = form
        self._sender = Sender(form.service, timeout=timeout)
        self._now = now

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:  # noqa: ARG002 - no threads.
        parcel = self._form.write(letter, self._now())
        if parcel is None:
            return None
        reply = await self._sender.post(parcel.url, parcel.body, parcel.headers)
        fault = self._form.judge(reply)
        if fault:
            raise fault
        return None

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        """The service cannot be asked."""
        return None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        """What was sent cannot be changed."""

    async def close(self) -> None:
        """Nothing is kept open between messages."""
