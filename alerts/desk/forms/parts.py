"""Parts: what forms are made of, within Slack's limits."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from alerts.channels.slack.press import Handle, plain
from alerts.words.desk import Terms

Block = dict[str, Any]
View = dict[str, Any]

TITLE_LIMIT: Final = 24
LABEL_LIMIT: Final = 2_000
OPTION_LIMIT: Final = 75
MOST_BLOCKS: Final = 100
LONGEST_TEXT: Final = 3_000
REASON_LEAST: Final = 10
"""Characters of a reason: "ok" explains nothing in a report."""


def make_form(
    form: str, title: str, blocks: Sequence[Block], handle: Handle, terms: Terms, *, submit: str = ""
) -> View:
    """Make a form; without `submit` it is only to be read and closed."""
    view: View = {
        "type": "modal",
        "callback_id": form,
        "title": plain(title.rstrip("…"), TITLE_LIMIT),
        "close": plain(terms.close, TITLE_LIMIT),
        "private_metadata": handle.to_json().decode(),
        "blocks": list(blocks[:MOST_BLOCKS]),
    }
    if submit:
        view["submit"] = plain(submit, TITLE_LIMIT)
    return view


def ask_text(
    block: str,
    label: str,
    *,
    known: str = "",
    hint: str = "",
    lines: bool = False,
    optional: bool = False,
    longest: int = LONGEST_TEXT,
) -> Block:
    """Ask for words."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "max_length": longest}
    if lines:
        element["multiline"] = True
    if known:
        element["initial_value"] = known[:longest]
    return _input(block, label, element, hint=hint, optional=optional)


def ask_choice(
    block: str,
    label: str,
    options: Iterable[tuple[str, str]],
    *,
    known: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    """Ask for one of a few; pairs of value and label."""
    made = [{"text": plain(shown, OPTION_LIMIT), "value": value} for value, shown in options]
    element: Block = {"type": "radio_buttons", "action_id": "choice", "options": made}
    chosen = next((option for option in made if option["value"] == known), None)
    if chosen:
        element["initial_option"] = chosen
    return _input(block, label, element, hint=hint, optional=optional)


def _input(block: str, label: str, element: Block, *, hint: str, optional: bool) -> Block:
    made: Block = {
        "type": "input",
        "block_id": block,
        "label": plain(label, LABEL_LIMIT),
        "element": element,
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(hint, LABEL_LIMIT)
    return made


def quote_words(text: str) -> Block:
    """Show words as they are to be posted: rich text, which Slack parses for nothing and a finger can copy."""
    words = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [words]}


def is_reason(text: str) -> bool:
    return len(text) >= REASON_LEAST
