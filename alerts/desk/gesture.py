"""A gesture: what one person did in Slack, read from Slack's payload and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from alerts.channels.slack.press import Handle, Press, read_press
from alerts.errors import UnreadableGestureError
from connectors.errors import UnreadableError
from connectors.wire import decode

LONGEST_ANSWER: Final = 3_000
"""Slack's own limit of a text input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Somebody pressed a button."""

    user: str
    press: Press
    handle: Handle
    trigger: str
    """Opens a form within three seconds."""
    channel: str = ""
    view: str = ""
    """Id of the form it stood in; empty for a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Somebody sent a form."""

    user: str
    form: str
    """Its `callback_id`."""
    handle: Handle
    view: str
    answers: Mapping[str, str] = field(default_factory=dict)
    """By block: what was chosen or typed, stripped; empty answers are missing."""
    blocks: frozenset[str] = frozenset()
    """Every block that was asked, answered or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Somebody typed `/crisis …`."""

    user: str
    words: tuple[str, ...]
    trigger: str
    channel: str = ""


Gesture = Click | Submission | Command


@dataclass(frozen=True, slots=True)
class _Id:
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Element:
    action_id: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _State:
    values: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _View:
    id: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: _State = field(default_factory=_State)


@dataclass(frozen=True, slots=True)
class _Payload:
    type: str
    user: _Id
    trigger_id: str = ""
    channel: _Id | None = None
    actions: tuple[_Element, ...] = ()
    view: _View | None = None


def read_interaction(payload: object) -> Click | Submission | None:
    """Read what Slack sends when somebody presses or submits.

    Returns:
        nothing where there is nothing to do: a menu that was opened, a form that was closed, a press on
        something that is not ours.

    Raises:
        UnreadableGestureError: it is not what Slack sends, or carries what we never gave it.
    """
    try:
        read = msgspec.convert(payload, type=_Payload)
    except (msgspec.ValidationError, RecursionError) as exc:
        raise UnreadableGestureError(f"not an interaction of Slack's: {exc}") from exc
    if not read.user.id:
        raise UnreadableGestureError("an interaction of nobody")
    if read.type == "block_actions":
        return _read_click(read)
    if read.type == "view_submission" and read.view:
        return _read_submission(read.user.id, read.view)
    return None


def _read_click(payload: _Payload) -> Click | None:
    if len(payload.actions) != 1:
        return None
    element = payload.actions[0]
    press = read_press(element.action_id)
    if press is None:
        return None
    return Click(
        user=payload.user.id,
        press=press,
        handle=_read_handle(element.value or ""),
        trigger=payload.trigger_id,
        channel=payload.channel.id if payload.channel else "",
        view=payload.view.id if payload.view else "",
    )


def _read_submission(user: str, view: _View) -> Submission:
    if not view.id or not view.callback_id:
        raise UnreadableGestureError("a form without an id")
    answers = {
        block: said
        for block, elements in view.state.values.items()
        for element in elements.values()
        if (said := _read_answer(element))
    }
    handle = _read_handle(view.private_metadata)
    return Submission(
        user=user,
        form=view.callback_id,
        handle=handle,
        view=view.id,
        answers=answers,
        blocks=frozenset(view.state.values),
    )


def _read_answer(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option")
    said = chosen.get("value") if isinstance(chosen, dict) else element.get("value")
    return said.strip()[:LONGEST_ANSWER] if isinstance(said, str) else ""


def _read_handle(raw: str) -> Handle:
    try:
        return decode(raw, Handle)
    except UnreadableError as exc:
        raise UnreadableGestureError(f"a button or a form without its handle: {exc}") from exc


def read_command(form: Mapping[str, str]) -> Command:
    """Read a slash command.

    Raises:
        UnreadableGestureError: it is of nobody.
    """
    user = form.get("user_id", "")
    if not user:
        raise UnreadableGestureError("a command of nobody")
    return Command(
        user=user,
        words=tuple(form.get("text", "")[:200].lower().split()),
        trigger=form.get("trigger_id", ""),
        channel=form.get("channel_id", ""),
    )
