"""The App Store: pages of 50 reviews in XML, the one changed last first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from xml.sax.saxutils import escape

import httpx

from connectors.errors import TransientError
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import Failing
from tests.connectors.stages.website import Website

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>https://itunes.apple.com/us/rss/customerreviews/id=7/xml</id><title>iTunes Store: Reviews</title>
<updated>2026-01-01T12:00:00-07:00</updated><author><name>iTunes Store</name></author>
"""
APP = (
    "<entry><id>https://apps.apple.com/us/app/acme/id7</id><title>Acme</title><im:name>Acme</im:name></entry>"
)


@dataclass
class AppStoreStage(Website):
    kind: str = "appstore"
    options: Mapping[str, Any] = field(
        default_factory=lambda: {"app": "7", "countries": ("us",), "brands": ("acme",)}
    )
    environ: Mapping[str, str] = field(default_factory=dict)
    failings: Sequence[Failing] = (Failing("not a feed", httpx.Response(200, content=b"{}"), TransientError),)
    can_edit: bool = True
    can_delete: bool = False
    reviews: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_silent: bool = False

    def say(self, count: int) -> None:
        for _ in range(count):
            self.review("acme is soulless", len(self.reviews) / 10)

    def review(self, text: str, minutes: float, *, title: str = "", stars: str = "1") -> str:
        name = str(9_000_000_000 + len(self.reviews))
        self.reviews[name] = {"text": text, "minutes": minutes, "title": title, "stars": stars}
        return name

    def edit(self, native_id: str, text: str) -> None:
        self.reviews[native_id] |= {"text": text, "minutes": 170}

    def delete(self, native_id: str) -> None:
        del self.reviews[native_id]

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == "itunes.apple.com"
        assert request.url.path.startswith("/us/rss/customerreviews/page=")
        number = int(request.url.path.split("/")[4].removeprefix("page="))
        newest = sorted(self.reviews.items(), key=lambda item: -item[1]["minutes"])
        shown = [] if self.is_silent else newest[50 * (number - 1) : 50 * number]
        body = HEAD + (APP if number == 1 else "") + "".join(self.write(*item) for item in shown) + "</feed>"
        return httpx.Response(200, content=body.encode(), headers={"Content-Type": "text/xml"})

    def write(self, name: str, said: dict[str, Any]) -> str:
        at = (NOON + timedelta(minutes=said["minutes"])).isoformat()
        return (
            f"<entry><updated>{at}</updated><id>{name}</id><title>{escape(said['title'])}</title>"
            f'<content type="text">{escape(said["text"])}</content><im:voteSum>0</im:voteSum>'
            f"<im:rating>{said['stars']}</im:rating><im:version>1.2</im:version>"
            f"<author><name>ada</name><uri>https://itunes.apple.com/us/reviews/id1</uri></author>"
            f'<content type="html">&lt;b&gt;{escape(said["title"])}&lt;/b&gt;</content></entry>'
        )
