"""Deferred: what was kept from people and is due now that a time has come."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo

from alerts.casebook import Casebook, Telling
from alerts.daytime import last_time
from alerts.digest import Cause, Digest, Line
from alerts.incident import ENDED, IncidentState
from alerts.ledger import Ledger
from alerts.noise import Limits
from alerts.notice import Reason
from alerts.silence import Silence
from alerts.words.registry import VOCABULARIES
from streams.spike import FeedAlarm, FeedState, derive_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When things are due."""

    digest_at: time
    zone: tzinfo
    warn_before: timedelta
    brand: str
    lane: str


def bring_due(
    ledger: Ledger,
    book: Casebook,
    at: datetime,
    limits: Limits,
    schedule: Schedule,
    *,
    but: Collection[str] = (),
) -> tuple[Ledger, tuple[Telling, ...]]:
    """Find what is to be told because it has become `at`; what a silence kept is still to be weighed.

    Args:
        ledger: as it stood.
        book: the brand's, with all that the record at hand has changed.
        at: event time.
        limits: for the cooldown and the groups.
        schedule: for the digest and the silences.
        but: incidents that are told of anyway just now.
    """
    ledger, digest = _turn_day(ledger, book, at, schedule)
    ledger, after = _end_silences(ledger, book, at, limits)
    ledger, warnings = _warn_owners(ledger, at, schedule)
    ledger, groups = _tell_groups(ledger, at, limits)
    ledger, held = _find_held(ledger, book, at, limits, but)
    return ledger, (*digest, *after, *warnings, *groups, *held)


def find_next(ledger: Ledger, limits: Limits, schedule: Schedule, at: datetime) -> datetime | None:
    """When the next thing is due; None while nothing waits. A digest is due as soon as its day has turned."""
    times = [entry.told_at + limits.cooldown for entry in ledger.entries if entry.is_held and entry.told_at]
    times += [since + limits.group_for for since in ledger.grouped.values() if ledger.waiting]
    times += [one.until if one.warned else one.warns_at(schedule.warn_before) for one in ledger.silences]
    if ledger.lines and ledger.day and ledger.day < last_time(schedule.digest_at, schedule.zone, at):
        times.append(at)
    return min(times, default=None)


def _turn_day(
    ledger: Ledger, book: Casebook, at: datetime, schedule: Schedule
) -> tuple[Ledger, tuple[Telling, ...]]:
    begun = last_time(schedule.digest_at, schedule.zone, at)
    if ledger.day is None:
        return replace(ledger, day=begun), ()
    if begun <= ledger.day:
        return ledger, ()
    since, lines, left_out = ledger.day, ledger.lines, ledger.left_out
    ledger = replace(ledger, day=begun, calls=(), lines=(), left_out=0)
    if not lines:
        return ledger, ()
    digest = Digest(
        id=derive_id("digest", schedule.brand, begun.isoformat()),
        brand=schedule.brand,
        since=since,
        until=begun,
        lines=tuple(_look_up(line, book) for line in lines),
        left_out=left_out,
        lane=schedule.lane,
    )
    return ledger, (Telling(reason=Reason.DIGEST, at=begun, digest=digest),)


def _look_up(line: Line, book: Casebook) -> Line:
    incident = book.find_incident(line.about)
    if incident:
        is_open = incident.state not in ENDED and incident.state is not IncidentState.RECOVERING
    else:
        is_open = book.feeds.get(line.about) is FeedState.SILENT
    return replace(line, is_open=is_open)


def _end_silences(
    ledger: Ledger, book: Casebook, at: datetime, limits: Limits
) -> tuple[Ledger, tuple[Telling, ...]]:
    """Forget silences that are over; what they kept and still lasts is told, what is over is not."""
    over = {one.id: one for one in ledger.silences if one.until <= at}
    if not over:
        return ledger, ()
    ledger = replace(ledger, silences=tuple(one for one in ledger.silences if one.id not in over))
    tellings = []
    for entry in ledger.entries:
        if entry.kept is not Cause.SILENCE or entry.silence not in over:
            continue
        telling = _tell_after(over[entry.silence], book, entry.about, entry.feed, limits)
        if telling:
            tellings.append(telling)
        ledger = ledger.put(replace(entry, kept=None, silence="", feed=None))
    return ledger, tuple(tellings)


def _tell_after(
    silence: Silence, book: Casebook, about: str, feed: FeedAlarm | None, limits: Limits
) -> Telling | None:
    at = silence.until
    why = VOCABULARIES[limits.language].phrases.after_silence.format(reason=silence.reason)
    incident = book.find_incident(about)
    if incident and incident.state not in ENDED and incident.state is not IncidentState.RECOVERING:
        return Telling(reason=Reason.OPENED, at=at, incident=incident, why=why)
    if feed and book.feeds.get(feed.id) is FeedState.SILENT:
        return Telling(reason=Reason.FEED_SILENT, at=at, feed=feed, why=why)
    return None


def _warn_owners(ledger: Ledger, at: datetime, schedule: Schedule) -> tuple[Ledger, tuple[Telling, ...]]:
    ending = [one for one in ledger.silences if one.is_ending(at, schedule.warn_before)]
    for silence in ending:
        ledger = ledger.put_silence(replace(silence, warned=True))
    return ledger, tuple(
        Telling(reason=Reason.SILENCE_ENDING, at=one.warns_at(schedule.warn_before), silence=one)
        for one in ending
    )


def _tell_groups(ledger: Ledger, at: datetime, limits: Limits) -> tuple[Ledger, tuple[Telling, ...]]:
    due = [(state, since) for state, since in ledger.grouped.items() if since + limits.group_for <= at]
    if not due:
        return ledger, ()
    over = {state for state, _ in due}
    groups = [[feed for feed in ledger.waiting if feed.state is state] for state, _ in due]
    ledger = replace(
        ledger,
        waiting=tuple(feed for feed in ledger.waiting if feed.state not in over),
        grouped={state: since for state, since in ledger.grouped.items() if state not in over},
    )
    reasons = {FeedState.SILENT: Reason.FEED_SILENT, FeedState.BACK: Reason.FEED_BACK}
    return ledger, tuple(
        Telling(reason=reasons[state], at=since + limits.group_for, feed=group[0], also=tuple(group[1:]))
        for (state, since), group in zip(due, groups, strict=True)
        if group
    )


def _find_held(
    ledger: Ledger, book: Casebook, at: datetime, limits: Limits, but: Collection[str]
) -> tuple[Ledger, tuple[Telling, ...]]:
    tellings = []
    for entry in ledger.entries:
        if not entry.is_held or entry.told_at is None or entry.told_at + limits.cooldown > at:
            continue
        ledger = ledger.put(replace(entry, is_held=False))
        incident = book.find_incident(entry.about)
        if incident and entry.about not in but:
            due = entry.told_at + limits.cooldown
            tellings.append(Telling(reason=Reason.CHANGED, at=due, incident=incident))
    return ledger, tuple(tellings)
