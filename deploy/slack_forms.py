"""The stand-in's forms: what a desk opened, and what it whispered, checked as Slack would."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from deploy.slack_rules import find_fault

TRIGGER_LASTS: Final = 3.0
DEEPEST: Final = 3
"""Forms on top of each other."""


@dataclass(slots=True)
class OpenForm:
    """One form on somebody's screen."""

    id: str
    view: dict[str, Any]
    user: str

    def to_slack(self) -> dict[str, Any]:
        """Return it as Slack sends it back."""
        return {**self.view, "id": self.id, "team_id": "T0STANDIN", "hash": f"{self.id}.h"}


@dataclass(slots=True)
class _Trigger:
    user: str
    expires: float


@dataclass(frozen=True, slots=True)
class Whisper:
    """What one person alone was told."""

    user: str
    text: str


@dataclass(slots=True)
class Forms:
    """Every person's stack of forms, and the triggers that may open one."""

    stacks: dict[str, list[OpenForm]] = field(default_factory=dict)
    whispers: list[Whisper] = field(default_factory=list)
    _triggers: dict[str, _Trigger] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def methods(self) -> Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {"views.open": self._open, "views.push": self._push, "chat.postEphemeral": self._whisper}

    def issue_trigger(self, user: str) -> str:
        """Issue what opens one form, once, within three seconds."""
        trigger = f"{next(self._numbers)}.{user}.trigger"
        self._triggers[trigger] = _Trigger(user, time.monotonic() + TRIGGER_LASTS)
        return trigger

    def top(self, user: str) -> OpenForm | None:
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def close_top(self, user: str) -> None:
        self.stacks[user].pop()

    def _open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._show(arguments, is_push=False)

    def _push(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._show(arguments, is_push=True)

    def _show(self, arguments: dict[str, Any], *, is_push: bool) -> dict[str, Any]:
        trigger = self._triggers.pop(str(arguments.get("trigger_id")), None)
        if trigger is None:
            return {"ok": False, "error": "invalid_trigger_id"}
        if time.monotonic() > trigger.expires:
            return {"ok": False, "error": "expired_trigger_id"}
        view = arguments.get("view")
        if not isinstance(view, dict) or find_fault(view):
            messages = [find_fault(view) if isinstance(view, dict) else "no view"]
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": messages}}
        stack = self.stacks.setdefault(trigger.user, [])
        if not is_push:
            stack.clear()
        if len(stack) >= DEEPEST:
            return {"ok": False, "error": "push_limit_reached"}
        form = OpenForm(f"V{next(self._numbers):08d}", view, trigger.user)
        stack.append(form)
        return {"ok": True, "view": form.to_slack()}

    def _whisper(self, arguments: dict[str, Any]) -> dict[str, Any]:
        self.whispers.append(Whisper(str(arguments.get("user")), str(arguments.get("text"))))
        return {"ok": True, "message_ts": "0"}
