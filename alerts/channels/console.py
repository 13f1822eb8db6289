"""The console: shows the Slack message in a terminal, as it would look."""

import asyncio
import re
from datetime import datetime
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from alerts.channels.channel import Receipt
from alerts.channels.slack.message import Message, write_message
from alerts.errors import Failure, TransientError
from alerts.letter import Letter

_MARKUP: Final = re.compile(r"\*(?P<bold>[^*\n]+)\*|<!date\^\d+\^[^|>]*\|(?P<date>[^>]*)>|<@(?P<who>\w+)>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class ConsoleChannel:
    """A terminal; see `Channel`."""

    remembers = False

    def __init__(self, name: str, console: Console) -> None:
        self.name = name
        self._console = console

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:  # noqa: ARG002 - no threads here.
        shown = render_message(write_message(letter))
        try:
            await asyncio.to_thread(self._console.print, shown)
        except OSError as exc:
            raise TransientError("the terminal is gone", Failure.UNREACHABLE) from exc
        return None

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        """A terminal remembers nothing."""
        return None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        """A terminal changes nothing it showed."""

    async def close(self) -> None:
        """There is nothing to close."""


def render_message(message: Message) -> RenderableType:
    """Draw a Slack message in a frame."""
    parts = [part for block in message.blocks for part in _draw_block(block)]
    return Panel(
        Group(*parts), title="Slack", title_align="left", border_style="dim", padding=(0, 1), width=100
    )


def _draw_block(block: dict[str, Any]) -> list[RenderableType]:
    match block["type"]:
        case "header":
            return [Text(block["text"]["text"], style="bold reverse")]
        case "section":
            parts: list[RenderableType] = [Text(), draw_text(block["text"]["text"])]
            return [*parts, _draw_fields(block["fields"])] if "fields" in block else parts
        case "rich_text":
            return [_draw_rich(element) for element in block["elements"]]
        case "actions":
            names = (f" {element['text']['text']} " for element in block["elements"])
            return [Text(), Text("  ").join(Text(name, style="reverse") for name in names)]
        case _:
            return [Text(), *(draw_text(element["text"], "dim") for element in block["elements"])]


def _draw_fields(fields: list[dict[str, Any]]) -> RenderableType:
    table = Table.grid(padding=(0, 4))
    table.add_column(max_width=44)
    table.add_column(max_width=44)
    drawn = [draw_text(field["text"]) for field in fields]
    for left in range(0, len(drawn), 2):
        table.add_row(*drawn[left : left + 2])
    return table


def _draw_rich(element: dict[str, Any]) -> RenderableType:
    text = Text()
    for part in element["elements"]:
        if part["type"] == "link":
            text.append(part["text"], style=f"underline link {part['url']}")
        else:
            style = part.get("style", {})
            text.append(part["text"], style="bold" if "bold" in style else "italic dim" if style else "")
    if element["type"] == "rich_text_quote":
        return Padding(Text.assemble(("▌ ", "dim"), text), (1, 0, 0, 0))
    return Padding(text, (0, 0, 0, 2))


def draw_text(markup: str, style: str = "") -> Text:
    """Draw mrkdwn: bold, dates and pings are all that our messages use."""
    text = Text(style=style)
    at = 0
    for match in _MARKUP.finditer(markup):
        text.append(_unescape(markup[at : match.start()]))
        if match["bold"]:
            text.append_text(draw_text(match["bold"], "bold"))
        elif match["who"]:
            text.append(f"@{match['who']}", style="bold cyan")
        else:
            text.append(_unescape(match["date"]))
        at = match.end()
    text.append(_unescape(markup[at:]))
    return text


def _unescape(text: str) -> str:
    for escaped, sign in _ENTITIES:
        text = text.replace(escaped, sign)
    return text
