"""The door: lets in only what Slack signed with our secret, lately, and once."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import SecretStr
from slack_sdk.signature import Clock, SignatureVerifier

from alerts.errors import ForgedError, ReplayedError

OPEN_FOR: Final = timedelta(minutes=5)
"""How old a request may be; slack_sdk's own limit."""
SEEN_KEPT: Final = 20_000
"""Signatures remembered: more than Slack sends in ten minutes."""


class _At(Clock):
    """slack_sdk's clock, as ours tells it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now().timestamp()


class Door:
    """Checks requests over HTTP; Socket Mode needs none, for there the desk calls Slack."""

    def __init__(self, secret: SecretStr, *, now: Callable[[], datetime]) -> None:
        self._verifier = SignatureVerifier(secret.get_secret_value(), clock=_At(now))
        self._now = now
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def admit(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Check a request.

        Raises:
            ForgedError: no signature, a wrong one, or one older than five minutes, or a time that is no number.
            ReplayedError: the very same request has come before.
        """
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        # slack_sdk raises a ValueError on a time that is no number, and takes " 12_3 " for one.
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):  # noqa: PLR2004 - 30,000 years.
            raise ForgedError("the request's time is missing or no number")
        try:
            is_signed = signature.isascii() and self._verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError as exc:  # slack_sdk reads the body as UTF-8.
            raise ForgedError("the request's body is no text") from exc
        if not is_signed:
            raise ForgedError("the request is not signed by Slack, or older than five minutes")
        self._remember(signature)

    def _remember(self, signature: str) -> None:
        now = self._now()
        while self._seen and now - next(iter(self._seen.values())) > 2 * OPEN_FOR:
            self._seen.popitem(last=False)
        if signature in self._seen:
            raise ReplayedError("the very same request came before")
        self._seen[signature] = now
        if len(self._seen) > SEEN_KEPT:
            self._seen.popitem(last=False)
