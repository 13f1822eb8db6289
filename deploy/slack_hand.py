"""A hand at the stand-in: presses, fills in and types as a person in Slack does, over either way in."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from deploy.slack_forms import OpenForm
from deploy.slack_rules import list_buttons
from deploy.slack_socket import Socket
from deploy.slack_standin import Sent, SlackStandIn

TEAM: Final = {"id": "T0STANDIN", "domain": "stand-in"}
OK: Final = 200


@dataclass(frozen=True, slots=True)
class Came:
    """What came back from the desk."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)


class Line(Protocol):
    """A way from Slack to the desk."""

    async def interact(self, payload: Mapping[str, Any]) -> Came: ...

    async def command(self, form: Mapping[str, str]) -> Came: ...


class SocketLine:
    """Socket Mode."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    async def interact(self, payload: Mapping[str, Any]) -> Came:
        return Came(OK, await self._socket.send("interactive", payload))

    async def command(self, form: Mapping[str, str]) -> Came:
        return Came(OK, await self._socket.send("slash_commands", form))


class HttpLine:
    """Signed HTTP; slack_sdk signs, not the desk's own code."""

    def __init__(
        self, client: httpx.AsyncClient, address: str, secret: str, *, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._address = address
        self._signer = SignatureVerifier(secret)
        self._now = now

    async def interact(self, payload: Mapping[str, Any]) -> Came:
        return await self.post("/slack/interactions", {"payload": json.dumps(payload)})

    async def command(self, form: Mapping[str, str]) -> Came:
        return await self.post("/slack/commands", form)

    def sign(self, body: str, stamp: str | None = None) -> dict[str, str]:
        """Sign a body as Slack does."""
        stamp = stamp or str(int(self._now().timestamp()))
        signature = self._signer.generate_signature(timestamp=stamp, body=body)
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    async def post(self, path: str, form: Mapping[str, str]) -> Came:
        body = urlencode(form)
        reply = await self.send(path, body, self.sign(body))
        return Came(reply.status_code, reply.json() if reply.content else {})

    async def send(
        self, path: str, body: str | bytes, headers: Mapping[str, str] | Mapping[str, bytes]
    ) -> httpx.Response:
        """Send a body with headers of the caller's own making."""
        return await self._client.post(self._address + path, content=body, headers=dict(headers))  # type: ignore[arg-type]


class Hand:
    """One person."""

    def __init__(self, standin: SlackStandIn, line: Line, user: str) -> None:
        self._standin = standin
        self._line = line
        self.user = user

    async def press(self, sent: Sent, label: str) -> Came:
        """Press a button of a message by the beginning of its label."""
        return await self._line.interact(
            {
                **self._who("block_actions"),
                "container": {"type": "message", "message_ts": sent.ts, "channel_id": sent.channel},
                "channel": {"id": sent.channel, "name": "pr"},
                "message": sent.to_slack(),
                "response_url": "https://hooks.slack.com/actions/T0STANDIN/1/x",
                "actions": [_press(sent.blocks, label)],
            }
        )

    async def press_in_form(self, label: str) -> Came:
        """Press a button of the form on top of the screen."""
        form = self.form
        return await self._line.interact(
            {
                **self._who("block_actions"),
                "container": {"type": "view", "view_id": form.id},
                "view": form.to_slack(),
                "actions": [_press(form.view["blocks"], label)],
            }
        )

    async def submit(self, answers: Mapping[str, str]) -> Came:
        """Fill in the form on top and send it; what the form does not ask is an error of the caller's."""
        form = self.form
        values = fill_in(form, answers)
        came = await self._line.interact(
            {
                **self._who("view_submission"),
                "view": {**form.to_slack(), "state": {"values": values}},
                "response_urls": [],
            }
        )
        if came.status == OK and not came.body:
            self._standin.forms.close_top(self.user)
        return came

    async def type(self, text: str, channel: str = "C0123456789") -> Came:
        """Type `/crisis` and what follows."""
        return await self._line.command(
            {
                "command": "/crisis",
                "text": text,
                "user_id": self.user,
                "user_name": "somebody",
                "channel_id": channel,
                "team_id": TEAM["id"],
                "trigger_id": self._standin.forms.issue_trigger(self.user),
                "response_url": "https://hooks.slack.com/commands/T0STANDIN/1/x",
            }
        )

    @property
    def form(self) -> OpenForm:
        form = self._standin.forms.top(self.user)
        if form is None:
            raise LookupError(f"{self.user} has no form open")
        return form

    def _who(self, sort: str) -> dict[str, Any]:
        return {
            "type": sort,
            "team": TEAM,
            "api_app_id": "A0STANDIN",
            "token": "verification_token",
            "user": {"id": self.user, "username": "somebody", "name": "somebody", "team_id": TEAM["id"]},
            "trigger_id": self._standin.forms.issue_trigger(self.user),
        }


def _press(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    for block in blocks:
        for element in list_buttons(block):
            if str(element["text"]["text"]).startswith(label):
                pressed = {key: element[key] for key in ("type", "action_id", "text", "value")}
                return {**pressed, "block_id": block.get("block_id", "b"), "action_ts": "1.0"}
    raise LookupError(f"there is no button `{label}`")


def fill_in(form: OpenForm, answers: Mapping[str, str]) -> dict[str, Any]:
    """Make the state of a filled-in form; what is not answered keeps what it began with."""
    values = {}
    left = dict(answers)
    for block in form.view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        said = left.pop(name, None)
        values[name] = {element["action_id"]: _fill_one(element, said)}
    if left:
        raise LookupError(f"the form does not ask for {', '.join(left)}")
    return values


def _fill_one(element: Mapping[str, Any], said: str | None) -> dict[str, Any]:
    if element["type"] == "radio_buttons":
        chosen = element.get("initial_option") if said is None else None
        if said is not None:
            chosen = next((option for option in element["options"] if option["value"] == said), None)
            if chosen is None:
                raise LookupError(f"there is no option `{said}`")
        return {"type": "radio_buttons", "selected_option": chosen}
    return {"type": element["type"], "value": element.get("initial_value") if said is None else said}
