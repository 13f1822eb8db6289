"""The stage of a drill: what the person who runs it sees, one picture that is redrawn or lines now and then."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from alerts.channels.console import render_message
from alerts.channels.slack.message import Message
from deploy.demo.screen import Scene, draw, write_line
from deploy.drills.control import KEYS
from deploy.drills.view import DrillView
from deploy.slack_standin import Sent
from streams.detector import Mood

REDRAW_EVERY: Final = 0.3
LINE_EVERY: Final = 10.0


class Stage:
    """Shows a drill."""

    def __init__(
        self,
        title: str,
        view: DrillView,
        span: tuple[datetime, datetime],
        console: Console,
        live: Live | None,
    ) -> None:
        self._title = title
        self._view = view
        self._begins, self._ends = span
        self._console = console
        self._live = live
        self._drawn_at = 0.0
        self._shown = 0
        self.phase = ""

    @classmethod
    @contextmanager
    def open(
        cls, title: str, view: DrillView, span: tuple[datetime, datetime], console: Console
    ) -> "Iterator[Stage]":
        if not console.is_terminal:
            yield cls(title, view, span, console, None)
            return
        with Live(console=console, auto_refresh=False, transient=True) as live:
            yield cls(title, view, span, console, live)

    def say(self, text: str) -> None:
        """One line that stays."""
        self._console.print(Text(text))

    def show_messages(self, sent: list[Sent]) -> None:
        """What the stand-in was sent since the last look."""
        for one in sent[self._shown :]:
            where = ", as an answer in the thread" if one.thread_ts else ""
            self._console.print(Text(f"\nWhat the stand-in for Slack was sent{where}:", style="dim"))
            if one.blocks:
                self._console.print(render_message(Message(text=one.text, blocks=tuple(one.blocks))))
            else:
                self._console.print(Text(one.text))
        self._shown = len(sent)

    def follow(self, how: str, moods: Mapping[str, Mood]) -> None:
        """Redraw when it is time."""
        every = REDRAW_EVERY if self._live else LINE_EVERY
        if time.monotonic() - self._drawn_at < every:
            return
        self._drawn_at = time.monotonic()
        scene = Scene(
            self._title, f"{self.phase} · {how}", self._view, self._begins, self._ends, moods, "crisis drill"
        )
        if self._live:
            self._live.update(Group(draw(scene), Text(KEYS, style="dim")), refresh=True)
        else:
            self._console.print(write_line(scene), highlight=False, soft_wrap=True)
