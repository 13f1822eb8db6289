"""A Mastodon server: hashtag timelines by `min_id`, statuses by id, and a stream of events."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from connectors.errors import MisconfiguredError, TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website

SERVER = "https://social.example"
RESET = NOON + timedelta(hours=3, minutes=4)


@dataclass(repr=False)
class MastodonStage(Website):
    """Streams, too, when the options say so."""

    streams: bool = False
    kind: str = "mastodon"
    failings: Sequence[Failing] = (
        Failing(
            "429, reset in ISO 8601",
            httpx.Response(429, headers={"X-RateLimit-Reset": RESET.isoformat()}, json={"error": SECRET}),
            TransientError,
            until=RESET,
        ),
        Failing(
            "token", httpx.Response(401, json={"error": "The access token is invalid"}), MisconfiguredError
        ),
        Failing(
            "closed timelines",
            httpx.Response(
                200,
                json={
                    "domain": "social.example",
                    "configuration": {
                        "timelines_access": {"hashtag_feeds": {"local": "public", "remote": "disabled"}}
                    },
                },
            ),
            MisconfiguredError,
        ),
    )
    can_edit: bool = True
    can_delete: bool = True
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[bytes] = field(default_factory=list)
    said: int = 0
    drops: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    environ: Mapping[str, str] = field(default_factory=lambda: {"MASTODON_TOKEN": f"token-{SECRET}"})

    @property
    def options(self) -> Mapping[str, Any]:
        """The kind's own keys in the configuration."""
        common = {"server": SERVER, "lookback": "1d", "secret_env": "MASTODON_TOKEN"}
        return common | ({"stream": True, "every": "10s"} if self.streams else {})

    def say(self, count: int) -> None:
        for _ in range(count):
            self.post("<p>acme is soulless</p>", self.said / 10)

    def post(self, content: str, minutes: float, **values: Any) -> str:
        at = NOON + timedelta(minutes=minutes)
        name = str((int(at.timestamp() * 1_000) << 16) + self.said)
        self.said += 1
        self.statuses[name] = {
            "id": name,
            "created_at": at.isoformat(),
            "edited_at": None,
            "content": content,
            "visibility": "public",
            "account": {"id": "7", "acct": "ada"},
            "tags": [{"name": "acme"}],
            "mentions": [],
            "reblog": None,
        } | values
        self.tell("update", json.dumps(self.statuses[name]))
        return name

    def edit(self, native_id: str, text: str) -> None:
        at = (NOON + timedelta(minutes=self.said)).isoformat()
        self.statuses[native_id] |= {"content": f"<p>{text}</p>", "edited_at": at}
        self.tell("status.update", json.dumps(self.statuses[native_id]))

    def delete(self, native_id: str) -> None:
        del self.statuses[native_id]
        self.tell("delete", native_id)

    def tell(self, event: str, data: str) -> None:
        self.push(f"event: {event}\ndata: {data}\n\n".encode())

    def push(self, piece: bytes) -> None:
        """Send bytes to every open stream."""
        self.events.append(piece)
        self.changed.set()
        self.changed = asyncio.Event()

    def break_off(self) -> None:
        if self.streams:
            self.drops += 1
        else:
            super().break_off()

    def can_break_off(self, request: httpx.Request, answer: httpx.Response) -> bool:
        """Only a page on which something stands."""
        return "/timelines/" in request.url.path and answer.content != b"[]"

    def answer(self, request: httpx.Request) -> httpx.Response:
        match request.url.path.split("/"):
            case [_, "api", "v2", "instance"]:
                socket = "wss" if request.url.scheme == "https" else "ws"
                return httpx.Response(
                    200,
                    json={
                        "domain": "social.example",
                        "version": "4.6.4",
                        "configuration": {"urls": {"streaming": f"{socket}://{request.url.netloc.decode()}"}},
                    },
                )
            case [_, "api", "v1", "streaming", "hashtag"]:
                return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Stream(self))
            case [_, "api", "v1", "timelines", "tag", _]:
                return self.page(request.url.params)
            case [_, "api", "v1", "statuses"]:
                wanted = request.url.params.get_list("id[]")
                return httpx.Response(
                    200, json=[self.statuses[name] for name in wanted if name in self.statuses]
                )
        return httpx.Response(404, json={"error": "Record not found"})

    def page(self, params: httpx.QueryParams) -> httpx.Response:
        after, limit = int(params["min_id"]), min(int(params["limit"]), 40)
        newer = sorted((name for name in self.statuses if int(name) > after), key=int)[:limit]
        left = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "291"}
        left["X-RateLimit-Reset"] = RESET.isoformat()
        return httpx.Response(200, headers=left, json=[self.statuses[name] for name in reversed(newer)])


class Stream(httpx.AsyncByteStream):
    """What happens from now on; nothing of what was before."""

    def __init__(self, stage: MastodonStage) -> None:
        self.stage = stage
        self.sent = len(stage.events)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b":)\n"
        if self.stage.drops:
            self.stage.drops -= 1
            yield b'event: update\ndata: {"id":"1'
            raise httpx.RemoteProtocolError("peer closed connection")
        while True:
            while self.sent < len(self.stage.events):
                self.sent += 1
                yield self.stage.events[self.sent - 1]
            await self.stage.changed.wait()
