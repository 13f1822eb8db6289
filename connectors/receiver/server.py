"""The server: takes deliveries over HTTP, refuses early, and says 200 only when Kafka has them.

It writes no access log: a challenge has its token in the query.
"""

import asyncio
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Self

from aiohttp import web

from connectors.clock import Clock
from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnreadableError,
)
from connectors.receiver.beat import Beat
from connectors.receiver.hook import Delivery
from connectors.receiver.intake import Intake
from connectors.receiver.limits import Limiter
from connectors.receiver.metrics import Outcome, ReceiverMetrics
from connectors.receiver.options import ReceiverOptions

PATH: Final = "/hooks/"
_COME_AGAIN: Final = timedelta(seconds=30)
_KEEP_ALIVE: Final = 30.0
_READING_FACTOR: Final = 8
"""So many times `at_once` bodies may be arriving at the same time."""


class Refusal(Exception):  # noqa: N818 - an answer, not an error.
    """Why a delivery is not taken; its text goes to the sender and holds nothing of the delivery."""

    def __init__(
        self, status: HTTPStatus, outcome: Outcome, text: str, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.outcome = outcome
        self.headers = (
            {} if retry_after is None else {"Retry-After": str(math.ceil(retry_after.total_seconds()))}
        )


class Server:
    """Serves hooks on one port; `async with` starts and stops it."""

    def __init__(
        self,
        intakes: Sequence[Intake],
        beat: Beat,
        options: ReceiverOptions,
        metrics: ReceiverMetrics,
        *,
        clock: Clock,
    ) -> None:
        self._intakes: Mapping[str, Intake] = {intake.name: intake for intake in intakes}
        self._beat = beat
        self._options = options
        self._metrics = metrics
        self._clock = clock
        self._addresses = Limiter(options.a_minute_each)
        self._hooks = Limiter(options.a_minute)
        self._reading = 0
        self._writing = 0
        app = web.Application(client_max_size=options.max_bytes)
        app.router.add_get("/health", self._say_health)
        app.router.add_get(PATH + "{name}", self._answer_challenge, allow_head=False)
        app.router.add_post(PATH + "{name}", self._take_delivery)
        # A body is hashed as it came; and nothing small may unfold into something large.
        self._runner = web.AppRunner(
            app, access_log=None, auto_decompress=False, keepalive_timeout=_KEEP_ALIVE
        )
        self.address = ""
        """As `http://host:port`, once it is started."""

    async def __aenter__(self) -> Self:
        """Start to listen.

        Raises:
            MisconfiguredError: the port is taken or the host is not ours.
        """
        await self._runner.setup()
        host, port = self._options.host, self._options.port
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as exc:
            await self._runner.cleanup()
            raise MisconfiguredError(f"[receiver]: cannot listen on {host}:{port}: {exc.strerror}") from exc
        self.address = f"http://{host}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _say_health(self, _: web.Request) -> web.Response:
        if self._beat.is_well:
            return web.json_response({"status": "ok"})
        return web.json_response({"status": "Kafka does not answer"}, status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def _answer_challenge(self, request: web.Request) -> web.Response:
        intake = self._intakes.get(request.match_info["name"])
        if intake is None:
            return self._turn_away()
        if self._addresses.take(_address_of(request, self._options.proxies), self._clock.now()) is not None:
            return web.Response(status=HTTPStatus.TOO_MANY_REQUESTS)
        answer = intake.hook.answer_challenge(request.query)
        if answer is None:
            return web.Response(status=HTTPStatus.FORBIDDEN, text="the challenge is refused\n")
        return web.Response(text=answer)

    async def _take_delivery(self, request: web.Request) -> web.Response:
        intake = self._intakes.get(request.match_info["name"])
        if intake is None:
            return self._turn_away()
        with self._metrics.delivery_seconds.labels(intake.name).time():
            try:
                response = await self._take(request, intake)
            except Refusal as refusal:
                self._metrics.deliveries.labels(intake.name, refusal.outcome).inc()
                response = web.json_response(
                    {"refused": str(refusal)}, status=refusal.status, headers=refusal.headers
                )
                if refusal.outcome in {Outcome.TOO_LARGE, Outcome.TOO_MANY}:
                    response.force_close()  # Its body is not read.
            else:
                self._metrics.deliveries.labels(intake.name, Outcome.TAKEN).inc()
        return response

    def _turn_away(self) -> web.Response:
        self._metrics.strangers.inc()
        return web.Response(status=HTTPStatus.NOT_FOUND)

    async def _take(self, request: web.Request, intake: Intake) -> web.Response:
        now = self._clock.now()
        self._limit(self._addresses.take(_address_of(request, self._options.proxies), now))
        body = await self._read_body(request)
        delivery = Delivery(request.headers, body, now)
        if not intake.hook.is_authentic(delivery):
            raise Refusal(HTTPStatus.UNAUTHORIZED, Outcome.UNSIGNED, "no valid signature")
        try:
            self._limit(self._hooks.take(intake.name, now))
            with self._one_writing():
                heard = await intake.take(delivery)
        except UnreadableError as exc:
            raise Refusal(HTTPStatus.BAD_REQUEST, Outcome.UNREADABLE, str(exc)) from exc
        except PermanentError as exc:
            text = "more than Kafka takes at once"
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Outcome.TOO_LARGE, text) from exc
        except ConnectorError as exc:
            intake.note_sent_away(now)
            wait = exc.retry_after if isinstance(exc, TransientError) else None
            raise _unavailable("not written; deliver it again", wait or _COME_AGAIN) from exc
        except Refusal:
            intake.note_sent_away(now)
            raise
        if heard.mentions or heard.unread:
            self._beat.note_acknowledged()
        return web.json_response({"mentions": len(heard.mentions), "ignored": heard.ignored})

    async def _read_body(self, request: web.Request) -> bytes:
        limit = self._options.max_bytes
        large = Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Outcome.TOO_LARGE, f"at most {limit} bytes are taken"
        )
        if (request.content_length or 0) > limit:
            raise large
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            text = "send it without Content-Encoding"
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Outcome.UNREADABLE, text)
        if self._reading >= _READING_FACTOR * self._options.at_once:
            raise _unavailable("too many at once", timedelta(seconds=1))
        self._reading += 1
        try:
            async with asyncio.timeout(self._options.read_within.total_seconds()):
                return await request.read()
        except web.HTTPRequestEntityTooLarge as exc:
            raise large from exc
        except TimeoutError as exc:
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, Outcome.UNREADABLE, "the body came too slowly") from exc
        finally:
            self._reading -= 1

    @staticmethod
    def _limit(wait: timedelta | None) -> None:
        if wait is not None:
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, Outcome.TOO_MANY, "too many; wait", wait)

    @contextmanager
    def _one_writing(self) -> Iterator[None]:
        if self._writing >= self._options.at_once:
            raise _unavailable("too many at once", timedelta(seconds=1))
        self._writing += 1
        try:
            yield
        finally:
            self._writing -= 1


def _unavailable(text: str, wait: timedelta) -> Refusal:
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, Outcome.UNAVAILABLE, text, wait)


def _address_of(request: web.Request, proxies: int) -> str:
    """Whom we talk to: our own proxies name him; what is before them in the header anybody can write."""
    said = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    if proxies and len(said) >= proxies and said[-proxies].strip():
        return said[-proxies].strip()[:64]
    return request.remote or "unknown"
