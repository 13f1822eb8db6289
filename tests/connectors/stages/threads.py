"""Threads: keyword search, newest first, and Meta's codes in its 400s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from connectors.errors import MisconfiguredError, TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website


def refuse(code: int) -> httpx.Response:
    return httpx.Response(400, json={"error": {"message": SECRET, "type": "OAuthException", "code": code}})


@dataclass
class ThreadsStage(Website):
    kind: str = "threads"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {
            "approved": True,
            "secret_env": "THREADS_TOKEN",
            "queries": ("acme",),
            "lookback": "1d",
        }
    )
    environ: Mapping[str, str] = field(default_factory=lambda: {"THREADS_TOKEN": SECRET}, repr=False)
    failings: Sequence[Failing] = (
        Failing("token ended", refuse(190), MisconfiguredError),
        Failing("no permission", refuse(10), MisconfiguredError),
        Failing("throttled", refuse(613), TransientError, timedelta(hours=1)),
        Failing("for now", refuse(2), TransientError),
    )
    can_edit: bool = False
    can_delete: bool = False
    posts: list[dict[str, Any]] = field(default_factory=list)

    def say(self, count: int) -> None:
        for _ in range(count):
            self.post("acme is soulless", len(self.posts) / 10)

    def post(self, text: str, minutes: float) -> str:
        at = NOON + timedelta(minutes=minutes)
        name = str(18_000_000_000 + len(self.posts))
        said = {"id": name, "text": text, "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S+0000")}
        more = {
            "username": "ada",
            "permalink": f"https://www.threads.net/@ada/post/{name}",
            "is_reply": False,
        }
        self.posts.append(said | more)
        return name

    def edit(self, native_id: str, text: str) -> None:
        raise NotImplementedError

    def delete(self, native_id: str) -> None:
        raise NotImplementedError

    def check(self, request: httpx.Request) -> None:
        assert request.headers["authorization"] == f"Bearer {SECRET}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        low, high = int(params["since"]), int(params.get("until", 2**40))
        found = [
            post for post in self.posts if low <= datetime.fromisoformat(post["timestamp"]).timestamp() < high
        ]
        found.sort(key=lambda post: str(post["timestamp"]), reverse=True)
        return httpx.Response(200, json={"data": found[: int(params["limit"])]})
