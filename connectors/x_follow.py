"""X's stream followed: posts as they are written, and the search for what was written before it was open.

The stream brings nothing of the past. So each time it was opened the search fills the gap, as soon as the search
shows what was written until then; before that is saved, the marks stay where the gap begins.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from connectors.clock import Clock
from connectors.connector import Assignment, Batch, Connector
from connectors.equipment import Equipment
from connectors.errors import ConnectorError
from connectors.x import XReader
from connectors.x_options import XOptions
from connectors.x_post import step_back
from connectors.x_stream import Streamed, XStream

_AT_ONCE: Final = timedelta(microseconds=1)
_BEHIND: Final = timedelta(seconds=15)
"""How late the stream may bring a post; 99 of 100 come within seven seconds."""


class XFollower:
    """Follows the stream; a sweep is what it brought within `every`, or a page of the search.

    Args:
        reader: searches, keeps the marks and the money; closed with this.
    """

    def __init__(self, assignment: Assignment, options: XOptions, *, reader: XReader, clock: Clock) -> None:
        self._assignment = assignment
        self._options = options
        self._clock = clock
        self._reader = reader
        self._stream = XStream(assignment.name, options, reader.api, clock, reader.wallet)
        self._fill_at: datetime | None = None
        """When the search will show what was written before the stream was open."""
        self._ends_at: datetime | None = None
        self._newest: dict[str, str] = {}
        """For each query, the id of the newest post that was streamed."""

    @property
    def sources(self) -> tuple[str, ...]:
        return self._reader.sources

    async def fetch_batch(self) -> Batch:
        if self._reader.failed is not None:
            raise self._reader.failed
        await self._stream.open()
        now = self._clock.now()
        fill_at = self._fill_at = self._fill_at or now + self._options.settle
        # A round that began before may have been cut off by a restart: it does not reach up to here.
        is_filled = self._reader.searched_at >= fill_at.replace(microsecond=0)
        if self._reader.is_amid_a_round or (now >= fill_at and not is_filled):
            return replace(await self._reader.fetch_batch(), next_in=_AT_ONCE)
        return await self._follow(fill_at, is_filled=is_filled)

    async def _follow(self, fill_at: datetime, *, is_filled: bool) -> Batch:
        if self._ends_at is None:
            self._ends_at = self._clock.now() + self._assignment.every
        try:
            found = await self._stream.gulp(self._ends_at if is_filled else min(self._ends_at, fill_at))
        except ConnectorError as exc:
            if not self._reader.wallet.is_owing:
                raise
            self._reader.failed, found = exc, []  # What came is paid for: it is saved first, with the bill.
        mentions, unreadable = self._reader.take_posts([each.post for each in found if each.post is not None])
        unreadable += sum(not each.is_readable for each in found)
        read = sum(each.post is not None for each in found) - unreadable
        self._note(found)
        now = self._clock.now()
        if self._reader.failed is None and (not is_filled or now < self._ends_at):
            return Batch(tuple(mentions), next_in=timedelta(), read=read, unreadable=unreadable)
        self._ends_at = None
        if is_filled:
            for query, newest in self._newest.items():
                self._reader.move_mark(query, step_back(newest, _BEHIND))
        is_complete = is_filled and self._reader.failed is None
        batch = await self._reader.finish(
            mentions, read, unreadable, upto=now - self._options.settle if is_complete else None
        )
        return replace(batch, next_in=_AT_ONCE)

    async def close(self) -> None:
        await self._stream.close()
        await self._reader.close()

    def _note(self, found: Sequence[Streamed]) -> None:
        for each in found:
            name = each.post.get("id") if isinstance(each.post, dict) else None
            if isinstance(name, str) and name.isascii() and name.isdigit():
                for query in each.queries:
                    self._newest[query] = max(self._newest.get(query, "0"), name, key=int)


def open_x(assignment: Assignment, options: XOptions, use: Equipment) -> Connector:
    """The search alone, or the stream with the search for its gaps; raises MisconfiguredError without a token."""
    reader = XReader(assignment, options, use)
    return XFollower(assignment, options, reader=reader, clock=use.clock) if options.stream else reader
