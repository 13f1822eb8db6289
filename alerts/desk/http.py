"""Signed HTTP: Slack posts what people press, and reads the answer within three seconds."""

import json
import logging
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web

from alerts.desk.desk import Desk
from alerts.desk.door import Door
from alerts.desk.gesture import Gesture, read_command, read_interaction
from alerts.desk.metrics import DeskMetrics, Outcome
from alerts.errors import ForgedError, ReplayedError, UnreadableGestureError

log = logging.getLogger(__name__)

LARGEST: Final = 256 * 1024
"""Bytes; Slack's payload with a whole message in it stays under 100 kB."""
INTERACTIONS: Final = "/slack/interactions"
COMMANDS: Final = "/slack/commands"
HEALTH: Final = "/health"

BAD_REQUEST: Final = 400
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
CONFLICT: Final = 409


class HttpFront:
    """The desk's own small server; it stands behind a proxy that does TLS.

    Statuses: 401 for what Slack did not sign, or not lately; 409 for the very same request again; 400 for
    what Slack does not send; 403 for a person who is not on the list, who is also told so; else 200.
    """

    def __init__(self, desk: Desk, door: Door, metrics: DeskMetrics) -> None:
        self._desk = desk
        self._door = door
        self._metrics = metrics
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> str:
        """Listen; returns the address."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(INTERACTIONS, self._take)
        app.router.add_post(COMMANDS, self._take)
        app.router.add_get(HEALTH, _say_well)
        self._runner = web.AppRunner(app, shutdown_timeout=3, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        return f"http://{host}:{bound}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            self._door.admit(body, request.headers)
            gesture = _read(request.path, body)
        except ForgedError as exc:
            return self._refuse(Outcome.FORGED, exc, UNAUTHORIZED)
        except ReplayedError as exc:
            return self._refuse(Outcome.REPLAYED, exc, CONFLICT)
        except UnreadableGestureError as exc:
            return self._refuse(Outcome.UNREADABLE, exc, BAD_REQUEST)
        if gesture is None:
            return web.Response()
        reply = await self._desk.serve(gesture)
        status = FORBIDDEN if reply.is_refusal else 200
        return (
            web.json_response(dict(reply.body), status=status) if reply.body else web.Response(status=status)
        )

    def _refuse(self, outcome: Outcome, why: Exception, status: int) -> web.Response:
        self._metrics.note(outcome)
        log.warning("a request was refused: %s", why)
        return web.Response(status=status)


def _read(path: str, body: bytes) -> Gesture | None:
    form = _read_form(body)
    if path == COMMANDS:
        return read_command(form)
    try:
        payload: Any = json.loads(form.get("payload", ""))
    except (ValueError, RecursionError) as exc:
        raise UnreadableGestureError("no payload in it that is JSON") from exc
    return read_interaction(payload)


def _read_form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except (UnicodeDecodeError, ValueError) as exc:
        raise UnreadableGestureError("not a form") from exc


async def _say_well(_: web.Request) -> web.Response:
    return web.Response(text="ok")
