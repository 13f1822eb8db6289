"""The herald: brings injects to the participants through the drill's channels, and sees who answers.

It is given posts, and takes none that is not for drills: there is no way from here to a live channel.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from alerts.channels.slack.text import escape
from alerts.places import ChannelType
from alerts.posts import Post
from alerts.sections import Slack
from deploy.drills.disturb import Timed
from deploy.drills.errors import UnsafeError
from deploy.drills.lane import DrillLane
from deploy.scenarios.inject import TITLES

MARK: Final = "[DRILL]"
_REACHED: Final = frozenset({ChannelType.CONSOLE, ChannelType.SLACK, ChannelType.SLACK_WEBHOOK})
"""Channels that can carry a message which is about no incident."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where an inject stands."""

    channel: str
    conversation: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in the thread of an inject."""

    by: str
    text: str


class Herald:
    """Delivers the injects of one drill."""

    def __init__(
        self,
        lane: DrillLane,
        posts: Iterable[Post],
        slack: Slack,
        console: Console,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Nothing is sent yet.

        Raises:
            UnsafeError: one of the posts is not for drills.
        """
        self._lane = lane
        self._posts = tuple(posts)
        for post in self._posts:
            if not post.channel.drill:
                raise UnsafeError(f"channel `{post.channel.name}` is not for drills")
        self._console = console
        self._base = slack.base_url
        self._http = httpx.Client(
            timeout=slack.timeout / timedelta(seconds=1), transport=transport, trust_env=False
        )

    @property
    def deaf(self) -> tuple[str, ...]:
        """Channels of the drill that cannot carry an inject."""
        return tuple(post.channel.name for post in self._posts if post.channel.type not in _REACHED)

    def tell(self, timed: Timed) -> tuple[list[Delivery], list[str]]:
        """Bring an inject to every channel that can carry it; return where it stands, and what went wrong."""
        delivered, problems = [], []
        for post in self._posts:
            name = post.channel.name
            try:
                match post.channel.type:
                    case ChannelType.CONSOLE:
                        self._console.print(draw_inject(timed))
                        delivered.append(Delivery(name))
                    case ChannelType.SLACK:
                        delivered.append(self._post(post, timed))
                    case ChannelType.SLACK_WEBHOOK:
                        self._send(_secret(post), {"text": self.write(timed)}, {})
                        delivered.append(Delivery(name))
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as exc:
                # Its text may hold the address, which is a secret.
                problems.append(f"inject `{timed.inject.id}` did not reach `{name}`: {type(exc).__name__}")
        return delivered, problems

    def write(self, timed: Timed) -> str:
        """The message in Slack's own markup; every word of the scenario is escaped."""
        inject = timed.inject
        lines = [
            f"{MARK} *{TITLES[inject.kind]}* · {escape(inject.sender)} · {timed.at:%a %H:%M} UTC in the drill"
        ]
        lines += [f"> {escape(line)}" for line in inject.text.splitlines() if line]
        if inject.answer_within:
            minutes = inject.answer_within / timedelta(minutes=1)
            lines.append(
                f"_Answer in this thread within {minutes:g} minutes of the drill, or with"
                f' `crisis drill answer {self._lane} {inject.id} "…"`_'
            )
        return "\n".join(lines)

    def read_replies(self, delivery: Delivery) -> list[Reply]:
        """Who answered in the thread so far; empty where a channel has no threads, or does not tell now."""
        post = next((one for one in self._posts if one.channel.name == delivery.channel), None)
        if post is None or not delivery.message:
            return []
        params = {"channel": delivery.conversation, "ts": delivery.message, "limit": "50"}
        try:
            reply = self._http.get(
                f"{self._base}conversations.replies", params=params, headers=_bearer(post)
            ).json()
        except (httpx.HTTPError, ValueError):
            return []
        messages = reply.get("messages") if isinstance(reply, dict) else None
        return [
            Reply(str(one.get("user") or "somebody"), str(one.get("text", "")))
            for one in messages or ()
            if isinstance(one, dict) and one.get("ts") != delivery.message and not one.get("bot_id")
        ]

    def _post(self, post: Post, timed: Timed) -> Delivery:
        where = post.channel.to or ""
        body = {"channel": where, "text": self.write(timed), "unfurl_links": False, "link_names": False}
        reply = self._send(f"{self._base}chat.postMessage", body, _bearer(post))
        if not reply.get("ok"):
            raise ValueError("Slack refused")
        return Delivery(post.channel.name, str(reply.get("channel", where)), str(reply.get("ts", "")))

    def _send(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Mapping[str, Any]:
        response = self._http.post(url, json=body, headers=dict(headers))
        response.raise_for_status()
        reply = response.json() if "json" in response.headers.get("content-type", "") else {}
        return reply if isinstance(reply, dict) else {}

    def close(self) -> None:
        self._http.close()


def draw_inject(timed: Timed) -> Panel:
    """An inject as the terminal shows it."""
    inject = timed.inject
    title = f"{MARK} {TITLES[inject.kind]} · {inject.sender}"
    return Panel(Text(inject.text), title=Text(title), title_align="left", border_style="magenta", width=100)


def _secret(post: Post) -> str:
    return post.secret.get_secret_value() if post.secret else ""


def _bearer(post: Post) -> dict[str, str]:
    return {"Authorization": f"Bearer {_secret(post)}"}
