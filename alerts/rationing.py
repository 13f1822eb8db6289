"""Rationing: what a record makes people be told, after noise control, and through which channels."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.action import Action, ActionKind
from alerts.casebook import DEEDS_KEPT, Casebook, Outcome, Telling
from alerts.daytime import read_clock
from alerts.deferred import Schedule, bring_due, find_next
from alerts.digest import Cause
from alerts.excerpt import clean_excerpt
from alerts.ledger import SILENCES_KEPT, Ledger
from alerts.noise import Limits, weigh
from alerts.notice import Notice
from alerts.routing import address, address_pausing, find_subject
from alerts.sections import Response
from alerts.silence import Silence, refuse_silence

OWNER_KEPT = 80
REASON_KEPT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """What people are told, and what they are spared."""

    casebook: Casebook
    notices: tuple[Notice, ...] = ()
    kept: tuple[Cause, ...] = ()


def ration(
    outcome: Outcome,
    *,
    brand: str,
    at: datetime,
    response: Response,
    lane: str,
    person: str,
) -> Ration:
    """Weigh what a record wants told, and bring what has become due by its time.

    Applied again to the same casebook the same record gives the same notices.

    Args:
        outcome: what the record made of the casebook, and wants told.
        brand: whose casebook.
        at: event time of the record.
        response: limits, hours and routes.
        lane: of the notices.
        person: who is on call for the brand at that time; empty for nobody.
    """
    book = outcome.casebook
    limits, schedule = read_limits(response, person), read_schedule(response, brand, lane)
    about = {telling.incident.id for telling in outcome.tellings if telling.incident}
    ledger, due = bring_due(book.ledger, book, at, limits, schedule, but=about)
    notices: list[Notice] = []
    kept: list[Cause] = []
    for telling in (*due, *outcome.tellings):
        weighed = weigh(ledger, telling, limits)
        ledger = weighed.ledger
        if weighed.kept:
            kept.append(weighed.kept)
        if weighed.telling:
            ledger, written = _address(ledger, weighed.telling, response, lane)
            notices += written
        else:
            notices += address_pausing(telling, response, lane=lane)
    return Ration(casebook=replace(book, ledger=ledger), notices=tuple(notices), kept=tuple(kept))


def find_wake(book: Casebook, brand: str, at: datetime, response: Response, lane: str) -> datetime | None:
    """When time itself has something to tell a brand's people; None while nothing waits."""
    return find_next(book.ledger, read_limits(response, ""), read_schedule(response, brand, lane), at)


def apply_silence(book: Casebook, action: Action) -> Outcome:
    """Begin or end a silence; the same action again changes nothing.

    It lasts as long as it was asked for, from when it was asked: in a drill that is the drill's own time.
    """
    if action.id in book.deeds:
        return Outcome(casebook=book)
    book = replace(book, deeds=(*book.deeds, action.id)[-DEEDS_KEPT:])
    ledger = book.ledger
    if action.kind is ActionKind.END_SILENCE:
        silence = ledger.find_silence(action.value)
        if silence is None:
            return Outcome(casebook=book, refused="there is no such silence, or it is over")
        ended = replace(silence, until=min(silence.until, action.at))
        return Outcome(casebook=replace(book, ledger=ledger.put_silence(ended)))
    if action.silence is None:
        return Outcome(casebook=book, refused="a silence says what it is to keep, and until when")
    length = max(action.silence.until - action.silence.since, timedelta(0))
    silence = replace(
        action.silence,
        id=action.id,
        brand=action.brand,
        owner=clean_excerpt(action.by, limit=OWNER_KEPT),
        reason=clean_excerpt(action.silence.reason, limit=REASON_KEPT),
        since=action.at,
        until=action.at + min(length, timedelta(days=365)),
        warned=False,
        withheld=0,
        lane=action.lane,
    )
    refused = refuse_silence(silence)
    if not refused and len(ledger.silences) >= SILENCES_KEPT:
        refused = f"there are {SILENCES_KEPT} silences already; end one first"
    if refused:
        return Outcome(casebook=book, refused=refused)
    return Outcome(casebook=replace(book, ledger=ledger.put_silence(silence)))


def list_silences(actions: Iterable[Action], at: datetime) -> tuple[Silence, ...]:
    """What silences hold at a time, as the brands' casebooks have them; actions in their order."""
    books: dict[str, Casebook] = {}
    for action in actions:
        if action.kind not in {ActionKind.SILENCE, ActionKind.END_SILENCE}:
            continue
        book = books.get(action.brand, Casebook())
        lasting = tuple(one for one in book.ledger.silences if one.until > action.at)
        book = replace(book, ledger=replace(book.ledger, silences=lasting))
        books[action.brand] = apply_silence(book, action).casebook
    return tuple(one for book in books.values() for one in book.ledger.silences if one.until > at)


def share_pages(response: Response, person: str) -> int | None:
    """How many pages a day one brand may send a person: an equal share of what the person is spared beyond.

    Brands are worked on apart from each other, so a brand cannot know what another has used; the shares
    together are never more than the person's day, unless the person has more brands than pages. Then each brand
    may still page once a day: that another brand was loud is no reason to keep a crisis from people, nor is a
    page of the same brand last week. Few false ones come so far: the detector's bar rises with the brands.
    """
    pages = response.noise.pages_a_day
    if pages is None:
        return None
    return max(pages // max(count_brands(response, person), 1), 1)


def count_brands(response: Response, person: str) -> int:
    """For how many brands somebody may be called."""
    named = [one.brands for one in response.oncall if one.name == person]
    named += [one.brands for one in response.rotas if person in one.people]
    known = {brand.name for brand in response.brands if not brand.competitor}
    if not named or None in named:
        return len(known)
    return len(known & {brand for brands in named for brand in brands or ()})


def _address(
    ledger: Ledger, telling: Telling, response: Response, lane: str
) -> tuple[Ledger, tuple[Notice, ...]]:
    subject = find_subject(telling)
    if subject is None:
        return ledger, ()
    known = ledger.find(subject.id).channels
    notices = address(telling, response, lane=lane, known=known)
    told = tuple(dict.fromkeys((*known, *(notice.channel for notice in notices))))
    if telling.incident or telling.feed:
        for about in (subject.id, *(other.id for other in telling.also)):
            ledger = ledger.put(replace(ledger.find(about), channels=told))
    return ledger, notices


def read_limits(response: Response, person: str) -> Limits:
    """What a brand's tellings are weighed by while somebody is on call for it."""
    noise = response.noise
    return Limits(
        cooldown=noise.cooldown,
        group_for=noise.group_for,
        pages=share_pages(response, person),
        person=person,
        language=response.alerts.language,
    )


def read_schedule(response: Response, brand: str, lane: str) -> Schedule:
    """When what was kept from a brand's people is due."""
    return Schedule(
        digest_at=read_clock(response.noise.digest_at),
        zone=ZoneInfo(response.alerts.zone),
        warn_before=response.noise.warn_before,
        brand=brand,
        lane=lane,
    )
