"""What a Slack message must keep to: Slack's schema, slack_sdk's checks, and the rules both miss."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block

from alerts.channels.slack.message import Message
from alerts.channels.slack.text import measure

PINGS = re.compile(r"<[!@#](?!date\^)|<[^!@#>]*\||<https?:")
"""Everything in mrkdwn that pings or links; dates are ours and do neither."""


def load_schema(shared: Path) -> Draft7Validator:
    return Draft7Validator(json.loads((shared / "validators/slack/knownblock.schema.json").read_text()))


def check_message(message: Message, schema: Draft7Validator | None = None) -> None:
    blocks = list(message.blocks)
    assert 1 <= len(blocks) <= 50
    assert 1 <= measure(message.text) <= 4_000
    for parsed in Block.parse_all(blocks):
        parsed.validate_json()
    if schema:
        for block in blocks:
            assert not list(schema.iter_errors(block)), block
    ids = [value for key, value in leaves(blocks) if key in ("action_id", "block_id")]
    assert len(ids) == len(set(ids))
    for block in blocks:
        for part in block.get("fields", ()):
            assert 1 <= measure(part["text"]) <= 2_000
        if block["type"] == "section" and "text" in block:
            assert 1 <= measure(block["text"]["text"]) <= 3_000
        if block["type"] == "header":
            assert 1 <= measure(block["text"]["text"]) <= 150
        if block["type"] == "context":
            assert len(block["elements"]) <= 10
    # Slack does not publish where `msg_blocks_too_long` begins; people met it at some 13,000 characters.
    assert sum(measure(value) for key, value in leaves(blocks) if key == "text") <= 12_000


def mrkdwn_of(message: Message) -> list[str]:
    """Every text that Slack parses."""
    found = [message.text]
    for block in message.blocks:
        parts = [*block.get("fields", ()), *(block.get("elements", ()) if block["type"] == "context" else ())]
        parts += [block["text"]] if block["type"] == "section" and "text" in block else []
        found += [part["text"] for part in parts if part["type"] == "mrkdwn"]
    return found


def links_of(message: Message) -> list[str]:
    return [value for key, value in leaves(list(message.blocks)) if key == "url"]


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    elif isinstance(value, str):
        yield key, value
