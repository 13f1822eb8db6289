"""Slack by bot token: posts, answers in threads, updates and finds its own messages."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from alerts.channels.channel import Receipt
from alerts.channels.slack.faults import judge_error, judge_status
from alerts.channels.slack.message import Message, write_message
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError
from alerts.letter import Letter
from alerts.notice import PAGES

EVENT: Final = "crisis_notice"
"""Type of the metadata that carries the notice's id."""
LOOK_BACK: Final = timedelta(minutes=10)
"""Slack's clock and ours may differ."""
PAGES_READ: Final = 5
PAGE: Final = 200
OK: Final = 200

# slack_sdk formats whole requests for its debug log, token and mentions included; it gets no such log.
quiet = logging.getLogger("alerts.channels.slack.sdk")
quiet.setLevel(logging.WARNING)


class SlackChannel:
    """One conversation; see `Channel`."""

    remembers = True

    def __init__(
        self,
        name: str,
        *,
        conversation: str,
        token: SecretStr,
        base_url: str,
        timeout: timedelta,
        has_desk: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Open the channel; `has_desk` says of a lane whether somebody listens to its buttons."""
        self.name = name
        self._conversation = conversation
        self._timeout = timeout.total_seconds()
        self._has_desk = has_desk
        self._client = AsyncWebClient(
            token=token.get_secret_value(),
            base_url=base_url,
            timeout=max(int(self._timeout), 1),
            retry_handlers=[],  # A repeat that the outbox does not know of could tell somebody twice.
            logger=quiet,
        )

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:
        message = self._write(letter, is_answer=parent is not None)
        try:
            return await self._post(letter, message, parent)
        except RefusedError as exc:
            if exc.failure is not Failure.BAD_MESSAGE:
                raise
            # Better a plain message at 3 a.m. than none.
            return await self._post(letter, message.without_blocks(), parent)

    async def _post(self, letter: Letter, message: Message, parent: Receipt | None) -> Receipt:
        notice = letter.notice
        where = parent.conversation if parent else self._conversation
        body: dict[str, Any] = {
            "channel": where,
            "text": message.text,
            "metadata": {
                "event_type": EVENT,
                "event_payload": {"notice": notice.id, "about": notice.about, "lane": notice.lane},
            },
            "unfurl_links": False,
            "unfurl_media": False,
            "parse": "none",
            "link_names": False,
        }
        if message.blocks:
            body["blocks"] = list(message.blocks)
        if parent:
            body["thread_ts"] = parent.message
            body["reply_broadcast"] = notice.reason in PAGES
        reply = await self._call("chat.postMessage", json=body)
        conversation, ts = reply.get("channel"), reply.get("ts")
        if not isinstance(ts, str) or not ts:
            raise UncertainError(
                "Slack took a message and did not say where it stands", Failure.STRANGE_REPLY
            )
        return Receipt(conversation=conversation if isinstance(conversation, str) else where, message=ts)

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:
        where = parent.conversation if parent else self._conversation
        params: dict[str, Any] = {
            "channel": where,
            "oldest": f"{(since - LOOK_BACK).timestamp():.6f}",
            "limit": PAGE,
            "include_all_metadata": True,
        }
        method = "conversations.history"
        if parent:
            method = "conversations.replies"
            params["ts"] = parent.message
        for _ in range(PAGES_READ):
            reply = await self._call(method, params=params)
            for message in reply.get("messages") or ():
                if _carries(message, letter):
                    return Receipt(conversation=where, message=str(message["ts"]))
            cursor = (reply.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            params["cursor"] = cursor
        return None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        message = self._write(letter)
        where = {"channel": parent.conversation, "ts": parent.message}
        await self._call("chat.update", json={**where, "text": message.text, "blocks": list(message.blocks)})

    def _write(self, letter: Letter, *, is_answer: bool = False) -> Message:
        return write_message(letter, is_answer=is_answer, has_desk=self._has_desk(letter.notice.lane))

    async def close(self) -> None:
        """Nothing is kept open between calls."""

    async def _call(
        self, method: str, *, json: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """Call Slack once and translate whatever comes of it.

        The causes are dropped on purpose: aiohttp's exceptions carry the request's headers, so the token.
        """
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._client.api_call(method, json=json, params=params)
        except SlackApiError as exc:
            raise _judge(exc.response) from None
        except aiohttp.ClientConnectorError:
            raise TransientError("no connection to Slack", Failure.UNREACHABLE) from None
        except TimeoutError:
            what = f"Slack did not answer within {self._timeout:g} s"
            raise UncertainError(what, Failure.TIMEOUT) from None
        except (aiohttp.ClientError, OSError):
            raise UncertainError("the connection to Slack broke", Failure.UNREACHABLE) from None
        except (
            AttributeError,
            TypeError,
            ValueError,
        ):  # What slack_sdk makes of an answer that is no object.
            raise UncertainError("Slack's answer could not be read", Failure.STRANGE_REPLY) from None
        if not isinstance(reply.data, dict):
            raise UncertainError("Slack's answer could not be read", Failure.STRANGE_REPLY)
        return reply.data


def _judge(response: Any) -> DeliveryError:  # noqa: ANN401 - slack_sdk's own response, or aiohttp's.
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or OK)
    headers = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, str) and status == OK:
        return judge_error(error, headers)
    return judge_status(status, headers)


def _carries(message: object, letter: Letter) -> bool:
    if not isinstance(message, dict) or "ts" not in message:
        return False
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if not isinstance(metadata, dict) or not isinstance(payload, dict) or metadata.get("event_type") != EVENT:
        return False
    return (payload.get("notice"), payload.get("lane")) == (letter.notice.id, letter.notice.lane)
