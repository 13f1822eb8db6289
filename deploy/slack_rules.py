"""What Slack would refuse: the stand-in's rules for messages and forms, beside slack_sdk's own."""

import json
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MESSAGE_BLOCKS: Final = 50
FORM_BLOCKS: Final = 100
LONGEST_TEXT: Final = 40_000
LONGEST_METADATA: Final = 3_000


def check_message(arguments: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """Read a message's blocks, and say by Slack's name of the error what it would refuse; empty when nothing."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text and not blocks:
        return [], "no_text"
    if len(text) > LONGEST_TEXT:
        return [], "msg_too_long"
    if isinstance(blocks, str):
        blocks = json.loads(blocks)
    try:
        for block in Block.parse_all(blocks):
            block.validate_json()
    except SlackObjectFormationError:
        return [], "invalid_blocks"
    return blocks, "invalid_blocks" if len(blocks) > MESSAGE_BLOCKS else ""


def find_fault(view: dict[str, Any]) -> str:
    """Say what Slack would refuse in a form; empty when nothing."""
    blocks = view.get("blocks") or []
    try:
        View(**view).validate_json()
        for block in Block.parse_all(blocks):
            block.validate_json()
    except (SlackObjectFormationError, TypeError) as exc:
        return str(exc)
    if not 1 <= len(blocks) <= FORM_BLOCKS:
        return "blocks"
    if len(str(view.get("private_metadata", ""))) > LONGEST_METADATA:
        return "private_metadata"
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        return "submit is needed with inputs"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [element["action_id"] for block in blocks for element in list_buttons(block)]
    twice = len(set(ids)) < len(ids) or len(set(actions)) < len(actions)
    return "an id twice" if twice else ""


def list_buttons(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the buttons in a block."""
    if block["type"] == "actions":
        return list(block["elements"])
    return [block["accessory"]] if "accessory" in block else []
