"""Slack by incoming webhook: posts to one conversation, and can neither find nor change what it sent."""

import asyncio
import json
from datetime import datetime, timedelta

import aiohttp
from pydantic import SecretStr
from slack_sdk.webhook.async_client import AsyncWebhookClient

from alerts.channels.channel import Receipt
from alerts.channels.slack.client import OK, quiet
from alerts.channels.slack.faults import judge_error, judge_status
from alerts.channels.slack.message import Message, write_message
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.letter import Letter


class SlackWebhook:
    """One incoming webhook; see `Channel`. Its address is the secret."""

    remembers = False

    def __init__(self, name: str, *, address: SecretStr, timeout: timedelta) -> None:
        self.name = name
        self._timeout = timeout.total_seconds()
        self._client = AsyncWebhookClient(
            url=address.get_secret_value(),
            timeout=max(int(self._timeout), 1),
            retry_handlers=[],  # As in `SlackChannel`.
            logger=quiet,
        )

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:  # noqa: ARG002 - no threads here.
        message = write_message(letter)
        try:
            await self._post(message)
        except RefusedError as exc:
            if exc.failure is not Failure.BAD_MESSAGE:
                raise
            await self._post(message.without_blocks())
        return None

    async def _post(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._client.send(
                    text=message.text,
                    blocks=list(message.blocks) or None,
                    unfurl_links=False,
                    unfurl_media=False,
                )
        except aiohttp.ClientConnectorError:
            raise TransientError("no connection to Slack", Failure.UNREACHABLE) from None
        except TimeoutError:
            what = f"Slack did not answer within {self._timeout:g} s"
            raise UncertainError(what, Failure.TIMEOUT) from None
        except (aiohttp.ClientError, OSError, ValueError):  # `from None`: their texts hold the address.
            raise UncertainError("the connection to Slack broke", Failure.UNREACHABLE) from None
        body = reply.body.strip() if isinstance(reply.body, str) else ""
        if reply.status_code != OK or body != "ok":
            raise _judge(reply.status_code, body, dict(reply.headers))

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        """A webhook remembers nothing."""
        return None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        """A webhook changes nothing it sent."""

    async def close(self) -> None:
        """Nothing is kept open between calls."""


def _judge(status: int, body: str, headers: dict[str, str]) -> DeliveryError:
    """Webhooks answer with a bare word, or with JSON in the manner of the web API."""
    word = body
    if body.startswith("{"):
        try:
            word = str(json.loads(body).get("error", ""))
        except ValueError:
            word = ""
    is_word = word.isascii() and word.replace("_", "").isalnum()
    if is_word and (400 <= status < 500 or status == OK) and status != 429:  # noqa: PLR2004
        fault = judge_error(word, headers)
        if isinstance(fault, UnwelcomeError) and fault.failure is not Failure.STRANGE_REPLY:
            return UnwelcomeError(f"Slack answered `{word}`: make a new incoming webhook", fault.failure)
        return fault
    return judge_status(status, headers)
