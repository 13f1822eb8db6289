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
.beside { display: flex; gap: 12px; justify-content: space-between; align-items: flex-start; }
.input { margin: 0 0 14px; } .input p { margin: 2px 0; } .field { border: 1px solid #bbb; border-radius: 4px; padding: 6px 10px; margin: 4px 0; white-space: pre-wrap; }
pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 0; white-space: pre-wrap; font: 13px/1.5 monospace; }
.primary { background: #007a5a; color: #fff; border-color: #007a5a; } button { white-space: nowrap; }
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


def write_form(view: Block, *, title: str) -> str:
    """Write a form as a page, as `write_page` does."""
    body = "\n".join(_write_block(block) for block in view["blocks"])
    said = escape(str(view["title"]["text"]))
    submit = (
        f'<button class="primary">{escape(str(view["submit"]["text"]))}</button>' if "submit" in view else ""
    )
    close = f"<button>{escape(str(view['close']['text']))}</button>" if "close" in view else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><main><div><h1>{said}</h1>{body}<p>{close}{submit}</p></div></main></html>\n"
    )


def _write_block(block: Block) -> str:  # noqa: PLR0911 - one for each sort of block.
    match block.get("type"):
        case "header":
            return f"<h1>{_write(read_text(block['text']))}</h1>"
        case "section":
            return _write_section(block)
        case "rich_text":
            return f'<div class="rich">{"".join(map(_write_rich, block["elements"]))}</div>'
        case "context":
            said = "".join(_write(read_text(element)) for element in block["elements"])
            return f'<p class="context">{said}</p>'
        case "actions":
            return "".join(map(_write_button, block["elements"]))
        case "input":
            return _write_input(block)
        case other:
            return f"<p>({escape(str(other))})</p>"


def _write_section(block: Block) -> str:
    text = f"<p>{_write(read_text(block['text']))}</p>" if "text" in block else ""
    fields = "".join(f"<p>{_write(read_text(field))}</p>" for field in block.get("fields", ()))
    beside = _write_button(block["accessory"]) if "accessory" in block else ""
    said = text + (f'<div class="fields">{fields}</div>' if fields else "")
    return f'<div class="beside"><div>{said}</div>{beside}</div>' if beside else said


def _write_button(element: Block) -> str:
    sort = ' class="primary"' if element.get("style") == "primary" else ""
    return f"<button{sort}>{escape(str(element['text']['text']))}</button>"


def _write_input(block: Block) -> str:
    element = block["element"]
    optional = ' <span class="context">(optional)</span>' if block.get("optional") else ""
    label = f"<b>{escape(str(block['label']['text']))}</b>{optional}"
    hint = f'<p class="context">{escape(str(block["hint"]["text"]))}</p>' if "hint" in block else ""
    if element["type"] == "radio_buttons":
        chosen = element.get("initial_option")
        shown = "".join(
            f"<p>{'◉' if option == chosen else '○'} {escape(str(option['text']['text']))}</p>"
            for option in element["options"]
        )
    else:
        shown = f'<div class="field">{escape(str(element.get("initial_value", ""))) or "&nbsp;"}</div>'
    return f'<div class="input">{label}{shown}{hint}</div>'


def _write_rich(element: Block) -> str:
    tags = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}
    tag = tags.get(str(element.get("type")), "p")
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
