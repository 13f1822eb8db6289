"""The stand-in's end of Socket Mode: gives out addresses, says hello, sends envelopes and reads the answers."""

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

ANSWER_WITHIN: Final = 3.0
"""Seconds, as Slack gives them."""


@dataclass(slots=True)
class Socket:
    """Connections of desks; an envelope goes to the newest."""

    url: str = ""
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    """Connections there ever were."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def methods(self) -> Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {"apps.connections.open": self._open}

    def _open(self, _: dict[str, Any]) -> dict[str, Any]:
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return {"ok": True, "url": f"{self.url}?ticket={ticket}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json({"type": "hello", "num_connections": len(self.connections) + 1})
        self.connections.append(connection)
        self.opened += 1
        self._changed.set()
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._hear(message.json())
        finally:
            self.connections.remove(connection)
        return connection

    def _hear(self, answer: Mapping[str, Any]) -> None:
        waiting = self._waiting.pop(str(answer.get("envelope_id")), None)
        if waiting and not waiting.done():
            waiting.set_result(dict(answer.get("payload") or {}))

    async def send(self, sort: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send an envelope; returns the payload of the answer.

        Raises:
            TimeoutError: no answer within three seconds; Slack would show the person an error.
        """
        envelope = f"envelope-{next(self._numbers)}"
        self._waiting[envelope] = asyncio.get_running_loop().create_future()
        waiting = self._waiting[envelope]
        await self.connections[-1].send_json(
            {"envelope_id": envelope, "type": sort, "payload": payload, "accepts_response_payload": True}
        )
        async with asyncio.timeout(ANSWER_WITHIN):
            return await waiting

    async def refresh(self) -> None:
        """Ask the newest connection to come again, as Slack does now and then."""
        await self.connections[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def wait_for(self, opened: int) -> None:
        """Return when there have been so many connections."""
        while self.opened < opened:
            self._changed.clear()
            await self._changed.wait()

    async def close(self) -> None:
        for connection in tuple(self.connections):
            await connection.close()
