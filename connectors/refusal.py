"""Refusals: what the status of an answer means for the connector that asked, whichever platform gave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final, Protocol

from connectors.errors import (
    ConnectorError,
    GoneError,
    MisconfiguredError,
    PermanentError,
    TransientError,
)
from connectors.limits import ReadQuota, read_no_quota, wait_for

_REFUSED: Final = frozenset({401, 402, 403, 407})
_TRANSIENT: Final = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not what was asked for."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case, or a mapping that does not mind."""
    body: bytes
    """Its first bytes. Never show them: they may repeat what we sent."""
    shown: str
    """The address, fit for an error text."""
    at: datetime


class Judge(Protocol):
    """A platform's own reading of a refusal, where the status alone does not tell."""

    def __call__(self, refusal: Refusal, /) -> ConnectorError | None:
        """Return the error to raise; None leaves it to the status."""


def judge_status(refusal: Refusal, read_quota: ReadQuota = read_no_quota) -> ConnectorError:
    """Name the error of a status.

    Returns:
        TransientError: 408, 425, 429 and 5xx, with the wait that the platform asks for; also a status that is
            no error but was not asked for.
        PermanentError: 404, and 410 as GoneError.
        MisconfiguredError: 401, 402, 403, 407 and every other 4xx.
    """
    status, said = refusal.status, say_status(refusal)
    if status in _TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TransientError(said, wait_for(refusal.headers, refusal.at, read_quota))
    if status == HTTPStatus.GONE:
        return GoneError(f"{said}: this address has been given up")
    if status == HTTPStatus.NOT_FOUND:
        return PermanentError(f"{said}: there is nothing at this address")
    if status in _REFUSED:
        return MisconfiguredError(f"{said}: check the token, its permissions and the address")
    if status >= HTTPStatus.BAD_REQUEST:
        return MisconfiguredError(f"{said}: the request is refused as it is")
    return TransientError(f"{said}, which was not asked for")


def say_status(refusal: Refusal) -> str:
    """What was answered, in words where the number has some."""
    try:
        phrase = f" ({HTTPStatus(refusal.status).phrase.lower()})"
    except ValueError:  # 520 and its neighbours are Cloudflare's own.
        phrase = ""
    return f"{refusal.shown}: answered {refusal.status}{phrase}"


def redact_url(url: str) -> str:
    """A URL fit for an error text and a log: no user, no query, no fragment, where tokens hide."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"[:200]
