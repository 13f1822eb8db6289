"""YouTube: comments under the channels and videos one names, and under the videos that a search finds.

A sweep reads the newest threads of each; every half an hour it looks further back for replies under older ones.
YouTube tells nobody of edits and deletions, and what a key reads must be refreshed or deleted within 30 days:
what was sent is looked up again in turn, 50 for a unit, and what could not be is taken down in time.
"""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import UnreadableError
from connectors.intake import Intake
from connectors.ledger import Sent
from connectors.mention import EARLIEST, Mention, Platform
from connectors.resume import read_cursor
from connectors.salvage import read_each
from connectors.youtube_api import YouTubeApi
from connectors.youtube_comment import (
    Thread,
    is_video,
    read_comment,
    read_thread,
    read_video,
    write_comment,
    write_video,
)
from connectors.youtube_marks import Found, Marks
from connectors.youtube_options import YouTubeOptions
from connectors.youtube_quota import ForbiddenError, NothingThereError, Purse

QUOTA: Final = "quota"
"""Key of the memory."""
_REPLIES: Final = "replies"
_OVERLAP: Final = timedelta(minutes=10)
_SEARCH_OVERLAP: Final = timedelta(hours=6)
"""The index learns of a video hours after it was published."""
_SEARCH_PAGES: Final = 2
_MOST_FOUND: Final = 50
_MOST_THREADS: Final = 5_000
"""Whose number of replies is remembered."""
_LOOK_UPS: Final = 50
"""For one unit."""
_MUST_GO: Final = timedelta(days=29)
"""After the last time YouTube confirmed it; its rules say 30."""
_REFRESHED: Final = timedelta(days=1)


class YouTubeReader:
    """Reads by an API key; what it spends of the day's quota is saved with the cursor."""

    def __init__(self, assignment: Assignment, options: YouTubeOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._clock = use.clock
        self._intake = Intake(assignment, Platform.YOUTUBE, use.authors)
        self._state = read_cursor(assignment.cursor, Marks) or Marks()
        self._replies = read_cursor(assignment.memory.get(_REPLIES), dict[str, int]) or {}
        self._purse = Purse(
            assignment.memory.get(QUOTA), units=options.units_a_day, searches=options.searches_a_day
        )
        self._api = YouTubeApi(use.http, use.clock, use.read_secret(options.secret_env), self._purse)
        self._looked_up: Counter[str] = Counter()

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        asked_at = self._clock.now()
        if _is_due(self._state.searched_at, asked_at, self._options.search_every) and self._options.searches:
            async for batch in self._search(asked_at):
                yield batch
        back_at = self._state.looked_back_at
        looks_back = _is_due(back_at, asked_at, self._options.replies_every) and not self._purse.is_thin(
            asked_at
        )
        for key, query, title in self._list_targets(asked_at):
            try:
                async for batch in self._read_target(key, query, title, asked_at, looks_back=looks_back):
                    yield batch
            except NothingThereError:
                continue
            except ForbiddenError:
                # Strangers may hide a video that a search found; what we name ourselves is ours to mend.
                if not title:
                    raise
        gone = await self._look_up()
        if looks_back:
            self._state = replace(self._state, looked_back_at=int(asked_at.timestamp()))
        self._replies = dict(list(self._replies.items())[-_MOST_THREADS:])
        now = self._clock.now()
        yield Batch(
            gone,
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle,
            cursor=self._state.to_json(),
            memory={
                **self._intake.ledger.take_changes(now),
                QUOTA: self._purse.save(),
                _REPLIES: msgspec.json.encode(self._replies),
            },
            read=0,
            quota=self._purse.show(now),
        )

    def _list_targets(self, now: datetime) -> list[tuple[str, dict[str, str], str]]:
        oldest = int((now - self._options.follow_for).timestamp())
        kept = [item for item in self._state.found.items() if item[1].at >= oldest][-_MOST_FOUND:]
        channels = [
            (f"channel/{each}", {"allThreadsRelatedToChannelId": each}, "") for each in self._options.channels
        ]
        named = [(f"video/{each}", {"videoId": each}, "") for each in self._options.videos]
        found = [(f"video/{each}", {"videoId": each}, seen.title) for each, seen in kept]
        targets = list(
            {key: (key, query, title) for key, query, title in (*found, *named, *channels)}.values()
        )
        marks = {key: self._state.marks[key] for key, _, _ in targets if key in self._state.marks}
        self._state = replace(self._state, found=dict(kept), marks=marks)
        return targets

    async def _search(self, asked_at: datetime) -> AsyncIterator[Batch]:
        searched_at = datetime.fromtimestamp(self._state.searched_at, UTC)
        since = max(searched_at, asked_at - self._options.lookback) - _SEARCH_OVERLAP
        for words in self._options.searches:
            token: str | None = ""
            for _ in range(_SEARCH_PAGES):
                if token is None:
                    break
                query = {
                    "part": "snippet", "type": "video", "order": "date", "maxResults": "50", "q": words,
                    "publishedAfter": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
                }  # fmt: skip
                page = await self._api.search(query, token)
                if page is None:
                    break
                yield self._take_videos(page.items, asked_at)
                token = page.nextPageToken
        self._state = replace(self._state, searched_at=int(asked_at.timestamp()))

    def _take_videos(self, items: Sequence[Any], asked_at: datetime) -> Batch:
        now = self._clock.now()
        posts, unreadable = read_each(items, lambda raw: write_video(read_video(raw), now))
        mentions: list[Mention] = []
        found = dict(self._state.found)
        for post in posts:
            mentions += self._intake.take(post, now)
            # By the ledger: it may have been sent by a sweep whose cursor was not saved.
            if post.native_id not in found and self._intake.ledger.find(post.native_id) is not None:
                found[post.native_id] = Found(int(asked_at.timestamp()), post.text[:200])
        self._state = replace(self._state, found=found)
        return Batch(tuple(mentions), timedelta(), read=len(items) - unreadable, unreadable=unreadable)

    async def _read_target(
        self, key: str, query: Mapping[str, str], title: str, asked_at: datetime, *, looks_back: bool
    ) -> AsyncIterator[Batch]:
        lookback = int((asked_at - self._options.lookback).timestamp())
        began, newest = self._state.marks.get(key, (lookback, lookback))
        since = datetime.fromtimestamp(began, UTC)
        back_to = datetime.fromtimestamp(newest, UTC) - _OVERLAP
        if looks_back:
            back_to = min(back_to, asked_at - self._options.replies_for)
        token: str | None = ""
        asked = {**query, "part": "snippet,replies", "order": "time", "maxResults": "100"}
        while token is not None:
            page = await self._api.ask("commentThreads", asked | {"textFormat": "plainText"}, token)
            mentions: list[Mention] = []
            unreadable, last = 0, asked_at
            for raw in page.items:
                try:
                    thread = read_thread(raw)
                    last = thread.snippet.topLevelComment.snippet.publishedAt
                    said = await self._take_thread(thread, title, since)
                except UnreadableError:
                    unreadable += 1
                    continue
                newest = max(newest, min(int(last.timestamp()), int(asked_at.timestamp())))
                mentions += said
            yield Batch(
                tuple(mentions), timedelta(), read=len(page.items) - unreadable, unreadable=unreadable,
                quota=self._purse.show(self._clock.now()),
            )  # fmt: skip
            # By the last one and not the oldest: a pinned comment stands first, however old it is.
            token = page.nextPageToken if last >= back_to and page.items else None
        self._state = replace(self._state, marks={**self._state.marks, key: (began, newest)})

    async def _take_thread(self, thread: Thread, title: str, since: datetime) -> list[Mention]:
        comments = [thread.snippet.topLevelComment]
        raws: Sequence[Any] = thread.replies.comments
        count = thread.snippet.totalReplyCount
        if count > len(raws) and self._replies.get(thread.id) != count:
            raws = await self._api.list_replies(thread.id)
        replies, _ = read_each(raws, read_comment)  # A reply that cannot be read costs no other.
        if count:
            self._replies.pop(thread.id, None)  # To the end: what was seen last is kept longest.
            self._replies[thread.id] = count
        now = self._clock.now()
        head = thread.snippet
        channel = head.channelId or head.topLevelComment.snippet.channelId
        return [
            mention
            for comment in (*comments, *replies)
            if comment.snippet.publishedAt >= since
            for mention in self._intake.take(
                write_comment(comment, now, video=head.videoId, channel=channel, context=title), now
            )
        ]

    async def _look_up(self) -> tuple[Mention, ...]:
        """Refresh what was sent, in turn; take down what is gone, and what was not refreshed in time."""
        now = self._clock.now()
        turn = sorted(
            self._intake.ledger.since(now - self._options.recheck_for),
            key=lambda sent: (self._looked_up[sent.native_id], sent.sent_at, sent.native_id),
        )
        mentions: list[Mention] = []
        for method, chosen in (
            ("comments", [sent for sent in turn if not is_video(sent.native_id)][:_LOOK_UPS]),
            ("videos", [sent for sent in turn if is_video(sent.native_id)][:_LOOK_UPS]),
        ):
            if chosen and not self._purse.is_thin(now):
                mentions += await self._refresh(method, chosen)
        for sent in list(self._intake.ledger.since(EARLIEST)):
            if now - sent.sent_at >= _MUST_GO:
                mentions += self._intake.take_down(sent.native_id, now)
        return tuple(mentions)

    async def _refresh(self, method: str, chosen: Sequence[Sent]) -> list[Mention]:
        query = {"part": "snippet", "id": ",".join(sent.native_id for sent in chosen)}
        plain = {"textFormat": "plainText"} if method == "comments" else {}
        page = await self._api.ask(method, query | plain)
        now = self._clock.now()
        mentions: list[Mention] = []
        there: set[str] = set()
        for raw in page.items:
            if isinstance(raw, dict):
                there.add(str(raw.get("id")))  # Also where the rest cannot be read: it is not gone.
            try:
                if method == "comments":
                    mentions += self._intake.take(write_comment(read_comment(raw), now), now)
                else:
                    mentions += self._intake.take(write_video(read_video(raw), now), now)
            except UnreadableError:
                continue
        for sent in chosen:
            self._looked_up[sent.native_id] += 1
            if sent.native_id not in there:
                mentions += self._intake.take_down(sent.native_id, now)
            elif now - sent.sent_at >= _REFRESHED:
                known = self._intake.ledger.find(sent.native_id)
                if known is not None and not known.is_deleted:
                    self._intake.ledger.note(replace(known, sent_at=now))
        return mentions


def _is_due(last: int, now: datetime, every: timedelta) -> bool:
    return now.timestamp() - last >= every.total_seconds()
