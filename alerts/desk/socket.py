"""Socket Mode: the desk calls Slack and hears over a socket what people press, with no public address."""

import logging
from typing import Any, Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from alerts.channels.slack.client import quiet
from alerts.desk.desk import Desk, Reply
from alerts.desk.gesture import Gesture, read_command, read_interaction
from alerts.desk.metrics import DeskMetrics, Outcome
from alerts.errors import Failure, TransientError, UnreadableGestureError, UnwelcomeError

log = logging.getLogger(__name__)

PING_EVERY: Final = 10.0
"""Seconds; a dead connection is found after a few of them and replaced."""


class SocketFront:
    """slack_sdk's Socket Mode client before the desk; it opens the connection anew whenever Slack ends it."""

    def __init__(
        self, desk: Desk, metrics: DeskMetrics, *, app_token: SecretStr, web: AsyncWebClient
    ) -> None:
        self._desk = desk
        self._metrics = metrics
        self._client = SocketModeClient(
            app_token=app_token.get_secret_value(), web_client=web, logger=quiet, ping_interval=PING_EVERY
        )
        self._client.socket_mode_request_listeners.append(self._take)

    async def start(self) -> None:
        """Connect; from then on slack_sdk connects anew by itself.

        Raises:
            UnwelcomeError: Slack does not take the app-level token.
            TransientError: no connection to Slack.
        """
        try:
            await self._client.connect()  # type: ignore[no-untyped-call]  # slack_sdk's own.
        except SlackApiError as exc:
            said = f"Slack answered `{exc.response['error']}` to Socket Mode: check the app-level token"
            raise UnwelcomeError(said, Failure.AUTH) from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise TransientError("no connection to Slack's Socket Mode", Failure.UNREACHABLE) from None

    async def stop(self) -> None:
        await self._client.close()  # type: ignore[no-untyped-call]  # slack_sdk's own.

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        reply = await self._answer(request.type, request.payload)
        body = dict(reply.body) if reply.body and request.accepts_response_payload is not False else None
        await client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=body)
        )

    async def _answer(self, sort: str, payload: dict[str, Any]) -> Reply:
        try:
            gesture = _read(sort, payload)
        except UnreadableGestureError as exc:
            self._metrics.note(Outcome.UNREADABLE)
            log.warning("an envelope was refused: %s", exc)
            return Reply()
        return await self._desk.serve(gesture) if gesture else Reply()


def _read(sort: str, payload: dict[str, Any]) -> Gesture | None:
    match sort:
        case "interactive":
            return read_interaction(payload)
        case "slash_commands":
            return read_command({key: str(value) for key, value in payload.items()})
        case _:
            return None
