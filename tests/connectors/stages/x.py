"""X: recent search newest first, counts, lookups, a new id for every edit; rules and a stream of what is new."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from connectors.errors import MisconfiguredError, TransientError
from connectors.x_post import date_id
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website

TYPES = "https://api.x.com/2/problems/"


OPTIONS: Mapping[str, Any] = {
    "paid": True,
    "dollars_a_month": 100,
    "secret_env": "X_TOKEN",
    "queries": ("acme",),
    "lookback": "1d",
    "recheck_every": "0s",
}


@dataclass
class XStage(Website):
    kind: str = "x"
    options: Mapping[str, Any] = field(default_factory=lambda: OPTIONS)
    environ: Mapping[str, str] = field(default_factory=lambda: {"X_TOKEN": SECRET}, repr=False)
    failings: Sequence[Failing] = (
        Failing(
            "429 with the time of the reset",
            httpx.Response(
                429,
                headers={
                    "x-rate-limit-limit": "450",
                    "x-rate-limit-remaining": "0",
                    "x-rate-limit-reset": str(int((NOON + timedelta(hours=4)).timestamp())),
                },
                json={"title": SECRET, "type": "about:blank"},
            ),
            TransientError,
            until=NOON + timedelta(hours=4),
        ),
        Failing(
            "usage capped",
            httpx.Response(429, json={"title": SECRET, "type": TYPES + "usage-capped"}),
            TransientError,
            timedelta(days=1),
        ),
        Failing("no money", httpx.Response(402, json={"title": SECRET}), MisconfiguredError),
        Failing(
            "errors in a 200", httpx.Response(200, json={"errors": [{"detail": SECRET}]}), TransientError
        ),
    )
    can_edit: bool = True
    can_delete: bool = True
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    count: int = 0
    rules: list[dict[str, str]] = field(default_factory=list)
    made: int = 0
    """Rules, so far."""
    lines: list[bytes] = field(default_factory=list)
    """Of the stream, so far."""
    drops: int = 0
    is_alive: bool = True
    """The stream says so when it has nothing to say."""

    def say(self, count: int) -> None:
        for _ in range(count):
            self.post("acme is soulless", len(self.posts) / 10)

    def post(self, text: str, minutes: float, **values: Any) -> str:
        self.count += 1
        at = NOON + timedelta(minutes=minutes)
        name = str(make_id(at) + self.count)
        self.posts[name] = {
            "id": name,
            "text": text,
            "created_at": at.isoformat(),
            "author_id": "63046977",
            "lang": "en",
            "edit_history_tweet_ids": [name],
            "public_metrics": {"like_count": 2, "retweet_count": 1, "impression_count": 900},
        } | values
        matched = [{"id": rule["id"], "tag": rule.get("tag", "")} for rule in self.rules]
        self.tell({"data": self.posts[name], "matching_rules": matched})
        return name

    def tell(self, line: object) -> None:
        """Send a line to every open stream."""
        self.lines.append(json.dumps(line).encode() + b"\r\n")

    def edit(self, native_id: str, text: str) -> None:
        self.post(
            text,
            178,
            edit_history_tweet_ids=[native_id, str(make_id(NOON + timedelta(minutes=178)) + self.count + 1)],
        )
        del self.posts[native_id]

    def delete(self, native_id: str) -> None:
        del self.posts[native_id]

    def break_off(self) -> None:
        if self.options.get("stream"):
            self.drops += 1
        else:
            super().break_off()

    def can_break_off(self, request: httpx.Request, answer: httpx.Response) -> bool:
        return "/stream" not in request.url.path and super().can_break_off(request, answer)

    def check(self, request: httpx.Request) -> None:
        assert request.headers["authorization"] == f"Bearer {SECRET}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        match request.url.path:
            case "/2/tweets/search/recent":
                return self.search(params)
            case "/2/tweets/search/stream/rules":
                return self.rule(json.loads(request.content or b"{}"))
            case "/2/tweets/search/stream":
                return httpx.Response(200, stream=Stream(self)) if self.rules else httpx.Response(409)
            case "/2/tweets/counts/recent":
                return httpx.Response(200, json={"meta": {"total_tweet_count": len(self.find(params))}})
            case _:
                return self.look_up(params["ids"].split(","))

    def find(self, params: httpx.QueryParams) -> list[dict[str, Any]]:
        since, begin = int(params.get("since_id", "0")), params.get("start_time", "2000-01-01T00:00:00Z")
        found = [
            post
            for name, post in self.posts.items()
            if int(name) > since and date_id(name) >= datetime.fromisoformat(begin)
        ]
        return sorted(found, key=lambda post: -int(post["id"]))

    def search(self, params: httpx.QueryParams) -> httpx.Response:
        most, begin = int(params["max_results"]), int(params.get("next_token", "0"))
        assert 10 <= most <= 100
        found = self.find(params)
        shown = found[begin : begin + most]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if shown:
            meta["newest_id"] = shown[0]["id"]
        if begin + most < len(found):
            meta["next_token"] = str(begin + most)
        headers = {
            "x-rate-limit-limit": "450",
            "x-rate-limit-remaining": "440",
            "x-rate-limit-reset": "1767279600",
        }
        return httpx.Response(200, json=({"data": shown} if shown else {}) | {"meta": meta}, headers=headers)

    def look_up(self, names: Sequence[str]) -> httpx.Response:
        errors = [
            {"resource_id": name, "resource_type": "tweet", "type": TYPES + "resource-not-found"}
            for name in names
            if name not in self.posts
        ]
        data = [self.posts[name] for name in names if name in self.posts]
        return httpx.Response(
            200, json=({"data": data} if data else {}) | ({"errors": errors} if errors else {})
        )

    def rule(self, change: Mapping[str, Any]) -> httpx.Response:
        removed = change.get("delete", {}).get("ids", [])
        self.rules = [rule for rule in self.rules if rule["id"] not in removed]
        added = []
        for rule in change.get("add", []):
            assert len(rule["value"]) <= 1_024
            self.made += 1
            added.append(rule | {"id": str(self.made)})
        self.rules += added
        shown = added if change else self.rules
        return httpx.Response(
            201 if added else 200,
            json=({"data": shown} if shown else {}) | {"meta": {"sent": NOON.isoformat(), "summary": {}}},
        )


def make_id(at: datetime) -> int:
    return (int(at.timestamp() * 1_000) - 1_288_834_974_657) << 22


class Stream(httpx.AsyncByteStream):
    """What is said from now on, and a sign of life now and then."""

    def __init__(self, stage: XStage) -> None:
        self.stage = stage
        self.sent = len(stage.lines)
        self.is_open = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.stage.drops:
            self.stage.drops -= 1
            yield b'{"data":{"id":"1'
            raise httpx.RemoteProtocolError("peer closed connection")
        while self.is_open:
            if self.stage.is_alive:
                yield b"\r\n"
            while self.sent < len(self.stage.lines):
                self.sent += 1
                yield self.stage.lines[self.sent - 1]
            for _ in range(20):  # Less than one sleep of the clock in tests lasts.
                await asyncio.sleep(0)

    async def aclose(self) -> None:
        self.is_open = False
