"""Routing: through which channels something is told, and the notices that come of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.casebook import Telling
from alerts.digest import Digest
from alerts.hours import Weekday
from alerts.incident import ENDED, Incident
from alerts.letter import Duty
from alerts.notice import PAGES, Notice, Reason
from alerts.places import LIVE, NEEDS, Channel, may_use
from alerts.sections import OnCall, Response, Route, RouteKind
from alerts.silence import Silence
from streams.spike import FeedAlarm, Severity, derive_id

Subject = Incident | FeedAlarm | Digest | Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a route is asked about."""

    brand: str
    kind: RouteKind
    severity: Severity | None
    """Of an incident."""
    at: datetime
    """Event time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which channels are told, and why those."""

    route: int | None
    """Number of the first route that fits, from 1; none when none does."""
    misfits: tuple[str, ...]
    """Why each route before it does not fit, in their order."""
    channels: tuple[Channel, ...]
    note: str = ""
    """What else had a say, for a person."""


def address(
    telling: Telling, response: Response, *, lane: str, known: Collection[str] = ()
) -> tuple[Notice, ...]:
    """Write one notice for each channel that a telling goes to, in the order of the configuration.

    Args:
        telling: what is told.
        response: for its routes.
        lane: a drill reaches only what is marked for drills.
        known: names of channels that were told of it before: they are told how it goes on, whatever routes say.
    """
    case = describe(telling)
    if case is None:
        return ()
    told = {channel.name for channel in choose(case, response, lane=lane).channels} | set(known)
    channels = [one for one in response.channels if one.name in told and may_use(one, lane)]
    return tuple(notice for channel in channels for notice in _write(telling, channel, lane))


def address_pausing(telling: Telling, response: Response, *, lane: str) -> tuple[Notice, ...]:
    """Write the notices of what people are spared for what answers by itself: it pauses in every open incident."""
    incident = telling.incident
    if incident is None or (telling.reason not in PAGES and incident.state not in ENDED):
        return ()
    channels = [one for one in response.channels if one.pauses and may_use(one, lane)]
    return tuple(notice for channel in channels for notice in _write(telling, channel, lane))


def describe(telling: Telling) -> Case | None:
    """Say what the routes are asked about; None for a telling about nothing."""
    subject = find_subject(telling)
    if subject is None:
        return None
    severity = None
    match subject:
        case Incident():
            kind, severity = RouteKind(subject.kind.value), subject.severity
        case FeedAlarm():
            kind = RouteKind.FEED
        case Digest():
            kind = RouteKind.DIGEST
        case Silence():
            kind = RouteKind.SILENCE
    return Case(brand=subject.brand, kind=kind, severity=severity, at=telling.at)


def find_subject(telling: Telling) -> Subject | None:
    """What a telling is about."""
    return telling.incident or telling.feed or telling.digest or telling.silence


def choose(case: Case, response: Response, *, lane: str) -> Choice:
    """Choose by the first route that fits, and say why.

    A drill takes, of the route's channels, those marked for drills; where there is none it takes all that
    are marked, so that a drill never ends in silence. It can be given no other.
    """
    misfits: list[str] = []
    route = None
    for candidate in response.routes:
        misfit = find_misfit(candidate, case, response.alerts.zone)
        if not misfit:
            route = candidate
            break
        misfits.append(misfit)
    number = len(misfits) + 1 if route else None
    named = frozenset(route.channels) if route else frozenset()
    usable = tuple(one for one in response.channels if may_use(one, lane) and _fits_case(one, case))
    chosen = tuple(channel for channel in usable if channel.name in named)
    note = ""
    if lane != LIVE:
        note = "a drill reaches only channels with `drill = true`"
        if not chosen:
            chosen, note = usable, f"{note}; the route names none, so it takes them all"
    elif not chosen and named:
        note = "a digest or a silence is nothing for channels that show how an incident stands"
        chosen = usable
    told = tuple(one for one in usable if one in chosen or (one.pauses and case.severity is not None))
    return Choice(route=number, misfits=tuple(misfits), channels=told, note=note)


def find_misfit(route: Route, case: Case, zone: str) -> str:
    """Say which condition of a route does not hold; empty when all do."""
    if route.brands is not None and case.brand not in route.brands:
        return f"brand is {case.brand}, the route asks for {_list(route.brands)}"
    if route.kinds is not None and case.kind not in route.kinds:
        return f"kind is {case.kind}, the route asks for {_list(route.kinds)}"
    if route.severities is not None and case.severity not in route.severities:
        severity = case.severity or "none"
        return f"severity is {severity}, the route asks for {_list(route.severities)}"
    daytime = route.to_daytime(zone)
    if not daytime.contains(case.at):
        local = f"{case.at.astimezone(daytime.zone):%a %H:%M %Z}"
        asked = [route.hours] if route.hours else []
        asked += [day for day in Weekday if route.days and day in route.days]
        return f"it is {local}, the route asks for {_list(asked)}"
    return ""


def find_duty(notice: Notice, oncall: Sequence[OnCall], *, lane: str) -> Duty | None:
    """Who a notice names: who was called, or asked; else who is on call. In a drill by name only, so that
    nobody's phone rings.
    """
    incident = notice.incident
    wanted = ""
    if incident:
        wanted = incident.owner if notice.reason is Reason.LAPSING else incident.called
    person = next((one for one in oncall if wanted and wanted in (one.name, one.slack)), None)
    if person is None and wanted:
        return Duty(name=wanted)
    person = person or next((one for one in oncall if one.brands is None or notice.brand in one.brands), None)
    if person is None:
        return None
    return person.to_duty() if lane == LIVE else Duty(name=person.name, language=person.language)


def _write(telling: Telling, channel: Channel, lane: str) -> Iterator[Notice]:
    """Write a channel's notices: one, or one for each feed where each has an alert of its own."""
    if telling.also and NEEDS[channel.type].states:
        for feed in (telling.feed, *telling.also):
            yield from _write(replace(telling, feed=feed, also=()), channel, lane)
        return
    subject = find_subject(telling)
    if subject is None:
        return
    incident = telling.incident
    change = str(incident.revision) if incident else telling.reason.value
    yield Notice(
        id=derive_id("notice", subject.id, channel.name, telling.reason, change),
        about=subject.id,
        brand=subject.brand,
        channel=channel.name,
        reason=telling.reason,
        at=telling.at,
        incident=incident,
        feed=telling.feed,
        digest=telling.digest,
        silence=telling.silence,
        also=telling.also,
        why=telling.why,
        lane=lane,
    )


def _fits_case(channel: Channel, case: Case) -> bool:
    return case.kind not in {RouteKind.DIGEST, RouteKind.SILENCE} or not NEEDS[channel.type].states


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)
