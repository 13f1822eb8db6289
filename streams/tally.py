"""A tally: one open minute of one brand, while mentions still come in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from connectors.mention import ChannelKind, Platform
from streams.contagion import note_angry
from streams.crowd import CrowdTally, note_sketch, read_crowd
from streams.heard import Heard, hear, sum_up
from streams.minute import Counts, LateCounts, Minute, Quote
from streams.ownposts import OwnCounts, Posts
from streams.pieces import Pieces, add_pieces
from streams.quoting import quote
from streams.reading import Label, Scored, Stance
from streams.sketch import Sketch
from streams.spoken import Spoken
from streams.times import minute_at
from streams.wording import Book

QUOTES_KEPT: Final = 3
"""Of a minute; a spike collects them over its whole window."""
AUTHORS_KEPT: Final = 1_000
"""Distinct authors told apart in one minute; beyond, the count stays here."""

# Looking a member up in its class takes eight times as long as a name of the module, for every mention.
_NEGATIVE: Final = Label.NEGATIVE
_NEUTRAL: Final = Label.NEUTRAL
_POSITIVE: Final = Label.POSITIVE
_COMMENT: Final = ChannelKind.COMMENT
_REPLY: Final = ChannelKind.REPLY
_FOR: Final = Stance.FOR
_IMPARTIAL: Final = Stance.NEUTRAL


@dataclass(slots=True)
class Tally:
    """Counts of one platform."""

    mentions: int = 0
    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unscored: int = 0
    backlash: int = 0
    impartial: int = 0
    favour: int = 0
    themes: dict[str, int] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)

    def add(self, scored: Scored) -> None:
        self.mentions += 1
        label = scored.label
        if label is _NEGATIVE:
            self.negative += 1
        elif label is _NEUTRAL:
            self.neutral += 1
        elif label is _POSITIVE:
            self.positive += 1
        else:
            self.unscored += 1
        if scored.backlash:
            self.backlash += 1
            for theme in scored.themes:
                self.themes[theme] = self.themes.get(theme, 0) + 1
        elif scored.stance is _FOR:
            self.favour += 1
        elif scored.stance is _IMPARTIAL:
            self.impartial += 1
        if scored.piece is not None:
            felt = self.pieces.setdefault(scored.piece, {})
            felt[label] = felt.get(label, 0) + 1

    def counts(self) -> Counts:
        return Counts(
            mentions=self.mentions,
            negative=self.negative,
            neutral=self.neutral,
            positive=self.positive,
            unscored=self.unscored,
            backlash=self.backlash,
            impartial=self.impartial,
            favour=self.favour,
            themes=dict(sorted(self.themes.items())),
            pieces=add_pieces((self.pieces,)),
        )


def _rank(said: Quote | Scored) -> tuple[bool, float, str]:
    """The most telling first."""
    return not said.backlash, said.valence, said.identity


def _name(said: Quote | Scored) -> tuple[bool, float, str]:
    """None tells more than another."""
    return False, 0.0, said.identity


_Order = Callable[[Quote | Scored], tuple[bool, float, str]]


def _keep(quotes: list[Quote], scored: Scored, partition: int, offset: int, order: _Order) -> None:
    """Keep a mention as evidence if it is among the first, in place."""
    if len(quotes) == QUOTES_KEPT and order(scored) >= order(quotes[-1]):
        return
    quotes.append(
        Quote(
            partition=partition,
            offset=offset,
            line=scored.line,
            identity=scored.identity,
            platform=scored.platform,
            published_at=scored.published_at,
            valence=scored.valence,
            confidence=scored.confidence,
            language=scored.language,
            excerpt=scored.excerpt,
            backlash=scored.backlash,
            themes=scored.themes,
            because=quote(scored.because, scored.excerpt, scored.language),
            author=scored.author,
            url=scored.url,
        )
    )
    quotes.sort(key=order)
    del quotes[QUOTES_KEPT:]


@dataclass(slots=True)
class LateTally:
    """Late mentions of one minute and platform."""

    minute: int
    platform: Platform
    tally: Tally


@dataclass(slots=True)
class OpenMinute:
    """All that is known of a minute that has not closed; the order of arrival leaves no trace in it."""

    platforms: dict[Platform, Tally] = field(default_factory=dict)
    comments: Tally = field(default_factory=Tally)
    groups: dict[Platform, Tally] = field(default_factory=dict)
    angry: set[str] = field(default_factory=set)
    """Authors of negative mentions in groups; see `streams.contagion`."""
    languages: dict[str, int] = field(default_factory=dict)
    authors: set[str] = field(default_factory=set)
    sketches: dict[str, Sketch] = field(default_factory=dict)
    """A sample, by identity."""
    next_out: str = ""
    """Of a full sample, the one that leaves it first."""
    crowd: CrowdTally = field(default_factory=CrowdTally)
    quotes: list[Quote] = field(default_factory=list)
    probes: list[Quote] = field(default_factory=list)
    spoken: Spoken = field(default_factory=Spoken)
    """By the brand's own bot."""
    heard: dict[str, Heard] = field(default_factory=dict)
    """A sample of the mentions that may be quoted, by identity."""
    next_unheard: str = ""
    """Of that sample, as `next_out`."""
    late: list[LateTally] = field(default_factory=list)
    duplicates: int = 0
    too_late: int = 0
    wordless: int = 0
    unread: int = 0
    removed: set[str] = field(default_factory=set)
    own: Posts = field(default_factory=dict)
    """Signs of the brand's own posts."""
    book: Book = field(default_factory=Book)
    """The texts of brands that it brought."""

    def count(self, scored: Scored) -> None:
        tally = self.platforms.get(scored.platform)
        if tally is None:
            tally = self.platforms[scored.platform] = Tally()
        tally.add(scored)
        if scored.kind is _COMMENT or scored.kind is _REPLY:
            self.comments.add(scored)
        self.languages[scored.language] = self.languages.get(scored.language, 0) + 1
        if scored.author and len(self.authors) < AUTHORS_KEPT:
            self.authors.add(scored.author)
        self.next_out = note_sketch(self.sketches, self.next_out, scored.identity, scored.sketch)
        self.crowd.add(scored)

    def count_in_group(self, scored: Scored) -> None:
        """Count it again, among what was said in groups."""
        tally = self.groups.get(scored.platform)
        if tally is None:
            tally = self.groups[scored.platform] = Tally()
        tally.add(scored)
        if scored.label is _NEGATIVE and scored.author:
            note_angry(self.angry, scored.author)

    def count_late(self, minute: int, scored: Scored) -> None:
        for late in self.late:
            if late.minute == minute and late.platform == scored.platform:
                late.tally.add(scored)
                return
        tally = Tally()
        tally.add(scored)
        self.late.append(LateTally(minute, scored.platform, tally))

    def offer_quote(self, scored: Scored, partition: int, offset: int) -> None:
        """Keep the most telling negative mentions and some probes as evidence, and hear what is said."""
        if not scored.excerpt:
            return
        is_gone = scored.identity in self.removed
        is_negative = scored.label is _NEGATIVE
        if is_negative or scored.stance is not None:
            self.next_unheard = hear(
                self.heard, self.next_unheard, scored, (partition, offset), is_gone=is_gone
            )
        if is_gone:
            return
        if is_negative:
            _keep(self.quotes, scored, partition, offset, _rank)
        if scored.probing:
            _keep(self.probes, scored, partition, offset, _name)

    def remove(self, identity: str) -> None:
        """Honour a deletion: its words may no longer be shown."""
        self.removed.add(identity)
        self.forget(identity)

    def forget(self, identity: str) -> None:
        """Show none of its words; another minute may have taken note of the deletion."""
        self.quotes = [quote for quote in self.quotes if quote.identity != identity]
        self.probes = [quote for quote in self.probes if quote.identity != identity]
        self.spoken.forget(identity)
        if identity in self.heard:
            self.heard[identity] = Heard()

    def close(
        self,
        brand: str,
        minute: int,
        *,
        sources: int,
        silent: tuple[str, ...],
        own: OwnCounts,
        book: Book,
        newcomers: int = 0,
    ) -> Minute:
        platforms = {platform: self.platforms[platform].counts() for platform in sorted(self.platforms)}
        return Minute(
            brand=brand,
            start=minute_at(minute),
            counts=sum(platforms.values(), Counts()),
            platforms=platforms,
            comments=self.comments.counts(),
            groups={platform: self.groups[platform].counts() for platform in sorted(self.groups)},
            newcomers=newcomers,
            own=own,
            wording=book.counts,
            resemblance=book.resemblance,
            languages=dict(sorted(self.languages.items())),
            authors=len(self.authors),
            crowd=read_crowd(self.sketches, self.crowd),
            quotes=tuple(self.quotes),
            probes=tuple(self.probes),
            said=sum_up(self.heard, brand),
            uttered=self.spoken.counts(),
            hate=tuple(self.spoken.quotes),
            late=tuple(
                LateCounts(start=minute_at(late.minute), platform=late.platform, counts=late.tally.counts())
                for late in sorted(self.late, key=lambda late: (late.minute, late.platform))
            ),
            duplicates=self.duplicates,
            too_late=self.too_late,
            wordless=self.wordless,
            unread=self.unread,
            removed=tuple(sorted(self.removed)),
            sources=sources,
            silent=silent,
        )
