"""Receivers on this machine: an HTTP server that plays any service, and a mailbox behind a real SMTP server."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import orjson
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What to answer once."""

    status: int = 200
    body: str = "{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False


class Receiver:
    """Takes everything, and remembers alerts as Alertmanager would; plays answers in their order."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.alerts: dict[tuple[tuple[str, str], ...], Any] = {}
        self.url = ""
        self._answers: list[Answer] = []
        self._runner: web.AppRunner | None = None

    def play(self, *answers: Answer) -> None:
        self._answers.extend(answers)

    @property
    def last(self) -> Request:
        return self.requests[-1]

    async def start(self) -> None:
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests.append(Request(request.method, request.path_qs, dict(request.headers), body))
        answer = self._answers.pop(0) if self._answers else None
        if answer and answer.hang:
            await asyncio.sleep(30)
        if answer and answer.cut:
            assert request.transport
            request.transport.abort()
            return web.Response()
        if answer:
            return web.Response(status=answer.status, text=answer.body, headers=dict(answer.headers))
        if request.path == "/api/v2/alerts":
            return self._serve_alerts(request, body)
        return web.json_response({"status": "success"}, status=202)

    def _serve_alerts(self, request: web.Request, body: bytes) -> web.Response:
        if request.method == "POST":
            for alert in orjson.loads(body):
                self.alerts[tuple(sorted(alert["labels"].items()))] = alert
            return web.Response()
        wanted = [re.fullmatch(r'(\w+)="(.*)"', one) for one in request.query.getall("filter", [])]
        pairs = {(match[1], match[2]) for match in wanted if match}
        return web.json_response([alert for labels, alert in self.alerts.items() if pairs <= set(labels)])


class Mailbox:
    """An SMTP server by aiosmtpd; `refusals` are answers by command, each played once."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.receivers: list[list[str]] = []
        self.refusals: dict[str, str] = {}
        self.hang = False
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.raw]

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="mail.test"), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name.
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        if self.hang:
            await asyncio.sleep(5)
        envelope.mail_from = address
        return self.refusals.pop("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        answer = self.refusals.pop("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        answer = self.refusals.pop("DATA", "250 OK")
        if answer == "cut":
            assert server.transport
            server.transport.close()
            return "250 OK"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.raw.append(envelope.content)
            self.receivers.append(list(envelope.rcpt_tos))
        return answer
