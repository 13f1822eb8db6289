"""Alertmanager by its API v2: pushes alerts, asks which it has."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import msgspec
from pydantic import SecretStr

from alerts.channels.alertmanager.alert import carries, name_alert, write_alert
from alerts.channels.channel import Receipt
from alerts.channels.http import Sender
from alerts.channels.verdict import Reply, judge_reply
from alerts.errors import Failure, UncertainError
from alerts.letter import Letter

SERVICE = "Alertmanager"


class AlertmanagerChannel:
    """One Alertmanager; see `Channel`. It shows how things stand, so a revision is the alert again."""

    remembers = True

    def __init__(
        self,
        name: str,
        *,
        url: str,
        labels: Mapping[str, str],
        token: SecretStr | None,
        timeout: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self._url = url.rstrip("/") + "/api/v2/alerts"
        self._labels = labels
        self._headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        self._sender = Sender(SERVICE, timeout=timeout)
        self._now = now

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:
        alert = write_alert(letter, self._now(), self._labels)
        if alert is None:
            return None
        body = msgspec.json.encode([alert.to_wire()])
        _require(await self._sender.post(self._url, body, self._headers))
        return parent or Receipt(conversation=self.name, message=letter.notice.about)

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Ask for the incident's alert and see whether it says what the letter says."""
        notice = letter.notice
        labels = name_alert(notice, self._labels)
        if labels is None:
            return None
        matchers = [("filter", f'{name}="{_quote(value)}"') for name, value in labels.items()]
        reply = _require(await self._sender.get(f"{self._url}?{urlencode(matchers)}", self._headers))
        try:
            listed: Any = msgspec.json.decode(reply.body)
        except msgspec.DecodeError:
            raise UncertainError("Alertmanager's answer could not be read", Failure.STRANGE_REPLY) from None
        if not carries(listed, notice):
            return None
        return parent or Receipt(conversation=self.name, message=notice.about)

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        await self.tell(letter, parent=parent)

    async def close(self) -> None:
        """Nothing is kept open between messages."""


def _require(reply: Reply) -> Reply:
    if not reply.is_ok:
        raise judge_reply(reply, SERVICE, "check `url`, and the token if it asks for one")
    return reply


def _quote(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
