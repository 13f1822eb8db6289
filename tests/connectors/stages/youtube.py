"""YouTube: threads newest first, replies under them, searches, and a daily quota."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from connectors.errors import MisconfiguredError, TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import SECRET, Failing
from tests.connectors.stages.website import Website


def refuse(status: int, reason: str) -> httpx.Response:
    return httpx.Response(
        status, json={"error": {"code": status, "message": SECRET, "errors": [{"reason": reason}]}}
    )


@dataclass
class YouTubeStage(Website):
    kind: str = "youtube"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {"secret_env": "YOUTUBE_KEY", "channels": ("UCacme",), "lookback": "1d"}
    )
    environ: Mapping[str, str] = field(default_factory=lambda: {"YOUTUBE_KEY": SECRET}, repr=False)
    failings: Sequence[Failing] = (
        Failing(  # Noon in UTC is four in the morning in California, and the play begins three hours later.
            "quota used up",
            refuse(403, "quotaExceeded"),
            TransientError,
            until=datetime(2026, 1, 2, 8, tzinfo=UTC),
        ),
        Failing("too fast", refuse(403, "rateLimitExceeded"), TransientError),
        Failing("page token", refuse(400, "invalidPageToken"), TransientError),
        Failing("key", refuse(400, "keyInvalid"), MisconfiguredError),
        Failing("forbidden", refuse(403, "forbidden"), MisconfiguredError),
    )
    can_edit: bool = True
    can_delete: bool = True
    comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    videos: dict[str, dict[str, Any]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    """Videos whose comments are turned off."""
    hidden: set[str] = field(default_factory=set)
    """Videos that their owners have made private."""

    def say(self, count: int) -> None:
        for _ in range(count):
            self.comment("acme is soulless", len(self.comments) / 10)

    def comment(self, text: str, minutes: float, *, under: str = "", video: str = "") -> str:
        number = f"{len(self.comments):06}"
        name = f"{under}.{number}" if under else f"UgxAcmeComment{number}AaABAg"
        at = (NOON + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        self.comments[name] = {"text": text, "at": at, "under": under, "video": video}
        return name

    def video(self, title: str, minutes: float) -> str:
        name = f"video{len(self.videos):06}"
        at = (NOON + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        self.videos[name] = {"title": title, "at": at}
        return name

    def edit(self, native_id: str, text: str) -> None:
        self.comments[native_id]["text"] = text

    def delete(self, native_id: str) -> None:
        del self.comments[native_id]

    def check(self, request: httpx.Request) -> None:
        assert request.headers["x-goog-api-key"] == SECRET

    def answer(self, request: httpx.Request) -> httpx.Response:
        params = request.url.params
        match request.url.path.rpartition("/")[2]:
            case "commentThreads":
                if params.get("videoId") in self.hidden | self.silent:
                    is_hidden = params.get("videoId") in self.hidden
                    return refuse(403, "forbidden" if is_hidden else "commentsDisabled")
                heads = [
                    self.thread(name)
                    for name, said in self.comments.items()
                    if not said["under"] and said["video"] == params.get("videoId", "")
                ]
                heads.sort(
                    key=lambda thread: str(thread["snippet"]["topLevelComment"]["snippet"]), reverse=True
                )
                return self.page(heads, params)
            case "comments" if "parentId" in params:
                under = params["parentId"]
                return self.page(
                    [self.show(name) for name, said in self.comments.items() if said["under"] == under],
                    params,
                )
            case "comments":
                names = [name for name in params["id"].split(",") if name in self.comments]
                return self.page([self.show(name) for name in names], params)
            case "videos":
                names = [name for name in params["id"].split(",") if name in self.videos]
                return self.page([self.show_video(name) for name in names], params)
            case _:
                found = [
                    self.show_video(name) | {"id": {"kind": "youtube#video", "videoId": name}}
                    for name, video in self.videos.items()
                    if video["at"] >= params["publishedAfter"]
                ]
                return self.page(found, params)

    def page(self, items: list[dict[str, Any]], params: httpx.QueryParams) -> httpx.Response:
        most, begin = int(params.get("maxResults", "50")), int(params.get("pageToken", "0"))
        more = {"nextPageToken": str(begin + most)} if begin + most < len(items) else {}
        return httpx.Response(200, json={"items": items[begin : begin + most]} | more)

    def show(self, name: str) -> dict[str, Any]:
        said = self.comments[name]
        parent = {"parentId": said["under"]} if said["under"] else {}
        snippet = {
            "publishedAt": said["at"],
            "textDisplay": said["text"],
            "authorDisplayName": "@ada",
            "authorChannelId": {"value": "UCada"},
            "likeCount": 3,
        }
        return {"id": name, "snippet": snippet | parent}

    def show_video(self, name: str) -> dict[str, Any]:
        video = self.videos[name]
        return {
            "id": name,
            "snippet": {
                "publishedAt": video["at"],
                "channelId": "UCeve",
                "title": video["title"],
                "description": "",
            },
        }

    def thread(self, name: str) -> dict[str, Any]:
        replies = [each for each, said in self.comments.items() if said["under"] == name]
        return {
            "id": name,
            "snippet": {
                "channelId": "UCacme",
                "topLevelComment": self.show(name),
                "totalReplyCount": len(replies),
            },
            "replies": {"comments": [self.show(each) for each in replies[-2:]]},
        }
