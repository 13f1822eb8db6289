"""The teller: the few calls by which a desk answers in Slack: it opens forms and whispers to one person."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from alerts.channels.slack.client import quiet
from alerts.desk.gesture import Click, Gesture, Submission
from alerts.errors import Failure, TransientError

log = logging.getLogger(__name__)

WAIT: Final = 2.0
"""Seconds; a `trigger_id` opens a form for three."""


class Teller(Protocol):
    """How the desk answers one person."""

    async def open(self, gesture: Gesture, view: Mapping[str, Any]) -> None:
        """Open a form, on top of the one the gesture came from.

        Raises:
            TransientError: Slack did not open it.
        """
        ...

    async def whisper(self, gesture: Gesture, text: str) -> None:
        """Say something that only this person sees; a failure is logged, for nobody else can be told."""
        ...


class SlackTeller:
    """Slack's web API with the desk's bot token; see `Teller`."""

    def __init__(self, token: SecretStr, *, base_url: str) -> None:
        self._client = AsyncWebClient(
            token=token.get_secret_value(),
            base_url=base_url,
            timeout=int(WAIT),
            retry_handlers=[],  # After a retry the three seconds are over.
            logger=quiet,
        )

    @property
    def client(self) -> AsyncWebClient:
        return self._client

    async def open(self, gesture: Gesture, view: Mapping[str, Any]) -> None:
        is_in_form = isinstance(gesture, Click) and gesture.view
        trigger = "" if isinstance(gesture, Submission) else gesture.trigger
        method = "views.push" if is_in_form else "views.open"
        await self._call(method, {"trigger_id": trigger, "view": dict(view)})

    async def whisper(self, gesture: Gesture, text: str) -> None:
        channel = "" if isinstance(gesture, Submission) else gesture.channel
        body = {"channel": channel or gesture.user, "user": gesture.user, "text": text}
        try:
            await self._call("chat.postEphemeral" if channel else "chat.postMessage", body)
        except TransientError as exc:
            log.warning("a person could not be answered: %s", exc)

    async def find_bots(self, people: Sequence[str]) -> frozenset[str]:
        """Find accounts that are bots or are gone, which may not act for a person.

        Raises:
            TransientError: Slack does not say; the bot needs the scope users:read.
        """
        found = set()
        for person in people:
            reply = await self._call("users.info", {"user": person})
            user = reply.get("user") or {}
            if user.get("is_bot") or user.get("deleted") or person == "USLACKBOT":
                found.add(person)
        return frozenset(found)

    async def _call(self, method: str, body: dict[str, Any]) -> Mapping[str, Any]:
        """Call Slack once; causes are dropped, for aiohttp's carry the token."""
        try:
            async with asyncio.timeout(WAIT):
                reply = await self._client.api_call(method, json=body)
        except SlackApiError as exc:
            error = exc.response.get("error") if hasattr(exc.response, "get") else None
            raise TransientError(f"Slack answered `{error}` to {method}", Failure.STRANGE_REPLY) from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise TransientError(f"Slack did not answer to {method}", Failure.UNREACHABLE) from None
        except (AttributeError, TypeError, ValueError):
            raise TransientError(
                f"Slack's answer to {method} could not be read", Failure.STRANGE_REPLY
            ) from None
        return reply.data if isinstance(reply.data, dict) else {}
