"""Reddit: tokens of an hour, listings newest first, things looked up by name."""

import json
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
class RedditStage(Website):
    kind: str = "reddit"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {
            "approved": True,
            "user": "acme_pr",
            "client_env": "REDDIT_ID",
            "secret_env": "REDDIT_SECRET",
            "subreddits": ("coffee", "design"),
        }
    )
    environ: Mapping[str, str] = field(
        default_factory=lambda: {"REDDIT_ID": f"id-{SECRET}", "REDDIT_SECRET": SECRET}, repr=False
    )
    failings: Sequence[Failing] = (
        Failing(
            "429 with the seconds that are left",
            httpx.Response(
                429,
                headers={
                    "x-ratelimit-remaining": "0.0",
                    "x-ratelimit-used": "100",
                    "x-ratelimit-reset": "244",
                },
                html=f"<html>{SECRET}</html>",
            ),
            TransientError,
            timedelta(seconds=244),
        ),
        Failing(
            "429 of recordings",
            httpx.Response(429, headers={"retry-after": "4"}, html=f"<html>{SECRET}</html>"),
            TransientError,
            timedelta(seconds=4),
        ),
        Failing("token with an error", httpx.Response(200, json={"error": SECRET}), TransientError),
    )
    can_edit: bool = True
    can_delete: bool = True
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: int = 0
    """How many tokens are refused."""
    tokens: int = 0
    count: int = 0

    def say(self, count: int) -> None:
        for _ in range(count):
            self.comment("acme is soulless", len(self.things) / 10)

    def comment(self, text: str, minutes: float, **values: Any) -> str:
        return self.add("t1", minutes, {"body": text, "parent_id": "t3_x", "link_title": "Weather"} | values)

    def post(self, title: str, minutes: float, **values: Any) -> str:
        return self.add("t3", minutes, {"title": title, "selftext": ""} | values)

    def add(self, kind: str, minutes: float, values: Mapping[str, Any]) -> str:
        self.count += 1
        name = f"{kind}_a{self.count:06}"
        self.things[name] = {
            "name": name,
            "created_utc": (NOON + timedelta(minutes=minutes)).timestamp(),
            "author": "ada",
            "author_fullname": "t2_ada",
            "subreddit": "coffee",
            "permalink": f"/r/coffee/comments/{name}/",
            "score": 2,
            "edited": False,
        } | dict(values)
        return name

    def edit(self, native_id: str, text: str) -> None:
        self.things[native_id] |= {"body": text, "edited": NOON.timestamp()}

    def delete(self, native_id: str) -> None:
        self.things[native_id] |= {"body": "[deleted]", "author": "[deleted]"}

    def can_break_off(self, request: httpx.Request, answer: httpx.Response) -> bool:
        return request.url.host != "www.reddit.com" and super().can_break_off(request, answer)

    def check(self, request: httpx.Request) -> None:
        assert request.headers["user-agent"] == "server:crisis-monitor:0.1 (by /u/acme_pr)"

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "www.reddit.com":
            assert request.method == "POST"
            assert request.content == b"grant_type=client_credentials"
            assert request.headers["authorization"].startswith("Basic ")
            self.tokens += 1
            issued = {"access_token": f"{SECRET}-{self.tokens}", "token_type": "bearer", "expires_in": 3600}
            return httpx.Response(200, json=issued)
        assert request.headers["authorization"] == f"Bearer {SECRET}-{self.tokens}"
        if self.tokens <= self.refused:
            return httpx.Response(401, json={"message": "Unauthorized", "error": 401})
        params = request.url.params
        assert params["raw_json"] == "1"
        if request.url.path == "/api/info":
            return self.page([each for each in params["id"].split(",") if each in self.things], {})
        kind = "t1" if request.url.path.endswith("/comments") else "t3"
        newest = sorted(self.things.values(), key=lambda thing: -float(thing["created_utc"]))
        return self.page([each["name"] for each in newest if each["name"].startswith(kind)], params)

    def page(self, names: list[str], params: Mapping[str, str]) -> httpx.Response:
        most, after = int(params.get("limit", "100")), params.get("after", "")
        names = names[:1_000]
        begin = names.index(after) + 1 if after in names else 0
        shown = names[begin : begin + most]
        data = {
            "after": shown[-1] if begin + most < len(names) else None,
            "children": [{"kind": name[:2], "data": self.things[name]} for name in shown],
        }
        headers = {"x-ratelimit-remaining": "98.0", "x-ratelimit-used": "2", "x-ratelimit-reset": "300"}
        return httpx.Response(200, content=json.dumps({"kind": "Listing", "data": data}), headers=headers)
