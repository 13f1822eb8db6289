"""What was found, for machines: one JSON document."""

from typing import Any

import msgspec

from deploy.account.sheet import Sheet
from streams.account.figures import Bucket, Post
from streams.account.review import Review

VERSION = 1


def write_json(review: Review, sheets: tuple[Sheet[Bucket] | Sheet[Post], ...]) -> str:
    """Times are ISO 8601 with their offset, shares are from 0 to 1, null is what nobody knows."""
    document: dict[str, Any] = {
        "version": VERSION,
        "accounts": review.standings,
        "findings": review.findings,
        "ai_effects": [
            {**msgspec.to_builtins(effect), "is_clear": effect.is_clear} for effect in review.effects
        ],
        "files": [
            {
                "file": str(sheet.file),
                "rows": sheet.rows,
                "bad_rows": sheet.bad_rows,
                "bad": [{"why": why, "lines": lines} for why, lines in sheet.bad.items()],
                "replaced_lines": sheet.replaced,
                "absent": sheet.absent,
                "unused_columns": sheet.unused,
            }
            for sheet in sheets
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
