"""Signatures of webhooks, checked on the raw bytes and in constant time.

Raw bytes, because a sender's JSON is not ours: Meta escapes what is not ASCII before it signs.
"""

import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from connectors.errors import MisconfiguredError

TOLERANCE: Final = timedelta(minutes=5)
"""How far a stamped delivery's time may be from ours; older ones are replays (Standard Webhooks)."""
_META_PREFIX: Final = "sha256="
_STAMPED_PREFIX: Final = "v1,"
_KEY_PREFIX: Final = "whsec_"
_SHORTEST: Final = 16


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The secrets a delivery may be signed with: one, or the old and the new while they change."""

    keys: tuple[bytes, ...]

    @classmethod
    def read(cls, variable: str, value: str) -> "Keys":
        """Read the value of an environment variable: secrets apart by space.

        Raises:
            MisconfiguredError: there is none, or one is too short to be a secret; the text names the variable.
        """
        words = value.split()
        if not words:
            raise MisconfiguredError(f"{variable} is not set; the deliveries' signatures need it")
        if any(len(word) < _SHORTEST for word in words):
            raise MisconfiguredError(f"{variable}: a secret has at least {_SHORTEST} characters")
        return cls(tuple(word.encode() for word in words))

    def are_for_meta(self, body: bytes, header: str | None) -> bool:
        """Check `X-Hub-Signature-256`: `sha256=` and the hexadecimal HMAC of the body."""
        return self._match([header or ""], lambda key: _META_PREFIX + _sign(key, body).hex())

    def are_for_line(self, body: bytes, header: str | None) -> bool:
        """Check `X-Line-Signature`: the HMAC of the body in base64."""
        return self._match([header or ""], lambda key: b64encode(_sign(key, body)).decode())

    def are_for_stamped(
        self, body: bytes, *, native_id: str | None, stamp: str | None, header: str | None, now: datetime
    ) -> bool:
        """Check a delivery after Standard Webhooks: the HMAC of id, time and body, and that the time is near."""
        if not native_id or not stamp or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:  # noqa: PLR2004
            return False
        if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            return False
        signed = b".".join((_bytes(native_id), stamp.encode(), body))
        given = (header or "").split()[:8]
        return self._match(given, lambda key: sign_stamped(key, signed))

    def _match(self, given: list[str], expected: Callable[[bytes], str]) -> bool:
        """Compare each with each, without stopping at the first that fits."""
        fits = [
            hmac.compare_digest(_bytes(header), expected(key).encode())
            for key in self.keys
            for header in given
        ]
        return any(fits)


def sign_stamped(key: bytes, signed: bytes) -> str:
    """The signature of Standard Webhooks over `id.time.body`; a secret `whsec_…` holds its key in base64."""
    text = key.decode("utf-8", "replace")
    if text.startswith(_KEY_PREFIX):
        try:
            key = b64decode(text.removeprefix(_KEY_PREFIX), validate=True)
        except Base64Error:
            key = text.encode()
    return _STAMPED_PREFIX + b64encode(_sign(key, signed)).decode()


def _sign(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, sha256).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
