"""Feeds written for tests, and a server that keeps one as a real one would."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from html import escape

import httpx

from tests.connectors.samples import NOON
from tests.connectors.stages.website import Website


@dataclass(frozen=True)
class Item:
    """One entry of a feed."""

    name: str
    text: str = "acme is soulless"
    minutes: float = 0
    updated: float | None = None

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)


def write_atom(items: Sequence[Item]) -> bytes:
    entries = "".join(
        f"<entry><id>{item.name}</id><title>{escape(item.text)}</title><author><name>Ada</name></author>"
        f'<link href="https://news.example/{item.name}"/><published>{item.at.isoformat()}</published>'
        + (
            f"<updated>{(NOON + timedelta(minutes=item.updated)).isoformat()}</updated>"
            if item.updated is not None
            else ""
        )
        + "</entry>"
        for item in items
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


@dataclass
class FeedServer(Website):
    """Answers as a good server does: 304 when nothing changed since the ETag it gave."""

    items: list[Item] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = write_atom(self.items)
        etag = f'W/"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            return httpx.Response(304)
        return httpx.Response(
            200, content=body, headers={"ETag": etag, "Last-Modified": "verbatim, even wrong"}
        )


async def public_address(_host: str, _port: int) -> tuple[str, ...]:
    return ("93.184.216.34",)
