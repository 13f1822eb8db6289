"""The stage: the terminal, one picture that is redrawn, or lines when nobody can redraw."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from rich.console import Console, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from alerts.channels.console import draw_text, render_message
from alerts.channels.slack.message import Message
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from deploy.demo.moods import find_moods
from deploy.demo.plan import LANE
from deploy.demo.screen import Scene, draw, write_line
from deploy.demo.story import Story
from deploy.slack_standin import Sent, SlackStandIn
from deploy.view import LaneView
from streams.detector import Mood

REDRAW_EVERY: Final = 0.2
LINE_EVERY: Final = 2.0


class Stage:
    """The terminal: one picture that is redrawn, or lines when nobody can redraw."""

    def __init__(self, story: Story, console: Console, live: Live | None) -> None:
        self.story = story
        self.view = LaneView.of_brands(story.brands)
        self._console = console
        self._live = live
        self._phase = ""
        self._moods: dict[str, Mood] = {}
        self.messages: list[dict[str, Any]] = []
        """What Slack was sent, as it was when it came; Slack's own copy may have changed since."""
        self._drawn_at = 0.0

    @classmethod
    @contextmanager
    def open(cls, story: Story, console: Console) -> "Iterator[Stage]":
        if not console.is_terminal:
            yield cls(story, console, None)
            return
        with Live(console=console, auto_refresh=False, transient=True) as live:
            yield cls(story, console, live)

    def say(self, phase: str) -> None:
        self._phase = phase
        self._redraw()

    def follow(self, slack: SlackStandIn, metrics: str | None) -> None:
        if metrics is not None:
            self._moods.update(find_moods(metrics, lane=LANE))
        for sent in slack.sent[len(self.messages) :]:
            self.messages.append(sent.to_slack())
            self._show_message(sent)
        every = REDRAW_EVERY if self._live else LINE_EVERY
        if time.monotonic() - self._drawn_at >= every:
            self._redraw()

    def _show_message(self, sent: Sent) -> None:
        if sent.thread_ts:
            self._console.print(draw_answer(sent))
            return
        self._console.print(Text("\nWhat Slack was sent:", style="dim"))
        self._console.print(render_message(Message(text=sent.text, blocks=tuple(sent.blocks))))

    def _redraw(self) -> None:
        self._drawn_at = time.monotonic()
        scene = Scene(
            self.story.title, self._phase, self.view, self.story.begins, self.story.ends, dict(self._moods)
        )
        if self._live:
            self._live.update(draw(scene), refresh=True)
        else:
            self._console.print(write_line(scene), highlight=False, soft_wrap=True)


def draw_answer(sent: Sent) -> RenderableType:
    """Draw what was sent into a thread: its headline and what has changed; all the rest repeats what stands above."""
    texts = [block["text"]["text"] for block in sent.blocks if "text" in block]
    headline, lines = texts[0], "\n".join(texts[1:]).splitlines()
    changes = [
        line for line in lines if line.startswith(f"{VOCABULARIES[Language.EN].words.state}: ")
    ] or lines
    said = Table.grid(padding=(0, 1))
    said.add_row(Text("  ↳", style="dim"), Text(headline, style="bold"))
    for line in changes:
        said.add_row("", draw_text(line))
    return said
