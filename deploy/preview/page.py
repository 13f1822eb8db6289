"""A Slack message as a web page, to be photographed for the docs or read without Slack."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from deploy.preview.spans import Span, read_rich, read_text

Block = Mapping[str, Any]

_STYLE: Final = """
body { margin: 0; background: #fff; font: 15px/1.46 Lato, "Noto Sans", "Noto Sans CJK TC", sans-serif; color: #1d1c1d; }
main { display: flex; gap: 10px; padding: 18px 22px; width: 720px; }
.icon { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #4a154b; color: #fff; display: grid; place-items: center; font-weight: 700; }
.who b { font-weight: 800; } .app { background: #eee; border-radius: 3px; padding: 0 4px; font-size: 10px; color: #616061; }
.time { color: #616061; font-size: 12px; margin-left: 6px; }
h1 { font-size: 18px; line-height: 1.3; margin: 6px 0 10px; } p { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin-bottom: 10px; }
.fields p { margin: 0; }
blockquote { margin: 0 0 2px; padding-left: 12px; border-left: 4px solid #ddd; }
.rich { margin-bottom: 10px; font-size: 15px; } .context { color: #616061; font-size: 12px; }
a { color: #1264a3; text-decoration: none; } .person { color: #1264a3; background: #e8f5fa; border-radius: 3px; padding: 0 2px; }
button { font: inherit; font-weight: 700; padding: 4px 12px; margin: 0 8px 8px 0; border: 1px solid #bbb; border-radius: 4px; background: #fff; }
"""


def write_page(blocks: Sequence[Block], *, title: str, time: str) -> str:
    """Write a page that needs nothing but itself; every word of a stranger is escaped."""
    body = "\n".join(_write_block(block) for block in blocks)
    who = f'<div class="who"><b>crisis-monitor</b> <span class="app">APP</span><span class="time">{escape(time)}</span></div>'
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<style>{_STYLE}</style><main><div class="icon">CM</div><div>{who}{body}</div></main></html>\n'
    )


def _write_block(block: Block) -> str:
    match block.get("type"):
        case "header":
            return f"<h1>{_write(read_text(block['text']))}</h1>"
        case "section":
            text = f"<p>{_write(read_text(block['text']))}</p>" if "text" in block else ""
            fields = "".join(f"<p>{_write(read_text(field))}</p>" for field in block.get("fields", ()))
            return text + (f'<div class="fields">{fields}</div>' if fields else "")
        case "rich_text":
            return f'<div class="rich">{"".join(map(_write_rich, block["elements"]))}</div>'
        case "context":
            said = "".join(_write(read_text(element)) for element in block["elements"])
            return f'<p class="context">{said}</p>'
        case "actions":
            texts = (escape(str(element["text"]["text"])) for element in block["elements"])
            return "".join(f"<button>{text}</button>" for text in texts)
        case other:
            return f"<p>({escape(str(other))})</p>"


def _write_rich(element: Block) -> str:
    tag = "blockquote" if element.get("type") == "rich_text_quote" else "p"
    return f"<{tag}>{_write(read_rich(element.get('elements', [])))}</{tag}>"


def _write(spans: Iterable[Span]) -> str:
    return "".join(map(_write_span, spans))


def _write_span(span: Span) -> str:
    said = escape(span.text)
    if span.is_person:
        said = f'<span class="person">{said}</span>'
    if span.url and span.url.startswith("https://"):
        said = f'<a href="{escape(span.url)}">{said}</a>'
    if span.bold:
        said = f"<b>{said}</b>"
    return f"<i>{said}</i>" if span.italic else said
