"""A Page and an Instagram account as the Graph API shows them: two posts, comments newest first, pages of 5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from connectors.errors import MisconfiguredError, TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website

ACCOUNT: Final = "17841400000000001"
PAGE_SIZE: Final = 5


def graph_error(code: int, subcode: int = 0, usage: str = "{}") -> httpx.Response:
    error = {"message": SECRET, "type": "OAuthException", "code": code, "error_subcode": subcode}
    return httpx.Response(400, json={"error": error}, headers={"X-Business-Use-Case-Usage": usage})


@dataclass(frozen=True)
class Said:
    """One comment."""

    native_id: str
    post: str
    at: datetime
    text: str = "acme is soulless"
    author: str = "7"
    parent: str | None = None


@dataclass(repr=False)
class GraphStage(Website):
    """What both platforms have."""

    kind: str = "facebook"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {"account": ACCOUNT, "token_env": "PAGE_TOKEN", "brands": ["acme"]}
    )
    environ: Mapping[str, str] = field(default_factory=lambda: {"PAGE_TOKEN": SECRET})
    failings: Sequence[Failing] = (
        Failing(
            "throttled, and told for how long",
            graph_error(4, usage='{"1":[{"call_count":100,"estimated_time_to_regain_access":12}]}'),
            TransientError,
            timedelta(minutes=12),
        ),
        Failing("throttled", graph_error(613), TransientError, timedelta(minutes=5)),
        Failing("a problem of theirs", graph_error(2), TransientError),
        Failing("an expired token", graph_error(190, 463), MisconfiguredError),
        Failing("no permission", graph_error(200), MisconfiguredError),
        Failing("blocked", graph_error(368), MisconfiguredError),
        Failing("a wrong parameter", graph_error(100), MisconfiguredError),
        Failing("another JSON", httpx.Response(200, json=[1]), TransientError),
    )
    can_edit: bool = True
    can_delete: bool = True
    posts: list[str] = field(default_factory=lambda: [f"{ACCOUNT}_2", f"{ACCOUNT}_1"])
    comments: list[Said] = field(default_factory=list)
    _count: int = 0

    def say(self, count: int) -> None:
        for _ in range(count):
            self._count += 1
            post = self.posts[self._count % len(self.posts)]
            self.add(Said(f"1_{self._count}", post, NOON + timedelta(seconds=6 * self._count)))

    def add(self, said: Said) -> None:
        self.comments.append(said)
        self.comments.sort(key=lambda each: each.at, reverse=True)

    def edit(self, native_id: str, text: str) -> None:
        self.comments = [
            replace(each, text=text) if each.native_id == native_id else each for each in self.comments
        ]

    def delete(self, native_id: str) -> None:
        self.comments = [each for each in self.comments if each.native_id != native_id]

    def delete_post(self, native_id: str) -> None:
        self.posts.remove(native_id)
        self.comments = [each for each in self.comments if each.post != native_id]

    def check(self, request: httpx.Request) -> None:
        assert request.headers["Authorization"] == f"Bearer {self.environ['PAGE_TOKEN']}"
        assert "access_token" not in str(request.url)

    def answer(self, request: httpx.Request) -> httpx.Response:
        _, version, node, *edge = request.url.path.split("/")
        assert version == "v24.0"
        if edge in (["feed"], ["media"]):
            return httpx.Response(200, json={"data": [self.show_post(post) for post in self.posts]})
        if edge == ["comments"]:
            if node not in self.posts:
                return graph_error(100, 33)
            return self.show_page([each for each in self.comments if each.post == node], request)
        known = {*self.posts, *(each.native_id for each in self.comments)}
        return httpx.Response(200, json={"id": node}) if node in known else graph_error(100, 33)

    def show_page(self, said: Sequence[Said], request: httpx.Request) -> httpx.Response:
        begin = int(request.url.params.get("after", "0"))
        end = begin + PAGE_SIZE
        paging: dict[str, Any] = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(said):
            paging["next"] = f"https://graph.facebook.com/next?access_token={SECRET}"
        return httpx.Response(
            200, json={"data": [self.show(each) for each in said[begin:end]], "paging": paging}
        )

    def show_post(self, post: str) -> dict[str, Any]:
        return {
            "id": post,
            "created_time": "2026-01-01T10:00:00+0000",
            "message": "our film",
            "from": {"id": ACCOUNT, "name": "Acme"},
            "permalink_url": f"https://www.facebook.com/{post}",
        }

    def show(self, said: Said) -> dict[str, Any]:
        shown = {
            "id": said.native_id,
            "created_time": f"{said.at:%Y-%m-%dT%H:%M:%S+0000}",
            "message": said.text,
            "from": {"id": said.author, "name": "Somebody"},
            "permalink_url": f"https://www.facebook.com/{said.native_id}",
            "like_count": 2,
            "comment_count": 1,
        }
        return shown if said.parent is None else shown | {"parent": {"id": said.parent}}


@dataclass(repr=False)
class InstagramStage(GraphStage):
    """The same on Instagram, where there is a webhook as well; replies stand within their comment."""

    kind: str = "instagram"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {
            "account": ACCOUNT,
            "handle": "acme.coffee",
            "token_env": "PAGE_TOKEN",
            "secret_env": "APP_SECRET",
            "verify_env": "VERIFY",
            "brands": ["acme"],
        }
    )
    environ: Mapping[str, str] = field(
        default_factory=lambda: dict.fromkeys(("PAGE_TOKEN", "APP_SECRET", "VERIFY"), SECRET * 3)
    )

    def show_post(self, post: str) -> dict[str, Any]:
        return {
            "id": post,
            "timestamp": "2026-01-01T10:00:00+0000",
            "permalink": f"https://www.instagram.com/p/{post}",
        }

    def show(self, said: Said) -> dict[str, Any]:
        return {
            "id": said.native_id,
            "timestamp": f"{said.at:%Y-%m-%dT%H:%M:%S+0000}",
            "text": said.text,
            "username": said.author,
            "like_count": 3,
        }
