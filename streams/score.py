"""Scoring a page: from one record of `mentions` to one reading for each brand it speaks of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Final, Protocol

import msgspec

from connectors.mention import Heartbeat, Mention, Speaker, Tick
from connectors.page import DeadLine, read_page
from streams.backlash.context import NO_REGISTERS, Registers
from streams.ownposts import OwnPost, find_own_post
from streams.reading import Reading, Scored, SourceClock
from streams.times import minute_of
from streams.utterance import Utterance, hear_bot
from streams.wording import TextKind, Wording, find_wording

ELSEWHERE: Final = 20
"""Posts of other brands on one page that are told to a brand: the latest."""

MAX_SOURCE: Final = 128
"""Characters of a source's name in a line that could not be read; longer ones are nobody's."""
TORN_KEPT: Final = 16
"""Sources of one page whose unreadable lines are counted apart; a page is of one."""


class _Torn(msgspec.Struct):
    """What of a line that cannot be read tells whose it is."""

    brand: str = ""
    source: Annotated[str, msgspec.Meta(max_length=MAX_SOURCE)] = ""
    lane: str = "live"


_torn: Final = msgspec.json.Decoder(_Torn)


class ScoreMention(Protocol):
    """Scores one mention: pure, bounded in time whatever the text, and raises nothing."""

    def __call__(self, mention: Mention, line: int) -> Scored: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page stood."""

    partition: int
    offset: int
    sent_at: datetime


@dataclass(slots=True)
class _Draft:
    mentions: list[Scored] = field(default_factory=list)
    clocks: dict[str, SourceClock] = field(default_factory=dict)
    tick: datetime | None = None
    own: dict[tuple[str, str, int], OwnPost] = field(default_factory=dict)
    grouped: list[int] = field(default_factory=list)
    wordless: list[int] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    wordings: list[Wording] = field(default_factory=list)
    uttered: list[Utterance] = field(default_factory=list)

    def note_clock(self, beat: Heartbeat) -> None:
        earlier = self.clocks.get(beat.source)
        if earlier is None or earlier.upto < beat.upto:
            self.clocks[beat.source] = SourceClock(source=beat.source, upto=beat.upto)

    def take(self, mention: Mention, scored: Scored) -> None:
        self.mentions.append(scored)
        if mention.is_in_group:
            self.grouped.append(scored.line)
        if not mention.deleted and not mention.text.strip():
            self.wordless.append(scored.line)

    def note_torn(self, source: str) -> None:
        if source in self.unread or len(self.unread) < TORN_KEPT:
            self.unread[source] = self.unread.get(source, 0) + 1

    def write(self, brand: str, source: Source) -> Reading:
        return Reading(
            brand=brand,
            partition=source.partition,
            offset=source.offset,
            mentions=tuple(self.mentions),
            clocks=tuple(self.clocks.values()),
            tick=self.tick,
            own=tuple(self.own.values()),
            grouped=tuple(self.grouped),
            wordless=tuple(self.wordless),
            unread=self.unread,
            wordings=tuple(self.wordings),
            uttered=tuple(self.uttered),
        )

    def note_own(self, sign: OwnPost) -> None:
        """Keep one sign of a post a minute, AI-made if any of them says so."""
        key = sign.source, sign.post, minute_of(sign.at)
        known = self.own.get(key)
        if known is None or (sign.is_ai and not known.is_ai):
            self.own[key] = sign


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """What a page came to."""

    readings: tuple[Reading, ...]
    dead: tuple[DeadLine, ...]
    mentions: int
    """How many could be read, of whatever brand."""


def score_page(
    raw: bytes,
    source: Source,
    *,
    lane: str,
    brands: Iterable[str],
    score: ScoreMention,
    registers: Registers = NO_REGISTERS,
) -> ScoredPage:
    """Read a page and score its mentions; never raises, whatever the bytes.

    A heartbeat goes to the brands it names, or to all; a tick goes to all. Readings come in the order in
    which `brands` are configured, so that a repeated page gives the same records.
    """
    page = read_page(raw, lane=lane, sent_at=source.sent_at)
    known: Final = tuple(brands)
    wanted: Final = frozenset(known)
    mentions = 0
    drafts: defaultdict[str, _Draft] = defaultdict(_Draft)
    dead = list(page.dead)
    for number, line in page.lines:
        match line:
            case Mention():
                mentions += 1
                if line.brand not in wanted:
                    why = "unknown brand: it is not in the configuration"
                    dead.append(DeadLine(number, line.to_json(), why))
                    continue
                if line.speaker is Speaker.PUBLIC:  # What the brand says itself is no talk about it.
                    drafts[line.brand].take(line, score(line, number))
                _note_own(drafts, line, number, registers)
            case Heartbeat():
                for brand in line.brands or known:
                    drafts[brand].note_clock(line)
            case Tick():
                for brand in known:
                    ticked = drafts[brand]
                    ticked.tick = max(ticked.tick or line.at, line.at)
    for torn in _find_torn(page.dead, wanted, lane):
        drafts[torn.brand].note_torn(torn.source)
    _tell_elsewhere(known, drafts)
    readings = tuple(drafts[brand].write(brand, source) for brand in known if brand in drafts)
    return ScoredPage(readings, tuple(dead), mentions)


def _note_own(drafts: defaultdict[str, _Draft], mention: Mention, line: int, registers: Registers) -> None:
    if (sign := find_own_post(mention, registers)) is not None:
        drafts[mention.brand].note_own(sign)
    if (wording := find_wording(mention)) is not None:
        drafts[mention.brand].wordings.append(wording)
    if (uttered := hear_bot(mention, line)) is not None:
        drafts[mention.brand].uttered.append(uttered)


def _find_torn(dead: Iterable[DeadLine], brands: frozenset[str], lane: str) -> Iterator[_Torn]:
    """Lines that could not be read and yet tell whose they are: something that a mention must have is missing."""
    for line in dead:
        try:
            torn = _torn.decode(line.raw)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
        if torn.lane == lane and torn.brand in brands:
            yield torn


def _tell_elsewhere(brands: Iterable[str], drafts: defaultdict[str, _Draft]) -> None:
    """Tell each brand of the others' posts on the page; not of one that is its own as well."""
    posts = sorted(
        (
            (brand, wording)
            for brand, draft in drafts.items()
            for wording in draft.wordings
            if wording.kind is TextKind.POST
        ),
        key=lambda post: (post[1].at, post[1].text),
    )
    for brand in brands if posts else ():
        own = {wording.text for whose, wording in posts if whose == brand}
        elsewhere = [wording for whose, wording in posts if whose != brand and wording.text not in own]
        if elsewhere:
            drafts[brand].wordings += [
                replace(one, kind=TextKind.ELSEWHERE) for one in elsewhere[-ELSEWHERE:]
            ]
