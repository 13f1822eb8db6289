"""A feed that keeps its last 40 entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from connectors.errors import PermanentError, TransientError
from tests.connectors.feeds import FeedServer, Item
from tests.connectors.stages.stage import Failing


@dataclass
class FeedStage(FeedServer):
    kind: str = "rss"
    options: Mapping[str, Any] = field(default_factory=lambda: {"url": "https://news.example/feed"})
    environ: Mapping[str, str] = field(default_factory=dict)
    failings: Sequence[Failing] = (
        Failing("not a feed", httpx.Response(200, content=b"{}"), TransientError),
        Failing("50 MB", httpx.Response(200, content=b"<rss>" + b" " * 50_000_000), PermanentError),
    )
    can_edit: bool = True
    can_delete: bool = False

    def say(self, count: int) -> None:
        first = int(self.items[0].name) + 1 if self.items else 0
        new = [Item(str(number), minutes=number / 10) for number in range(first, first + count)]
        self.items = (new[::-1] + self.items)[:40]

    def edit(self, native_id: str, text: str) -> None:
        self.items = [
            replace(item, text=text, updated=item.minutes + 1) if item.name == native_id else item
            for item in self.items
        ]

    def delete(self, native_id: str) -> None:
        self.items = [item for item in self.items if item.name != native_id]
