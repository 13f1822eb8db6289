"""A Jetstream server with a day's memory, of either version."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from connectors.errors import TransientError
from connectors.jetstream import to_microseconds
from connectors.refusal import Refusal, judge_status, redact_url
from connectors.sockets import Message
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing

POST = "app.bsky.feed.post"


@dataclass
class JetstreamStage:
    """Keeps all events and replays from a cursor, inclusively; connections wait for what comes next."""

    numbered: bool = False
    """As a v2 server: events carry their number, and a cursor below 10^15 is one."""
    kind: str = "bluesky"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {"servers": ["wss://jet.example"], "lookback": "1d", "every": "10s"}
    )
    environ: Mapping[str, str] = field(default_factory=dict)
    answers: list[httpx.Response | Exception] = field(default_factory=list)
    failings: Sequence[Failing] = (
        Failing("lines of something else", httpx.Response(200, text=f"{SECRET}\n<html>"), TransientError),
        Failing("a 200 and no upgrade", httpx.Response(200, html="<html>"), TransientError),
        Failing("empty", httpx.Response(200, content=b""), TransientError),
    )
    can_edit: bool = True
    can_delete: bool = True
    events: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    drops: int = 0
    said: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, count: int) -> None:
        for _ in range(count):
            self.commit(
                "create",
                f"r{self.said}",
                self.said / 10,
                text="acme is soulless",
                did=f"did:plc:{self.said % 7}",
            )
            self.said += 1

    def edit(self, native_id: str, text: str) -> None:
        did, rkey = self.split(native_id)
        self.commit("update", rkey, self.said / 10, text=text, did=did)

    def delete(self, native_id: str) -> None:
        did, rkey = self.split(native_id)
        self.commit("delete", rkey, self.said / 10, did=did)

    def purge(self, did: str, status: str = "deleted") -> None:
        self.append(
            {"did": did, "kind": "account", "account": {"active": False, "status": status}}, self.said / 10
        )

    def break_off(self) -> None:
        self.drops += 1

    def commit(
        self, operation: str, rkey: str, minutes: float, *, did: str, text: str = "", **record: Any
    ) -> None:
        at = NOON + timedelta(minutes=minutes)
        commit: dict[str, Any] = {
            "operation": operation,
            "collection": POST,
            "rkey": rkey,
            "rev": f"v{len(self.events)}",
        }
        if operation != "delete":
            commit["record"] = {"$type": POST, "text": text, "createdAt": at.isoformat()} | record
            commit["cid"] = f"cid{len(self.events)}"
        self.append({"did": did, "kind": "commit", "commit": commit}, minutes)

    def append(self, event: dict[str, Any], minutes: float) -> None:
        number = len(self.events) + 1
        event["time_us"] = to_microseconds(NOON + timedelta(minutes=minutes)) + number
        if self.numbered:
            event["cursor"] = number
        self.events.append(event)
        self.changed.set()
        self.changed = asyncio.Event()

    def split(self, native_id: str) -> tuple[str, str]:
        did, _, rkey = native_id.removeprefix("at://").rpartition(f"/{POST}/")
        return did, rkey

    def __call__(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError

    @asynccontextmanager
    async def dial(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[AsyncIterator[Message]]:
        assert not headers
        query = parse_qs(urlsplit(url).query)
        self.asked.append(query)
        if self.answers:
            yield self.answer(self.answers.pop(0), redact_url(url))
            return
        yield self.replay(int(query["cursor"][0]), redact_url(url))

    def answer(self, answer: httpx.Response | Exception, shown: str) -> AsyncIterator[Message]:
        """What `connectors.sockets.dial` makes of it."""
        if isinstance(answer, Exception):
            raise TransientError(f"{shown}: cannot be reached ({type(answer).__name__})") from answer
        if answer.status_code == httpx.codes.OK and not answer.headers.get("content-type", "").startswith(
            "text/plain"
        ):
            raise TransientError(f"{shown}: does not speak websocket")
        if answer.status_code != httpx.codes.OK:
            raise judge_status(Refusal(answer.status_code, answer.headers, b"", shown, NOON))
        return self.lines(answer.text.splitlines())

    async def lines(self, lines: Sequence[str]) -> AsyncIterator[Message]:
        for line in lines:
            yield line
        await asyncio.Event().wait()

    async def replay(self, cursor: int, shown: str) -> AsyncIterator[Message]:
        is_number = self.numbered and cursor < 10**15
        sent = 0
        while True:
            while sent < len(self.events):
                event = self.events[sent]
                sent += 1
                if event["cursor" if is_number else "time_us"] < cursor:
                    continue
                if self.drops:
                    self.drops -= 1
                    yield json.dumps(event)[:40]
                    raise TransientError(f"{shown}: the connection has been closed (code 1006)")
                yield json.dumps(event)
            await self.changed.wait()
