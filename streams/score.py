"""Scoring a page: from one record of `mentions` to one reading for each brand it speaks of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

from connectors.mention import Heartbeat, Mention, Speaker, Tick
from connectors.page import DeadLine, read_page
from streams.backlash.context import NO_REGISTERS, Registers
from streams.ownposts import OwnPost, find_own_post
from streams.reading import Reading, Scored, SourceClock
from streams.times import minute_of
from streams.wording import TextKind, Wording, find_wording

ELSEWHERE: Final = 20
"""Posts of other brands on one page that are told to a brand: the latest."""


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
    wordings: list[Wording] = field(default_factory=list)

    def note_clock(self, beat: Heartbeat) -> None:
        earlier = self.clocks.get(beat.source)
        if earlier is None or earlier.upto < beat.upto:
            self.clocks[beat.source] = SourceClock(source=beat.source, upto=beat.upto)

    def note_own(self, sign: OwnPost | None, wording: Wording | None) -> None:
        """Keep how a text is worded, and one sign of a post a minute, AI-made if any of them says so."""
        if wording is not None:
            self.wordings.append(wording)
        if sign is None:
            return
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
                    drafts[line.brand].mentions.append(score(line, number))
                sign, wording = find_own_post(line, registers), find_wording(line)
                if sign is not None or wording is not None:
                    drafts[line.brand].note_own(sign, wording)
            case Heartbeat():
                for brand in line.brands or known:
                    drafts[brand].note_clock(line)
            case Tick():
                for brand in known:
                    ticked = drafts[brand]
                    ticked.tick = max(ticked.tick or line.at, line.at)
    _tell_elsewhere(known, drafts)
    readings = tuple(
        Reading(
            brand=brand,
            partition=source.partition,
            offset=source.offset,
            mentions=tuple(draft.mentions),
            clocks=tuple(draft.clocks.values()),
            tick=draft.tick,
            own=tuple(draft.own.values()),
            wordings=tuple(draft.wordings),
        )
        for brand in known
        if (draft := drafts.get(brand)) is not None
    )
    return ScoredPage(readings, tuple(dead), mentions)


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
