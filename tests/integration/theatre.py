"""A theatre: the stages of the connectors' contract suite, on real sockets of this machine."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from aiohttp import ClientConnectionResetError, WSCloseCode, web

from tests.connectors.stages.stage import Stage
from tests.integration.elsewhere import Elsewhere

T = TypeVar("T")


class Theatre:
    """Serves one stage over HTTP and websockets; what happens on it happens in the server's own thread."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._elsewhere = Elsewhere()
        self._runner = web.AppRunner(self._build(), shutdown_timeout=0.1, access_log=None)
        self._sockets: set[web.WebSocketResponse] = set()
        self.address = self._elsewhere.run(self._start())
        """Host and port."""

    def act(self, deed: Callable[..., T], *args: Any, **values: Any) -> T:
        """Let something happen on the stage."""
        return self._elsewhere.call(deed, *args, **values)

    def stop(self) -> None:
        self._elsewhere.run(self._end())
        self._elsewhere.close()

    def _build(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        return app

    async def _start(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"127.0.0.1:{self._runner.addresses[0][1]}"

    async def _end(self) -> None:
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._serve_socket(request)
        asked = httpx.Request(
            request.method,
            str(request.url),
            headers=list(request.headers.items()),
            content=await request.read(),
        )
        answer = self.stage(asked)
        kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
        sent = web.StreamResponse(status=answer.status_code, headers=kept)
        await sent.prepare(request)
        if isinstance(answer.stream, httpx.ByteStream):
            await sent.write(answer.content)
            return sent
        with suppress(ClientConnectionResetError):
            async for piece in answer.aiter_raw():
                await sent.write(piece)
        return sent

    async def _serve_socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._sockets.add(socket)
        sending = asyncio.create_task(self._send(socket, str(request.url)))
        try:
            async for _ in socket:  # Nobody says anything, but it answers pings.
                pass
        finally:
            sending.cancel()
            self._sockets.discard(socket)
        return socket

    async def _send(self, socket: web.WebSocketResponse, url: str) -> None:
        async with self.stage.dial(url, {}) as messages:
            async for message in messages:
                with suppress(ClientConnectionResetError):  # Its reader was killed.
                    await socket.send_str(str(message))
