"""Spans: Slack's two forms of text, mrkdwn and rich text, as one list of styled pieces."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

_TOKEN: Final = re.compile(
    r"<!date\^(?P<seconds>\d+)\^[^|>]*\|(?P<date>[^>]*)>"
    r"|<@(?P<person>[A-Z0-9]+)(?:\|[^>]*)?>"
    r"|<(?P<url>https?://[^|>]+)(?:\|(?P<label>[^>]*))?>"
    r"|(?P<star>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))"
    r"|(?P<line>(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_]))"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that looks the same throughout."""

    text: str
    bold: bool = False
    italic: bool = False
    is_person: bool = False
    url: str | None = None


def read_text(text: Mapping[str, Any]) -> list[Span]:
    """Read a text object: `plain_text` as it stands, `mrkdwn` with its marks."""
    said = str(text.get("text", ""))
    return read_mrkdwn(said) if text.get("type") == "mrkdwn" else [Span(said)]


def read_mrkdwn(said: str) -> list[Span]:
    """Read mrkdwn: bold, italic, dates, people and links; everything else is text."""
    spans: list[Span] = []
    style = Span("")
    begin = 0
    for token in _TOKEN.finditer(said):
        spans.append(replace(style, text=html.unescape(said[begin : token.start()])))
        begin = token.end()
        if token["star"]:
            style = replace(style, bold=not style.bold)
        elif token["line"]:
            style = replace(style, italic=not style.italic)
        else:
            spans.append(_read_reference(token, style))
    spans.append(replace(style, text=html.unescape(said[begin:])))
    return [span for span in spans if span.text]


def _read_reference(token: "re.Match[str]", style: Span) -> Span:
    if token["seconds"]:
        at = datetime.fromtimestamp(int(token["seconds"]), UTC)
        return replace(style, text=html.unescape(token["date"]) or at.isoformat())
    if token["person"]:
        return replace(style, text=f"@{token['person']}", is_person=True)
    return replace(style, text=html.unescape(token["label"] or token["url"]), url=token["url"])


def read_rich(elements: list[Mapping[str, Any]]) -> Iterator[Span]:
    """Read the leaves of a rich text section or quote."""
    for element in elements:
        style = element.get("style") or {}
        text = str(element.get("text") or element.get("url") or "")
        if element.get("type") == "user":
            text = f"@{element.get('user_id')}"
        yield Span(
            text,
            bold=bool(style.get("bold")),
            italic=bool(style.get("italic")),
            is_person=element.get("type") == "user",
            url=element.get("url"),
        )
