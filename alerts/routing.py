"""Routing: through which channels something is told, and the notices that come of it."""

from collections.abc import Sequence

from alerts.casebook import Telling
from alerts.incident import Incident
from alerts.letter import Duty
from alerts.notice import Notice
from alerts.places import LIVE, Channel, may_use
from alerts.sections import OnCall, Response, Route, RouteKind
from streams.spike import FeedAlarm, derive_id


def address(telling: Telling, response: Response, *, lane: str) -> tuple[Notice, ...]:
    """Write one notice for each channel that a telling goes to, in the order of the route."""
    subject = telling.incident or telling.feed
    if subject is None:
        return ()
    change = str(telling.incident.revision) if telling.incident else telling.reason.value
    return tuple(
        Notice(
            id=derive_id("notice", subject.id, channel.name, telling.reason, change),
            about=subject.id,
            brand=subject.brand,
            channel=channel.name,
            reason=telling.reason,
            at=telling.at,
            incident=telling.incident,
            feed=telling.feed,
            lane=lane,
        )
        for channel in choose_channels(subject, response, lane=lane)
    )


def choose_channels(subject: Incident | FeedAlarm, response: Response, *, lane: str) -> tuple[Channel, ...]:
    """Choose by the first route that fits.

    A drill takes, of the route's channels, those marked for drills; where there is none it takes all that
    are marked, so that a drill never ends in silence. It can be given no other.
    """
    route = next((route for route in response.routes if fits(route, subject)), None)
    named = frozenset(route.channels) if route else frozenset()
    usable = tuple(channel for channel in response.channels if may_use(channel, lane))
    chosen = tuple(channel for channel in usable if channel.name in named)
    if not chosen and lane != LIVE:
        return usable
    return chosen


def fits(route: Route, subject: Incident | FeedAlarm) -> bool:
    """Whether every condition of a route holds."""
    if route.brands is not None and subject.brand not in route.brands:
        return False
    kind = RouteKind.FEED.value if isinstance(subject, FeedAlarm) else subject.kind.value
    if route.kinds is not None and kind not in route.kinds:
        return False
    if route.severities is None:
        return True
    return isinstance(subject, Incident) and subject.severity in route.severities


def find_duty(brand: str, oncall: Sequence[OnCall], *, lane: str) -> Duty | None:
    """Who is on call for a brand; in a drill by name only, so that nobody's phone rings."""
    person = next((one for one in oncall if one.brands is None or brand in one.brands), None)
    if person is None:
        return None
    return person.to_duty() if lane == LIVE else Duty(name=person.name)
