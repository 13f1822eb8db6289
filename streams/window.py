"""A window: rolls one brand's readings into minutes that close by event time, each once.

Everything here follows from what is in the records and from their order within a partition of `mentions`,
never from how partitions interleave or from the time of day. So a replay at any speed, a second delivery
and a restart give the same minutes:

* A source's horizon is the minute up to which it has vouched to be complete. A tick in the source's own
  partition moves the horizon of a source that has been silent for too long, so that a dead feed cannot hold
  the others back.
* A mention is late when its own source had passed its minute; it is then carried by the first minute that
  source has not passed.
* A minute closes when every source has passed it.

After bytewax's windowing (`ClockLogic`, `WindowerLogic`) and Flink's per-partition watermarks with idleness.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from streams.contagion import Voices, note_voices
from streams.minute import Minute
from streams.ownposts import Posts, count_posts, note_post, roll_posts
from streams.reading import Reading
from streams.seen import SeenMinutes
from streams.tally import OpenMinute
from streams.times import DAY_MINUTES, minute_of
from streams.wording import Book, TextKind, note_wording, roll_book

SOURCES_KEPT: Final = 256
"""Sources one brand can have; the ones silent for longest go first."""
GAP_KEPT: Final = 7 * DAY_MINUTES
"""Minutes closed at most at once. A longer gap is skipped: nobody watched, and zeros would be a lie."""

OPEN_KEPT: Final = 2 * DAY_MINUTES
"""How far the newest mention can be ahead of the oldest open minute."""


FAMILIES_KEPT: Final = 1_000
"""Cross-posted pieces told apart at a time: hours of calm talk; in a storm less, where one more is no matter."""
_FAMILY_SIGNS: Final = 12
"""Of a family's name that are kept."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a source may say nothing before it no longer holds the others back."""

    silent_after: timedelta = timedelta(minutes=5)
    by_source: Mapping[str, timedelta] = field(default_factory=dict)
    """For sources that are asked less often; by name without shard."""
    expected: frozenset[str] = frozenset()
    """Sources of the configuration, by name without shard: they count as silent until heard."""

    def for_source(self, source: str) -> timedelta:
        return self.by_source.get(family(source), self.silent_after)


def family(source: str) -> str:
    """A source's name without its shard."""
    return source.partition("#")[0]


@dataclass(slots=True)
class SourceState:
    """One source's clock, in epoch minutes."""

    partition: int
    vouched: int
    """It has itself passed all minutes before this one."""
    horizon: int
    """As `vouched`, or further where ticks ran out its patience."""


@dataclass(slots=True)
class WindowState:
    """What a brand's window remembers; bounded, and plain JSON."""

    fence: dict[int, int] = field(default_factory=dict)
    """For each partition of `mentions`, the last offset applied."""
    sources: dict[str, SourceState] = field(default_factory=dict)
    closed: int | None = None
    """All minutes before this one have closed; None until a source has spoken."""
    open: dict[int, OpenMinute] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    """The pieces counted last, with their minute, so that a cross-post of one is not counted again."""
    posts: Posts = field(default_factory=dict)
    """The brand's own posts of the last 30 days, as far as minutes have closed."""
    voices: Voices = field(default_factory=dict)
    """Who was angry in groups in the last day, as far as minutes have closed."""
    book: Book = field(default_factory=Book)
    """The texts of brands that are compared, as far as minutes have closed."""


class _Place(NamedTuple):
    """Where a page's mentions of one source and minute go."""

    minute: OpenMinute
    is_late: bool
    is_too_late: bool


class BrandWindow:
    """One brand's window; `state` is all there is to it."""

    def __init__(self, brand: str, patience: Patience, state: WindowState | None = None) -> None:
        self.brand = brand
        self.state = state or WindowState()
        self._patience = patience

    def is_applied(self, reading: Reading) -> bool:
        """Whether this page was counted before: it is being delivered again."""
        return reading.offset <= self.state.fence.get(reading.partition, -1)

    def apply(self, reading: Reading, seen: SeenMinutes) -> list[Minute]:
        """Take in a page's reading; return the minutes that closed, in order.

        Args:
            reading: must not be applied yet (`is_applied`).
            seen: for this very page; the caller stores its changes before the state.
        """
        self._take_all(reading, seen)
        self._take_own(reading)
        self._take_uttered(reading, seen)
        self._take_unread(reading)
        for clock in reading.clocks:
            self._vouch(clock.source, minute_of(clock.upto), reading.partition)
        if reading.tick is not None:
            self._tick(reading)
        self.state.fence[reading.partition] = reading.offset
        return self._close(seen)

    def _take_all(self, reading: Reading, seen: SeenMinutes) -> None:
        # Nearly all mentions of a page are of a few minutes and of one source.
        places: dict[tuple[str, int], _Place] = {}
        grouped, wordless = frozenset(reading.grouped), frozenset(reading.wordless)
        for scored in reading.mentions:
            published = minute_of(scored.published_at)
            place = places.get((scored.source, published))
            if place is None:
                if scored.source not in self.state.sources:
                    places.clear()  # Whoever is met may have taken another's room.
                place = places[scored.source, published] = self._place(scored.source, published, reading)
            here = place.minute
            if scored.deleted:
                self._remove(scored.identity, here)
            elif place.is_too_late:
                here.too_late += 1
            elif (
                scored.edited
                or not seen.is_first(published, scored.identity)
                or (scored.family is not None and not self._is_first_of(scored.family, published))
            ):
                # A new version was counted when it was new; its time is that of the edit.
                here.duplicates += 1
            else:
                here.wordless += scored.line in wordless
                if place.is_late:
                    here.count_late(published, scored)
                    continue
                here.count(scored)
                if scored.line in grouped:
                    here.count_in_group(scored)
                here.offer_quote(scored, reading.partition, reading.offset)

    def _take_own(self, reading: Reading) -> None:
        """Note what brands published where it counts first; who sends nothing else is no source to wait for."""
        for sign in reading.own:
            published = minute_of(sign.at)
            note_post(self._await(sign.source, published).own, sign.post, published, is_ai=sign.is_ai)
        if not self.state.sources:
            return  # Nobody listens for the brand yet: no minute would close.
        newest = max(source.horizon for source in self.state.sources.values())
        for wording in reading.wordings:
            published = minute_of(wording.at)
            # Others' posts, read days ahead of the brand's own partition, must not close its minutes.
            upto = min(published, newest) if wording.kind is TextKind.ELSEWHERE else published
            note_wording(self._await(wording.source, upto).book, wording, published)

    def _take_uttered(self, reading: Reading, seen: SeenMinutes) -> None:
        """Count what the brand's own bot said, as `_take_own`; while nobody listens no minute would close."""
        for one in reading.uttered if self.state.sources or reading.clocks else ():
            published = minute_of(one.published_at)
            here = self._await(one.source, published)
            if one.deleted:
                self._remove(one.identity, here)
            elif (self.state.closed or published) - published > DAY_MINUTES:
                here.too_late += 1
            else:
                page = reading.partition, reading.offset
                here.spoken.hear(one, seen, page=page, is_gone=one.identity in here.removed)

    def _remove(self, identity: str, here: OpenMinute) -> None:
        for other in self.state.open.values():
            other.forget(identity)
        here.remove(identity)

    def _await(self, source: str, published: int) -> OpenMinute:
        """The first minute in which something can still count."""
        known, closed = self.state.sources.get(source), self.state.closed
        return self._open(max(published, known.horizon if known else published, closed or published))

    def _take_unread(self, reading: Reading) -> None:
        """Note what could not be read where its source stands; of one that is not known nobody can say when it was."""
        for name, lines in reading.unread.items():
            source = self.state.sources.get(name)
            if source is not None and self.state.closed is not None:
                self._open(max(source.horizon, self.state.closed)).unread += lines

    def _place(self, name: str, published: int, reading: Reading) -> _Place:
        source = self.state.sources.get(name)
        if source is None:
            # It has vouched for nothing yet, and its first page may be in any order.
            source = self._meet(name, reading.partition, published - DAY_MINUTES)
        # A minute that closed before this source was ever heard from cannot be opened again.
        horizon = max(source.horizon, self.state.closed or source.horizon)
        is_late = published < horizon
        minute = horizon if is_late else published
        return _Place(self._open(minute), is_late, horizon - published > DAY_MINUTES)

    def _open(self, minute: int) -> OpenMinute:
        here = self.state.open.get(minute)
        if here is None:
            here = self.state.open[minute] = OpenMinute()
        return here

    def _is_first_of(self, family: str, published: int) -> bool:
        """Whether no cross-post of this piece was counted within a day; from now on one was."""
        families, name = self.state.families, family[:_FAMILY_SIGNS]
        counted = families.get(name)
        if counted is not None and abs(counted - published) <= DAY_MINUTES:
            return False
        families.pop(name, None)
        families[name] = published
        if len(families) > FAMILIES_KEPT:
            del families[next(iter(families))]
        return True

    def _meet(self, name: str, partition: int, minute: int) -> SourceState:
        sources = self.state.sources
        if len(sources) >= SOURCES_KEPT:
            del sources[min(sources, key=lambda known: (sources[known].horizon, known))]
        sources[name] = SourceState(partition, minute, minute)
        return sources[name]

    def _vouch(self, name: str, minute: int, partition: int) -> None:
        source = self.state.sources.get(name) or self._meet(name, partition, minute)
        source.partition = partition
        source.vouched = max(source.vouched, minute)
        source.horizon = max(source.horizon, minute)

    def _tick(self, reading: Reading) -> None:
        if reading.tick is None:
            return
        heard = {family(name) for name in self.state.sources}
        for name in sorted(self._patience.expected - heard):
            self._meet(name, reading.partition, minute_of(reading.tick))
        for name, source in list(self.state.sources.items()):
            if source.partition != reading.partition:
                continue
            source.horizon = max(source.horizon, minute_of(reading.tick - self._patience.for_source(name)))
            is_gone = source.horizon - source.vouched > DAY_MINUTES
            if is_gone and family(name) not in self._patience.expected:
                del self.state.sources[name]

    def _close(self, seen: SeenMinutes) -> list[Minute]:
        state = self.state
        if not state.sources:
            return []
        horizon = min(source.horizon for source in state.sources.values())
        # Bounded for ever: a source that neither vouches nor is ticked cannot keep minutes open.
        horizon = max(horizon, max(state.open, default=horizon) - OPEN_KEPT)
        if state.closed is None:
            state.closed = min(state.open, default=horizon)
        if horizon <= state.closed:
            return []
        self._forget(seen, state.closed, horizon)
        due = {minute for minute in state.open if minute < horizon}
        due.update(range(max(state.closed, horizon - GAP_KEPT), horizon))
        state.closed = horizon
        return [self._close_minute(minute) for minute in sorted(due)]

    def _close_minute(self, minute: int) -> Minute:
        sources = self.state.sources
        silent = tuple(sorted(name for name, source in sources.items() if source.vouched <= minute))
        tally = self.state.open.pop(minute, None) or OpenMinute()
        if self.state.posts or tally.own:
            self.state.posts = roll_posts(self.state.posts, tally.own, minute)
        newcomers = 0
        if tally.angry:
            newcomers, self.state.voices = note_voices(self.state.voices, tally.angry, minute)
        if self.state.book or tally.book:
            self.state.book = roll_book(self.state.book, tally.book, minute)
        return tally.close(
            self.brand,
            minute,
            sources=len(sources) - len(silent),
            silent=silent,
            own=count_posts(self.state.posts.values()),
            newcomers=newcomers,
            book=self.state.book,
        )

    @staticmethod
    def _forget(seen: SeenMinutes, closed: int, horizon: int) -> None:
        oldest = closed - DAY_MINUTES - 1
        for minute in range(max(oldest, horizon - GAP_KEPT - DAY_MINUTES), horizon - DAY_MINUTES - 1):
            seen.forget(minute)
