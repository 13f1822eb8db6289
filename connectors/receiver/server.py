"""The server: takes deliveries over HTTP, refuses early, and says 200 only when Kafka has them.

It writes no access log: a challenge has its token in the query.
"""

import asyncio
import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from connectors.clock import Clock
from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnreadableError,
)
from connectors.receiver.beat import Beat
from connectors.receiver.hook import Delivery, Heard
from connectors.receiver.intake import Intake
from connectors.receiver.limits import Limiter
from connectors.receiver.metrics import Outcome, ReceiverMetrics
from connectors.receiver.options import ReceiverOptions

PATH: Final = "/hooks/"
HEALTH: Final = "/health"
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
        self._intakes: dict[str, tuple[Intake, ...]] = {}
        for intake in intakes:
            self._intakes[intake.path] = (*self._intakes.get(intake.path, ()), intake)
        self._beat = beat
        self._options = options
        self._metrics = metrics
        self._clock = clock
        self._addresses = Limiter(options.a_minute_each)
        self._hooks = Limiter(options.a_minute)
        self._reading = 0
        self._writing = 0
        app = web.Application(client_max_size=options.max_bytes)
        app.router.add_get(HEALTH, self._say_health)
        app.router.add_get(PATH + "{name}", self._answer_challenge, allow_head=False)
        app.router.add_post(PATH + "{name}", self._take_delivery)
        # A body is hashed as it came; and nothing small may unfold into something large.
        self._runner = web.AppRunner(
            app, access_log=None, auto_decompress=False, keepalive_timeout=_KEEP_ALIVE, logger=_quiet_log()
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
        intakes = self._intakes.get(request.match_info["name"])
        if intakes is None:
            return self._turn_away()
        if self._addresses.take(_address_of(request, self._options.proxies), self._clock.now()) is not None:
            return web.Response(status=HTTPStatus.TOO_MANY_REQUESTS)
        for intake in intakes:
            answer = intake.hook.answer_challenge(request.query)
            if answer is not None:
                return web.Response(text=answer)
        return web.Response(status=HTTPStatus.FORBIDDEN, text="the challenge is refused\n")

    async def _take_delivery(self, request: web.Request) -> web.Response:
        intakes = self._intakes.get(request.match_info["name"])
        if intakes is None:
            return self._turn_away()
        with self._metrics.delivery_seconds.labels(intakes[0].name).time():
            try:
                response = await self._take(request, intakes)
                outcome = Outcome.TAKEN
            except Refusal as refusal:
                outcome = refusal.outcome
                response = web.json_response(
                    {"refused": str(refusal)}, status=refusal.status, headers=refusal.headers
                )
                if outcome in {Outcome.TOO_LARGE, Outcome.TOO_MANY}:
                    response.force_close()  # Its body is not read.
        for intake in intakes:
            self._metrics.deliveries.labels(intake.name, outcome).inc()
        return response

    def _turn_away(self) -> web.Response:
        self._metrics.strangers.inc()
        return web.Response(status=HTTPStatus.NOT_FOUND)

    async def _take(self, request: web.Request, intakes: Sequence[Intake]) -> web.Response:
        now = self._clock.now()
        _limit(self._addresses.take(_address_of(request, self._options.proxies), now))
        delivery = Delivery(request.headers, await self._read_body(request), now)
        if not all(intake.hook.is_authentic(delivery) for intake in intakes):
            raise Refusal(HTTPStatus.UNAUTHORIZED, Outcome.UNSIGNED, "no valid signature")
        mentions = ignored = 0
        for intake in intakes:
            heard = await self._take_in(delivery, intake)
            mentions += len(heard.mentions)
            ignored += heard.ignored
        return web.json_response({"mentions": mentions, "ignored": ignored})

    async def _take_in(self, delivery: Delivery, intake: Intake) -> Heard:
        try:
            _limit(self._hooks.take(intake.name, delivery.received_at))
            with self._one_writing():
                heard = await intake.take(delivery)
        except UnreadableError as exc:
            raise Refusal(HTTPStatus.BAD_REQUEST, Outcome.UNREADABLE, str(exc)) from exc
        except PermanentError as exc:
            text = "more than Kafka takes at once"
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, Outcome.TOO_LARGE, text) from exc
        except ConnectorError as exc:
            intake.note_sent_away(delivery.received_at)
            wait = exc.retry_after if isinstance(exc, TransientError) else None
            raise _unavailable("not written; deliver it again", wait or _COME_AGAIN) from exc
        except Refusal:
            intake.note_sent_away(delivery.received_at)
            raise
        if heard.mentions or heard.unread:
            self._beat.note_acknowledged()
        return heard

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
        except (web.RequestPayloadError, ConnectionError) as exc:
            raise Refusal(HTTPStatus.BAD_REQUEST, Outcome.UNREADABLE, "the body breaks off") from exc
        except TimeoutError as exc:
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, Outcome.UNREADABLE, "the body came too slowly") from exc
        finally:
            self._reading -= 1

    @contextmanager
    def _one_writing(self) -> Iterator[None]:
        if self._writing >= self._options.at_once:
            raise _unavailable("too many at once", timedelta(seconds=1))
        self._writing += 1
        try:
            yield
        finally:
            self._writing -= 1


def _quiet_log() -> logging.Logger:
    """What aiohttp may log: our own mistakes, and not each request that is no HTTP, with a part of it."""
    log = logging.getLogger(__name__)
    if not log.filters:
        log.addFilter(_is_our_mistake)
    return log


def _is_our_mistake(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | ConnectionError)


def _limit(wait: timedelta | None) -> None:
    if wait is not None:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, Outcome.TOO_MANY, "too many; wait", wait)


def _unavailable(text: str, wait: timedelta) -> Refusal:
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, Outcome.UNAVAILABLE, text, wait)


def _address_of(request: web.Request, proxies: int) -> str:
    """Whom we talk to: our own proxies name him; what is before them in the header anybody can write."""
    said = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    if proxies and len(said) >= proxies and said[-proxies].strip():
        return said[-proxies].strip()[:64]
    return request.remote or "unknown"
