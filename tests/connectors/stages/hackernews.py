"""Hacker News: Algolia's index, newest first and at most 1,000 hits deep, and the site's own Firebase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from connectors.errors import TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website


@dataclass
class HackerNewsStage(Website):
    kind: str = "hackernews"
    options: Mapping[str, Any] = field(default_factory=lambda: {"lookback": "1d"})
    environ: Mapping[str, str] = field(default_factory=dict)
    failings: Sequence[Failing] = (
        Failing("an error in a 200", httpx.Response(200, json={"message": SECRET}), TransientError),
    )
    can_edit: bool = True
    can_delete: bool = True
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: list[int] = field(default_factory=list)

    def say(self, count: int) -> None:
        for _ in range(count):
            self.comment("acme is soulless", len(self.items) / 10)

    def comment(self, text: str, minutes: float, **values: Any) -> str:
        number = 46_000_000 + len(self.items)
        at = int((NOON + timedelta(minutes=minutes)).timestamp())
        self.items[str(number)] = {
            "text": text,
            "at": at,
            "deleted": False,
            "title": "",
            "under": "",
        } | values
        return str(number)

    def edit(self, native_id: str, text: str) -> None:
        self.items[native_id]["text"] = text
        self.updates.append(int(native_id))

    def delete(self, native_id: str) -> None:
        self.items[native_id]["deleted"] = True
        self.updates.append(int(native_id))

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "hn.algolia.com":
            return httpx.Response(200, json=self.search(request.url.params))
        if request.url.path == "/v0/updates.json":
            return httpx.Response(200, json={"items": self.updates, "profiles": []})
        return httpx.Response(200, json=self.item(request.url.path.split("/")[-1].removesuffix(".json")))

    def search(self, params: httpx.QueryParams) -> dict[str, Any]:
        low, high = 0, 2**40
        for bound in params["numericFilters"].split(","):
            if bound.startswith("created_at_i>="):
                low = int(bound.removeprefix("created_at_i>="))
            if bound.startswith("created_at_i<="):
                high = int(bound.removeprefix("created_at_i<="))
        found = [
            {
                "objectID": name,
                "created_at_i": item["at"],
                "author": "ada",
                "comment_text": None if item["title"] else item["text"],
                "title": item["title"] or None,
                "story_title": item["under"] or None,
                "parent_id": 45_000_000,
                "_tags": ["comment"],
            }
            for name, item in self.items.items()
            if low <= item["at"] <= high and not item["deleted"]
        ]
        found.sort(key=lambda hit: (hit["created_at_i"], hit["objectID"]), reverse=True)
        most = min(int(params["hitsPerPage"]), 1_000)
        return {"hits": found[:most], "nbHits": len(found), "nbPages": 1, "page": 0}

    def item(self, name: str) -> dict[str, Any] | None:
        item = self.items.get(name)
        if item is None:
            return None
        said = {
            "id": int(name),
            "time": item["at"],
            "type": "story" if item["title"] else "comment",
            "parent": 45_000_000,
        }
        if item["deleted"]:
            return said | {"deleted": True}
        return said | {"by": "ada", "text": item["text"], "title": item["title"]}
