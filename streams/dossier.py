"""The dossier: what was said lately, so that a spike can be shown and not only claimed.

It keeps counts in slices of ten minutes for a bounded look-back, and from a spike's onset on a running
sum; a few quotes; who fell silent and what was taken down. Bounded whatever happens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from msgspec import convert, to_builtins

from connectors.mention import Platform
from streams.crowd import add_crowds
from streams.minute import Counts, Crowd, Minute, Quote
from streams.pieces import PIECES_KEPT, add_pieces, rank_pieces
from streams.said import Said, forget_said, join_said, show_said

SLICE: Final = timedelta(minutes=10)
LOOK_BACK: Final = timedelta(hours=3)
"""How long before the page the onset's mentions are still counted."""
LEAST_SPAN: Final = timedelta(minutes=45)
"""What people are told of a spike is counted over no less."""
QUOTES_KEPT: Final = 8
QUOTE_AGE: Final = timedelta(hours=2)
"""Older quotes are not shown for a spike that begins only now."""
SHOWN_KEPT: Final = 160
"""Identities remembered as shown to people, so that a takedown reaches their messages; one record shows at most 34."""
SAID_BACK: Final = timedelta(hours=1)
"""How long before the page the words of the onset's mentions are still known: they take much room."""
THEMES_KEPT: Final = 12


class Slice:
    """Ten minutes of talk, or the sum of a spike so far."""

    __slots__ = ("counts", "crowd", "platforms", "said", "start")

    def __init__(
        self,
        start: datetime,
        counts: Counts = Counts(),  # noqa: B008  # frozen
        platforms: dict[Platform, Counts] | None = None,
        crowd: Crowd = Crowd(),  # noqa: B008  # frozen
        said: Said | None = None,
    ) -> None:
        self.start = start
        self.counts = counts
        self.platforms = {} if platforms is None else platforms
        self.crowd = crowd
        self.said = said

    def add(
        self, counts: Counts, platforms: Mapping[Platform, Counts], crowd: Crowd, said: Said | None = None
    ) -> None:
        self.counts = _trim(self.counts + counts)
        self.crowd = add_crowds([self.crowd, crowd])
        self.said = join_said([self.said, said])
        for platform, part in platforms.items():
            self.platforms[platform] = _trim(self.platforms.get(platform, Counts()) + part)

    def snapshot(self) -> list[Any]:
        return [
            self.start.isoformat(),
            to_builtins(self.counts),
            to_builtins(self.platforms),
            to_builtins(self.crowd),
            to_builtins(self.said),
        ]

    @classmethod
    def resume(cls, state: list[Any]) -> "Slice":
        start, counts, platforms, *rest = state  # older states have no crowd, or nothing said
        crowd, said = (*rest, None, None)[:2]
        return cls(
            datetime.fromisoformat(start),
            convert(counts, Counts),
            convert(platforms, dict[Platform, Counts]),
            convert(crowd, Crowd) if crowd else Crowd(),
            convert(said, Said | None),
        )


class Dossier:
    """What is known of the talk about one brand, now and since the onset of a spike."""

    def __init__(self) -> None:
        self._slices: list[Slice] = []
        self._since: Slice | None = None
        self._counted_from: datetime | None = None
        self._oldest = datetime.min.replace(tzinfo=UTC)
        """Slices are kept from later on."""
        self._quotes: list[Quote] = []
        self._shown: list[str] = []
        self._removed: list[str] = []
        self.silent: tuple[str, ...] = ()

    def add(self, minute: Minute) -> None:
        """Take in one minute."""
        self.silent = minute.silent
        gone = set(minute.removed)
        if gone:
            self._quotes = [quote for quote in self._quotes if quote.identity not in gone]
            self._removed += [identity for identity in self._shown if identity in gone]
            self._shown = [identity for identity in self._shown if identity not in gone]
            for kept in (*self._slices, *([self._since] if self._since else [])):
                kept.said = forget_said(kept.said, gone)
        if minute.counts.mentions:
            self._count(minute, gone)
        if minute.quotes:
            fresh = [quote for quote in minute.quotes if quote.identity not in gone]
            self._quotes = _choose(self._recent(minute.start) + fresh)
        self._oldest = minute.start - LOOK_BACK
        self._slices = [one for one in self._slices if one.start > self._oldest]
        for one in self._slices:
            if one.said is not None and one.start <= minute.start - SAID_BACK:
                one.said = None

    def _count(self, minute: Minute, gone: set[str]) -> None:
        if not self._slices or minute.start >= self._slices[-1].start + SLICE:
            self._slices.append(Slice(minute.start))
        for kept in (self._slices[-1], self._since):
            if kept is not None:
                kept.add(minute.counts, minute.platforms, minute.crowd, forget_said(minute.said, gone))

    def _recent(self, now: datetime) -> list[Quote]:
        oldest = now - QUOTE_AGE if self._since is None else min(self._since.start, now - QUOTE_AGE)
        return [quote for quote in self._quotes if quote.published_at > oldest]

    def open(self, onset: datetime) -> None:
        """Begin the sum of a spike, from its onset as far as the look-back reaches.

        The slice that holds the onset is counted whole.

        How much people react to others than the angry is summed from before it, too: after it, nearly all may
        be angry, and there would be nothing to compare with.
        """
        self._since = Slice(onset)
        first = onset
        for one in self._slices:
            if one.start + SLICE > onset:
                first = min(first, one.start)
                self._since.add(one.counts, one.platforms, one.crowd, one.said)
            else:
                self._since.add(Counts(), {}, Crowd(others=one.crowd.others))
        self._counted_from = max(first, self._oldest)

    def close(self) -> None:
        """End the sum of a spike."""
        self._since = self._counted_from = None

    def count_plainly(self, end: datetime) -> tuple[Counts, datetime] | None:
        """Count what people are told first, and from when on: since the onset, and never for less than `LEAST_SPAN`.

        An onset may be put at the very minute of the page, and what was said in one minute tells nobody anything.
        None where nothing is open, and for a sum begun by an older version.
        """
        told = self._told(end)
        return (sum((one.counts for one in told[0]), Counts()), told[1]) if told else None

    def _told(self, end: datetime) -> tuple[list[Slice], datetime] | None:
        """What people are told first is made of these, and from when on; None as in `count_plainly`."""
        if self._since is None or self._counted_from is None:
            return None
        start = end - LEAST_SPAN
        if self._counted_from <= start:
            return [self._since], self._counted_from
        lately = [one for one in self._slices if one.start + SLICE > start]
        return lately, min([start, *(one.start for one in lately[:1])])

    @property
    def counted_from(self) -> datetime | None:
        """When the time begins that is counted since the onset; None as in `count_plainly`."""
        return self._counted_from if self._since else None

    @property
    def counts(self) -> Counts:
        """All that was counted since the onset."""
        return self._since.counts if self._since else Counts()

    @property
    def crowd(self) -> Crowd:
        """How they look together."""
        return self._since.crowd if self._since else Crowd()

    @property
    def platforms(self) -> Mapping[Platform, Counts]:
        """The same by platform."""
        return self._since.platforms if self._since else {}

    @property
    def has_removed(self) -> bool:
        """Whether something shown to people was taken down since `take_removed`."""
        return bool(self._removed)

    def show(self, now: datetime) -> tuple[Quote, ...]:
        """Return the most telling quotes of the spike and the bounded time before it, as shown to people."""
        quotes = self._recent(now)
        self._note_shown(quote.identity for quote in quotes)
        return tuple(quotes)

    def mix(self, end: datetime) -> Counts | None:
        """How many of each label and stance, of the time that people are told first; None as there."""
        counted = self.count_plainly(end)
        return replace(counted[0], themes={}, pieces={}) if counted else None

    def show_said(self, end: datetime) -> Said | None:
        """Return what people say, ask and want, of the time that they are told first, as shown to people."""
        told = self._told(end)
        said = show_said(join_said(one.said for one in told[0])) if told else None
        self._note_shown(said.identities if said else ())
        return said

    def _note_shown(self, identities: Iterable[str]) -> None:
        fresh = [identity for identity in identities if identity not in self._shown]
        self._shown = (self._shown + fresh)[-SHOWN_KEPT:]

    def take_removed(self) -> tuple[str, ...]:
        """Shown identities taken down since this was last asked."""
        removed, self._removed = tuple(self._removed), []
        return removed

    def snapshot(self) -> dict[str, Any]:
        return {
            "slices": [one.snapshot() for one in self._slices],
            "since": self._since.snapshot() if self._since else None,
            "counted_from": self._counted_from.isoformat() if self._counted_from else None,
            "quotes": to_builtins(self._quotes),
            "shown": list(self._shown),
            "removed": list(self._removed),
            "silent": list(self.silent),
        }

    @classmethod
    def resume(cls, state: Mapping[str, Any]) -> "Dossier":
        dossier = cls()
        dossier._slices = [Slice.resume(one) for one in state["slices"]]
        dossier._since = Slice.resume(state["since"]) if state["since"] else None
        counted_from = state.get("counted_from")  # older states have none
        dossier._counted_from = datetime.fromisoformat(counted_from) if counted_from else None
        dossier._quotes = convert(state["quotes"], list[Quote])
        dossier._shown = list(state["shown"])
        dossier._removed = list(state["removed"])
        dossier.silent = tuple(state["silent"])
        return dossier


def _choose(quotes: list[Quote]) -> list[Quote]:
    """Keep the most telling, one of each wording; ties go to the earlier and then to the place read."""
    ranked = sorted(
        quotes,
        key=lambda q: (
            not q.backlash,
            q.valence * q.confidence,
            q.published_at,
            q.partition,
            q.offset,
            q.line,
        ),
    )
    kept: dict[str, Quote] = {}
    for quote in ranked:
        kept.setdefault(quote.excerpt.casefold() or quote.identity, quote)
    return list(kept.values())[:QUOTES_KEPT]


def _trim(counts: Counts) -> Counts:
    """Keep themes and pieces bounded, whatever their names."""
    if len(counts.themes) > THEMES_KEPT:
        ranked = sorted(counts.themes.items(), key=lambda item: (-item[1], item[0]))[:THEMES_KEPT]
        counts = replace(counts, themes=dict(sorted(ranked)))
    if len(counts.pieces) > PIECES_KEPT:
        counts = replace(counts, pieces=add_pieces((rank_pieces(counts.pieces),)))
    return counts
