"""Who is told of what; and that a drill reaches nobody it should not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.casebook import Telling
from alerts.hours import Weekday
from alerts.incident import Incident, Page, Role, Watch
from alerts.notice import Reason
from alerts.places import Channel, ChannelType
from alerts.posts import read_posts
from alerts.routing import Case, Choice, address, choose, describe, find_duty
from alerts.sections import Alerts, Response, Route, RouteKind
from streams.spike import FeedAlarm, Severity, SpikeKind
from tests.alerts.configured import SECRETS, settings
from tests.alerts.examples import alarm, at, digest, incident_of, notice, silence, spike

RESPONSE = settings().response


def pick(
    subject: Incident | FeedAlarm,
    lane: str = "live",
    response: Response = RESPONSE,
    now: datetime | None = None,
) -> Choice:
    incident, feed = (subject, None) if isinstance(subject, Incident) else (None, subject)
    case = describe(Telling(reason=Reason.OPENED, at=now or at(18), incident=incident, feed=feed))
    assert case
    return choose(case, response, lane=lane)


def names(
    subject: Incident | FeedAlarm,
    lane: str = "live",
    response: Response = RESPONSE,
    now: datetime | None = None,
) -> list[str]:
    return [channel.name for channel in pick(subject, lane, response, now).channels]


def test_the_first_route_that_fits_wins() -> None:
    assert names(incident_of(spike())) == ["pr-room", "screen"]
    assert names(incident_of(spike(severity=Severity.SEV3))) == ["pr-room"]
    assert names(incident_of(spike(brand="globex"))) == ["pr-room"]


def test_a_dead_feed_fits_no_route_that_asks_for_a_severity() -> None:
    assert names(alarm()) == ["screen"]


def test_a_route_may_ask_for_a_kind() -> None:
    routes = (Route(kinds=(RouteKind.BACKLASH,), channels=("screen",)), Route(channels=("pr-room",)))
    response = RESPONSE.model_copy(update={"routes": routes})
    assert names(incident_of(spike()), response=response) == ["screen"]
    assert names(incident_of(spike(kind=SpikeKind.NEGATIVE)), response=response) == ["pr-room"]


def test_one_notice_for_each_channel_with_an_id_that_says_what_it_tells() -> None:
    incident = incident_of(spike())
    telling = Telling(reason=Reason.OPENED, at=at(18), incident=incident)
    notices = address(telling, RESPONSE, lane="live")
    assert [notice.channel for notice in notices] == ["pr-room", "screen"]
    assert len({notice.id for notice in notices}) == 2
    assert address(telling, RESPONSE, lane="live") == notices
    later = replace(telling, incident=replace(incident, revision=1))
    assert not {one.id for one in address(later, RESPONSE, lane="live")} & {one.id for one in notices}


def test_the_person_on_call_is_the_first_whose_brands_fit() -> None:
    told = [notice(incident_of(spike(brand=brand))) for brand in ("acme", "globex")]
    anna, ben = (find_duty(one, RESPONSE.oncall, lane="live") for one in told)
    assert (anna and anna.name, anna and anna.slack) == ("Anna", "U0123456789")
    assert ben
    assert ben.name == "Ben"


def test_a_drill_names_the_person_on_call_and_cannot_ping() -> None:
    duty = find_duty(notice(), RESPONSE.oncall, lane="drill-1")
    assert duty
    assert (duty.name, duty.slack) == ("Anna", None)


def test_a_drill_takes_the_marked_channels_of_its_route_or_all_marked_ones() -> None:
    assert names(incident_of(spike()), lane="drill-1") == ["screen"]
    assert names(incident_of(spike(severity=Severity.SEV3)), lane="drill-1") == ["drill-room", "screen"]


def test_a_drill_is_given_no_live_secret() -> None:
    posts = read_posts(RESPONSE, SECRETS, lane="drill-1", file="crisis.toml")
    assert [post.channel.name for post in posts] == ["drill-room", "screen"]
    held = {post.secret.get_secret_value() for post in posts if post.secret}
    assert held == {"xoxb-drill-secret"}


channels = st.builds(
    Channel, name=st.sampled_from(list("abcdef")), type=st.just(ChannelType.CONSOLE), drill=st.booleans()
)
routes = st.builds(
    Route,
    channels=st.lists(st.sampled_from(list("abcdef")), min_size=1, max_size=4).map(tuple),
    severities=st.none() | st.lists(st.sampled_from(Severity), min_size=1).map(tuple),
)


@given(
    st.lists(channels, min_size=1, max_size=6, unique_by=lambda one: one.name),
    st.lists(routes, min_size=1, max_size=4),
    st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}", fullmatch=True),
    st.sampled_from(Severity),
    st.sampled_from(RouteKind),
)
def test_no_configuration_lets_a_drill_reach_a_channel_that_is_not_marked(
    listed: list[Channel], ways: list[Route], lane: str, severity: Severity, kind: RouteKind
) -> None:
    response = Response.model_construct(
        channels=tuple(listed), routes=tuple(ways), oncall=(), alerts=Alerts()
    )
    case = Case(brand="acme", kind=kind, severity=severity, at=at(0))
    chosen = choose(case, response, lane=lane).channels
    if lane != "live":
        assert all(channel.drill for channel in chosen)
        assert bool(chosen) == any(channel.drill for channel in listed)


@pytest.mark.parametrize("lane", ["Live", "live ", "LIVE", "drill", "live-2"])
def test_only_the_lane_named_live_is_live(lane: str) -> None:
    assert "pr-room" not in names(incident_of(spike()), lane=lane)


def test_a_route_may_ask_for_the_hour_and_the_day() -> None:
    night = Route(hours="22:00-07:00", zone="Europe/Budapest", channels=("screen",))
    weekend = Route(days=frozenset({Weekday.SAT, Weekday.SUN}), channels=("pr-hook",))
    routes = (night, weekend, Route(channels=("pr-room",)))
    response = RESPONSE.model_copy(update={"routes": routes})
    monday = datetime.fromisoformat("2026-03-02T12:00:00+01:00")
    for now, told in (
        (monday, ["pr-room"]),
        (monday.replace(hour=22), ["screen"]),
        (monday.replace(hour=6, minute=59), ["screen"]),
        (monday + timedelta(days=5), ["pr-hook"]),
    ):
        assert names(incident_of(spike()), response=response, now=now) == told


def test_each_route_that_does_not_fit_says_why() -> None:
    night = Route(hours="22:00-07:00", days=frozenset({Weekday.FRI}), channels=("screen",))
    brand = Route(brands=("globex",), channels=("screen",))
    response = RESPONSE.model_copy(update={"routes": (night, brand, *RESPONSE.routes)})
    choice = pick(incident_of(spike(severity=Severity.SEV3)), response=response)
    assert choice.route == 5
    assert choice.misfits == (
        "it is Mon 14:50 UTC, the route asks for 22:00-07:00, fri",
        "brand is acme, the route asks for globex",
        "severity is SEV3, the route asks for SEV1, SEV2",
        "kind is backlash, the route asks for feed",
    )


def pager(name: str, kind: ChannelType = ChannelType.PAGERDUTY) -> Channel:
    more = {"url": "http://am.acme.example:9093"} if kind is ChannelType.ALERTMANAGER else {"secret_env": "X"}
    return Channel.model_validate({"name": name, "type": kind, **more})


def test_a_digest_and_a_silence_go_past_what_rings() -> None:
    channels = (*RESPONSE.channels, pager("pager"))
    routes = (Route(channels=("pager", "pr-room")),)
    response = RESPONSE.model_copy(update={"channels": channels, "routes": routes})
    for telling in (
        Telling(reason=Reason.DIGEST, at=at(0), digest=digest()),
        Telling(reason=Reason.SILENCE_ENDING, at=at(0), silence=silence()),
    ):
        assert [one.channel for one in address(telling, response, lane="live")] == ["pr-room"]


def test_who_was_told_is_told_how_it_goes_on_whatever_routes_say() -> None:
    telling = Telling(reason=Reason.CLOSED, at=at(18), incident=incident_of(spike(severity=Severity.SEV3)))
    told = [one.channel for one in address(telling, RESPONSE, lane="live", known=("screen", "gone"))]
    assert told == ["pr-room", "screen"]
    drill = address(telling, RESPONSE, lane="drill-1", known=("pr-room",))
    assert "pr-room" not in [one.channel for one in drill]


def test_feeds_told_together_are_apart_where_each_has_an_alert() -> None:
    channels = (*RESPONSE.channels, pager("am", ChannelType.ALERTMANAGER))
    routes = (Route(channels=("am", "pr-room")),)
    response = RESPONSE.model_copy(update={"channels": channels, "routes": routes})
    feeds = (alarm(), alarm(id="feed00000002"), alarm(id="feed00000003"))
    telling = Telling(reason=Reason.FEED_SILENT, at=at(0), feed=feeds[0], also=feeds[1:])
    told = [(one.channel, one.about, len(one.also)) for one in address(telling, response, lane="live")]
    assert told == [
        ("pr-room", feeds[0].id, 2),
        ("am", feeds[0].id, 0),
        ("am", feeds[1].id, 0),
        ("am", feeds[2].id, 0),
    ]


def test_who_was_called_is_named_and_the_owner_when_asked() -> None:
    watch = Watch(pages=(Page(at=at(1), reason="escalated", role=Role.BACKUP, person="Ben"),))
    incident = replace(incident_of(spike()), watch=watch, owner="U0123456789")
    called = find_duty(notice(incident, reason=Reason.ESCALATED), RESPONSE.oncall, lane="live")
    asked = find_duty(notice(incident, reason=Reason.LAPSING), RESPONSE.oncall, lane="live")
    assert called
    assert asked
    assert (called.name, asked.name, asked.slack) == ("Ben", "Anna", "U0123456789")
    gone = replace(incident, owner="Cleo")
    stranger = find_duty(notice(gone, reason=Reason.LAPSING), RESPONSE.oncall, lane="live")
    assert stranger
    assert (stranger.name, stranger.slack) == ("Cleo", None)
