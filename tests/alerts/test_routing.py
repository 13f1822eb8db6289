"""Who is told of what; and that a drill reaches nobody it should not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.casebook import Telling
from alerts.notice import Reason
from alerts.places import Channel, ChannelType
from alerts.posts import read_posts
from alerts.routing import address, choose_channels, find_duty
from alerts.sections import Response, Route, RouteKind
from streams.spike import Severity, SpikeKind
from tests.alerts.configured import SECRETS, settings
from tests.alerts.examples import alarm, at, incident_of, spike

RESPONSE = settings().response


def names(subject: object, lane: str = "live", response: Response = RESPONSE) -> list[str]:
    return [channel.name for channel in choose_channels(subject, response, lane=lane)]  # type: ignore[arg-type]


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
    anna, ben = (find_duty(brand, RESPONSE.oncall, lane="live") for brand in ("acme", "globex"))
    assert (anna and anna.name, anna and anna.slack) == ("Anna", "U0123456789")
    assert ben
    assert ben.name == "Ben"


def test_a_drill_names_the_person_on_call_and_cannot_ping() -> None:
    duty = find_duty("acme", RESPONSE.oncall, lane="drill-1")
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
)
def test_no_configuration_lets_a_drill_reach_a_channel_that_is_not_marked(
    listed: list[Channel], ways: list[Route], lane: str, severity: Severity
) -> None:
    response = Response.model_construct(channels=tuple(listed), routes=tuple(ways), oncall=())
    chosen = choose_channels(replace(incident_of(spike()), severity=severity), response, lane=lane)
    if lane != "live":
        assert all(channel.drill for channel in chosen)
        assert bool(chosen) == any(channel.drill for channel in listed)


@pytest.mark.parametrize("lane", ["Live", "live ", "LIVE", "drill", "live-2"])
def test_only_the_lane_named_live_is_live(lane: str) -> None:
    assert "pr-room" not in names(incident_of(spike()), lane=lane)
