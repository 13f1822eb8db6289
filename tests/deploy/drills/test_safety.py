"""A drill can reach drill channels and nothing else: tried with every way in that we could think of."""

import io
import string
import tomllib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import tomli_w
from faust.types import TopicT
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from alerts.app import create_app as create_response_app
from alerts.casebook import Telling
from alerts.desk.keys import read_keys
from alerts.inbox import read_action, read_signal
from alerts.incident import Incident
from alerts.notice import Reason
from alerts.places import Channel, ChannelType
from alerts.posts import Post, read_posts
from alerts.registry import open_channels
from alerts.routing import address, choose, describe, find_duty
from alerts.sections import Response, Slack
from alerts.settings import Settings
from connectors.errors import MisconfiguredError, UnreadableError
from connectors.mention import Platform
from connectors.recording import list_sources
from connectors.replay import Recording
from connectors.timetable import Timetable
from deploy.cli import read_config
from deploy.drills.confine import check_apart, confine, withheld
from deploy.drills.disturb import time_injects
from deploy.drills.errors import UnsafeError
from deploy.drills.folder import DrillFolder, find_config
from deploy.drills.herald import Herald
from deploy.drills.lane import DrillLane, name_lane
from deploy.drills.plan import Place, plan_workers
from deploy.drills.setting import name_topics, read_secrets, with_standin
from deploy.scenarios.inject import Inject, InjectKind
from streams.app import create_app as create_sentiment_app
from streams.settings import Settings as StreamSettings
from streams.spike import Severity, SpikeKind
from tests.alerts.examples import action, alarm, digest, incident_of, silence, spike

LANE = DrillLane("drill-test")
NOW = datetime(2026, 4, 1, tzinfo=UTC)

names = st.text(string.ascii_lowercase, min_size=1, max_size=8)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A team's file with live and drill channels, routes to any of them, a desk, people with addresses."""
    count = draw(st.integers(1, 5))
    channels: list[dict[str, Any]] = []
    for number in range(count):
        is_drill = draw(st.booleans()) or number == 0
        sort = "DRILL" if is_drill else "LIVE"
        kind = draw(st.sampled_from(list(ChannelType)))
        channel: dict[str, Any] = {"name": f"c{number}", "type": kind.value, **lead_to(kind, sort, number)}
        if is_drill:
            channel["drill"] = True
        elif draw(st.booleans()):
            channel["drill"] = False
        channels.append(channel)
    for channel in channels[:-1]:
        if draw(st.booleans()):
            channel["fallback"] = channels[-1]["name"]  # Perhaps a live one.
    # Somebody must be able to read a digest: live it is this one.
    channels.append({"name": "live-screen", "type": "console"})
    every = [channel["name"] for channel in channels]
    chosen = st.lists(st.sampled_from(every), min_size=1, max_size=3, unique=True)
    routes = [
        {"severities": [draw(st.sampled_from(["SEV1", "SEV2"]))], "channels": draw(chosen)}
        for _ in range(draw(st.integers(0, 2)))
    ]
    return {
        "kafka": {"bootstrap": "live.example:9092", "partitions": draw(st.integers(1, 9))},
        "brands": [{"name": "acme", "keywords": ["acme"]}],
        "channels": channels,
        "routes": [*routes, {"channels": [*draw(chosen), "live-screen"]}],
        "oncall": [{"name": "Anna", "slack": "U0LIVEPERSON"}, {"name": "Ben", "slack": "U0LIVEBACKUP"}],
        "rotas": [{"name": "week", "primary": ["Anna"], "backup": ["Ben"], "starts": date(2026, 1, 5)}]
        if draw(st.booleans())
        else [],
        "slack": {
            "timeout": "5s",
            "desk": {"token_env": "LIVE_DESK_TOKEN", "secret_env": "LIVE_DESK_SECRET"},
        },
        "connectors": [{"name": "feed", "kind": "rss", "feeds": ["https://live.example/feed"]}],
    }


def lead_to(kind: ChannelType, sort: str, number: int) -> dict[str, Any]:
    """Where a channel leads, with the sort in every address that has one."""
    host, mark = f"https://{sort.lower()}-{number}.example", sort.encode().hex()
    keys: dict[ChannelType, dict[str, Any]] = {
        ChannelType.SLACK: {"to": f"C0{sort}{number}"},
        ChannelType.ALERTMANAGER: {"url": host},
        ChannelType.LINE: {"to": f"U{mark:0<31}{number}", "url": host},
        ChannelType.PAGERDUTY: {"url": host},
        ChannelType.EMAIL: {
            "url": f"smtps://{sort.lower()}.example:465",
            "to": f"pr@{sort.lower()}-{number}.example",
            "sender": f"crisis@{sort.lower()}.example",
            "user": sort,
        },
        ChannelType.WEBHOOK: {"url": f"{host}/hook"},
    }
    secret = {} if kind is ChannelType.CONSOLE else {"secret_env": f"{sort}_SECRET_{number}"}
    return {**keys.get(kind, {}), **secret}


def secrets_of(document: Mapping[str, Any]) -> dict[str, str]:
    """A secret of the right form for each channel; who it is for can be read from it."""
    found = {}
    for one in document["channels"]:
        name = one.get("secret_env")
        if name is None:
            continue
        match ChannelType(one["type"]):
            case ChannelType.SLACK_WEBHOOK | ChannelType.TEAMS:
                found[name] = f"https://hooks.example/{name.lower()}"
            case ChannelType.PAGERDUTY:
                found[name] = name.encode().hex()[:32].ljust(32, "0")
            case ChannelType.WEBHOOK:
                found[name] = "whsec_" + b64encode(name.encode().ljust(32, b"-")).decode()
            case _:
                found[name] = f"xoxb-{name.lower()}"
    return found


def opening_of(incident: Incident) -> Telling:
    return Telling(reason=Reason.OPENED, at=incident.changed_at, incident=incident)


def channels_told(incident: Incident, response: Response) -> tuple[Channel, ...]:
    case = describe(opening_of(incident))
    assert case is not None
    return choose(case, response, lane=LANE.name).channels


def confined(document: Mapping[str, Any]) -> dict[str, Any]:
    """As the workers read it: through the file."""
    written = tomli_w.dumps(confine(document, LANE, bootstrap="127.0.0.1:1", brands=("acme", "other")))
    return tomllib.loads(written)


@settings(max_examples=60, deadline=None)
@given(
    documents(),
    st.sampled_from([Severity.SEV1, Severity.SEV2, Severity.SEV3]),
    st.sampled_from([SpikeKind.NEGATIVE, SpikeKind.BACKLASH]),
)
def test_whatever_the_team_configured_a_drills_workers_know_no_live_channel(
    document: dict[str, Any], severity: Severity, kind: SpikeKind
) -> None:
    text = tomli_w.dumps(confined(document))
    for trace in ("LIVE", "live.", "live-", "4c495645", "rss"):
        assert trace not in text, trace
    configured = Settings.from_document(confined(document), {}, file="drill.toml")
    posts = read_posts(configured.response, secrets_of(document), lane=LANE.name, file="drill.toml")
    drill_names = {one["name"] for one in document["channels"] if one.get("drill")}
    added = {post.channel.name for post in posts} - drill_names
    assert {post.channel.type for post in posts if post.channel.name in added} <= {ChannelType.CONSOLE}
    drill_names |= added
    assert {post.channel.name for post in posts} == drill_names
    ours = {value for name, value in secrets_of(document).items() if name.startswith("LIVE")}
    assert not ours & {post.secret.get_secret_value() for post in posts if post.secret}
    assert {one.fallback for one in configured.response.channels} <= drill_names | {None}
    incident = incident_of(spike(lane=LANE.name, severity=severity, kind=kind))
    told = channels_told(incident, configured.response)
    assert told, "a drill never ends in silence"
    assert {channel.name for channel in told} <= drill_names
    for telling in tellings_of(incident):
        known = {one["name"] for one in document["channels"]}  # As if live ones had been told before.
        for notice in address(telling, configured.response, lane=LANE.name, known=known):
            assert notice.channel in drill_names, telling.reason
            duty = find_duty(notice, configured.response.oncall, lane=LANE.name)
            assert duty is None or duty.slack is None
    assert read_keys(configured.response.slack, {}, lane=LANE.name, file="drill.toml") is None


def tellings_of(incident: Incident) -> Iterator[Telling]:
    """Everything people can be told: of an incident for any reason, of feeds, a digest, a silence."""
    lane, now = incident.lane, incident.changed_at
    yield from (
        Telling(reason=reason, at=now, incident=incident)
        for reason in Reason
        if reason not in {Reason.FEED_SILENT, Reason.FEED_BACK, Reason.DIGEST, Reason.SILENCE_ENDING}
    )
    yield Telling(reason=Reason.FEED_SILENT, at=now, feed=alarm(lane=lane))
    yield Telling(reason=Reason.DIGEST, at=now, digest=digest(lane=lane))
    yield Telling(reason=Reason.SILENCE_ENDING, at=now, silence=silence(lane=lane))


@settings(max_examples=40, deadline=None)
@given(documents())
def test_the_workers_environment_has_no_live_secret_even_when_ours_has(document: dict[str, Any]) -> None:
    ours = {
        **secrets_of(document),
        "LIVE_DESK_TOKEN": "xoxb-desk",
        "LIVE_DESK_SECRET": "xapp-desk",
        "CRISIS_LANE": "live",
        "CRISIS_BOOTSTRAP": "live.example:9092",
        "CRISIS_CONFIG": "/etc/crisis/live.toml",
        "CRISIS_DATA_DIR": "/var/live",
        "CRISIS_WORKER": "live-1",
    }
    folder = DrillFolder(Path("folder"), LANE)
    place = Place(
        folder=folder,
        bootstrap="127.0.0.1:1",
        sentiment_port=1,
        response_port=2,
        environment=withheld(document),
    )
    for program in plan_workers(place):
        seen = {**ours, **program.env}  # As the supervisor gives it.
        for name, value in seen.items():
            assert not (name.startswith("LIVE") and value), name
            assert "live" not in value or name.startswith("DRILL"), name
        assert Settings.from_document(confined(document), seen, file="x").lane == LANE.name
        sentiment = StreamSettings.from_document(confined(document), seen, file="x")
        assert sentiment.lane == LANE.name
        assert not sentiment.sends_ticks


HOSTILE_LANES = (
    "live",
    "",
    "drill",
    "drill-",
    "Drill-x",
    "drill-LIVE",
    "drill-x\n",
    "drill-../live",
    "live.drill-x",
    "drill-x.live",
    " drill-x",
    "drill-x,live",
    "ｄrill-x",
    "drill-" + "x" * 60,
)


@pytest.mark.parametrize("name", HOSTILE_LANES)
def test_no_other_name_is_a_drills_lane(name: str) -> None:
    with pytest.raises(UnsafeError):
        DrillLane(name)


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_a_lane_that_is_made_is_no_live_one_and_has_topics_of_its_own(what: str, rest: str) -> None:
    lane = name_lane(what + rest, NOW)
    assert lane.name.startswith("drill-")
    other = DrillLane(f"{lane.name[:40]}-b")
    assert not set(name_topics(lane)) & set(name_topics(other)) or other == lane
    assert not [name for name in name_topics(lane) if "live" in name.replace(lane.name, "")]


def test_a_recording_goes_into_no_live_lane() -> None:
    with pytest.raises(MisconfiguredError, match="live"):
        Recording("replay", [], Timetable(list_sources([]), "live"))


LIVE_HOOK = {"name": "pr", "type": "slack_webhook", "secret_env": "HOOK"}
DRILL_HOOK = {"name": "drill", "type": "slack_webhook", "secret_env": "DRILL_HOOK", "drill": True}
LIVE_ROOM = {"name": "pr", "type": "slack", "to": "C0AAA", "secret_env": "TOKEN"}
DRILL_ROOM = {"name": "drill", "type": "slack", "to": "C0BBB", "secret_env": "TOKEN", "drill": True}


def pair(kind: str, live: Mapping[str, Any], drill: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return (
        {"name": "pr", "type": kind, **live},
        {"name": "drill", "type": kind, "drill": True, **drill},
    )


MAIL = {"url": "smtp://mail.example", "sender": "crisis@acme.example"}
KEY = {"secret_env": "KEY"}
OTHER = {"secret_env": "OTHER"}
LINE_GROUP = "C" + "a" * 32
SAME_PLACE: tuple[tuple[tuple[dict[str, Any], ...], dict[str, str]], ...] = (
    ((LIVE_HOOK, DRILL_HOOK), {"HOOK": "https://h.example/1", "DRILL_HOOK": "https://h.example/1 "}),
    ((LIVE_HOOK, DRILL_HOOK), {"HOOK": "https://h.example/1", "DRILL_HOOK": "https://H.Example:443/1/"}),
    ((LIVE_ROOM, {**DRILL_ROOM, "to": "C0AAA"}), {"TOKEN": "xoxb-1"}),
    ((LIVE_ROOM, {**DRILL_ROOM, **OTHER, "to": "C0AAA"}), {"TOKEN": "xoxb-1", "OTHER": "xoxb-2"}),
    (({**LIVE_HOOK, "secret_env": "DRILL_HOOK"}, DRILL_HOOK), {"DRILL_HOOK": "https://h.example/1"}),
    (pair("teams", KEY, OTHER), {"KEY": "https://t.example/x?sig=1", "OTHER": "https://t.example/x?sig=1"}),
    (pair("pagerduty", KEY, OTHER), {"KEY": "a" * 32, "OTHER": "a" * 32}),
    (pair("line", {**KEY, "to": LINE_GROUP}, {**OTHER, "to": LINE_GROUP}), {}),
    (pair("alertmanager", {"url": "http://am:9093"}, {"url": "http://AM:9093/"}), {}),
    (pair("alertmanager", {"url": "http://am"}, {"url": "http://am:80", "labels": {"team": "drill"}}), {}),
    (pair("webhook", {**KEY, "url": "https://w.example/in"}, {**OTHER, "url": "https://w.example/in/"}), {}),
    (
        pair("email", {**MAIL, "to": "pr@acme.example"}, {**MAIL, "to": "d@acme.example, PR@acme.example"}),
        {},
    ),
)


@pytest.mark.parametrize(("channels", "environ"), SAME_PLACE)
def test_the_same_place_under_another_name_is_refused(
    channels: tuple[dict[str, Any], ...], environ: dict[str, str]
) -> None:
    values = {"channels": list(channels)}
    with pytest.raises(UnsafeError, match="the same place"):
        check_apart(values, read_secrets(values, environ))


def test_every_type_but_the_console_is_tried_for_the_same_place() -> None:
    tried = {channel["type"] for channels, _ in SAME_PLACE for channel in channels}
    assert tried == set(ChannelType) - {ChannelType.CONSOLE}


@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig"])
def test_a_secret_in_a_file_is_the_same_place_as_in_a_variable(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "hook"
    path.write_text("https://h.example/1\n", encoding=encoding)
    drill = {"name": "drill", "type": "slack_webhook", "secret_file": path, "drill": True}
    values = {"channels": [LIVE_HOOK, drill]}
    with pytest.raises(UnsafeError, match="the same place"):
        check_apart(values, read_secrets(values, {"HOOK": "https://h.example/1"}))
    check_apart(values, read_secrets(values, {"HOOK": "https://h.example/2"}))


def test_a_drill_runs_where_the_live_secrets_are_not() -> None:
    values = {"channels": [LIVE_HOOK, DRILL_HOOK]}
    check_apart(values, read_secrets(values, {"DRILL_HOOK": "https://h.example/1"}))


def test_one_slack_app_may_serve_two_rooms() -> None:
    values = {"channels": [LIVE_ROOM, DRILL_ROOM]}
    check_apart(values, read_secrets(values, {"TOKEN": "xoxb-1"}))
    assert withheld({"channels": [LIVE_ROOM, DRILL_ROOM]}) == {}
    assert withheld({"channels": [LIVE_HOOK, DRILL_ROOM], "slack": {"desk": {"app_token_env": "APP"}}}) == {
        "APP": "",
        "HOOK": "",
    }


def test_what_opens_the_broker_is_kept_because_a_drill_uses_the_same() -> None:
    kafka = {"bootstrap": "kafka:9093", "password_env": "KAFKA_PASSWORD"}
    assert withheld({"kafka": kafka, "channels": [DRILL_ROOM]}) == {}


def test_workers_and_desk_of_a_drill_read_and_write_its_own_topics_only() -> None:
    document = {"channels": [LIVE_ROOM, DRILL_ROOM], "brands": [{"name": "acme"}]}
    made = confined(document)
    response = create_response_app(Settings.from_document(made, {"CRISIS_STORE": "memory://"}, file="x"))
    sentiment = create_sentiment_app(
        StreamSettings.from_document(made, {"CRISIS_STORE": "memory://"}, file="x")
    )
    own = set(name_topics(LANE))
    for app in (response, sentiment):
        used = {
            name
            for part in fields(app)
            if isinstance(one := getattr(app, part.name), TopicT)
            for name in one.topics
        }
        tables = {name for table in app.app.tables.values() for name in table.changelog_topic.topics}
        assert used
        assert used | tables <= own


@given(st.sampled_from(["live", "drill-other", ""]))
def test_a_record_that_says_another_lane_is_not_taken(lane: str) -> None:
    for read, record in (
        (read_signal, spike(lane=lane)),
        (read_signal, alarm(lane=lane)),
        (read_action, action(lane=lane)),
    ):
        with pytest.raises(UnreadableError):
            read(record.to_json(), lane=LANE.name)


def test_a_drill_whose_channels_show_no_digest_gets_one_that_does() -> None:
    document = {
        "brands": [{"name": "acme"}],
        "channels": [LIVE_ROOM, {"name": "am", "type": "alertmanager", "url": "http://am", "drill": True}],
        "routes": [{"channels": ["pr", "am"]}],
    }
    configured = Settings.from_document(confined(document), {}, file="x")
    assert [channel.type for channel in configured.response.channels] == ["alertmanager", "console"]
    assert configured.response.routes[-1].channels == ("am", "log")


@pytest.mark.parametrize("drill", [False, 1, "true", "yes", None])
def test_only_true_marks_a_channel_for_drills(drill: object) -> None:
    with pytest.raises(UnsafeError, match="--stand-in"):
        confine({"channels": [{**LIVE_ROOM, "drill": drill}]}, LANE, bootstrap="x", brands=())


def test_with_the_stand_in_even_the_channels_for_drills_are_left_alone() -> None:
    values = with_standin({"channels": [LIVE_ROOM, DRILL_ROOM]}, "http://127.0.0.1:1/api/")
    made = confine(values, LANE, bootstrap="x", brands=("acme",))
    assert [channel["to"] for channel in made["channels"]] == ["C0DRILL0000"]
    assert made["slack"]["base_url"] == "http://127.0.0.1:1/api/"


def test_a_drill_that_runs_is_found_by_its_lane_for_who_acts_in_it(tmp_path: Path) -> None:
    folder = DrillFolder.of(tmp_path, LANE)
    assert find_config(tmp_path, LANE.name) is None
    folder.make()
    made = confine(
        with_standin({}, "http://127.0.0.1:1/api/"), LANE, bootstrap="127.0.0.1:7", brands=("acme",)
    )
    folder.config.write_text(tomli_w.dumps(made))
    found = find_config(tmp_path, LANE.name)
    assert found is not None
    kafka = read_config(found).response.response.kafka
    assert (kafka.bootstrap, kafka.lane) == ("127.0.0.1:7", LANE.name)
    assert find_config(tmp_path, "live") is None
    assert find_config(tmp_path, None) is None


def post(*, drill: bool, kind: ChannelType = ChannelType.CONSOLE) -> Post:
    return Post(channel=Channel(name="room", type=kind, drill=drill), secret=None)


def test_the_herald_takes_no_post_that_is_not_for_drills() -> None:
    asked: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(500)

    transport = httpx.MockTransport(refuse)
    with pytest.raises(UnsafeError, match="room"):
        Herald(LANE, [post(drill=True), post(drill=False)], Slack(), Console(), transport=transport)
    assert not asked


def test_every_message_of_an_inject_opens_with_the_mark_whatever_the_scenario_says() -> None:
    out = io.StringIO()
    console = Console(file=out, width=120)
    herald = Herald(LANE, [post(drill=True)], Slack(), console)
    for kind in InjectKind:
        inject = Inject(
            id="x",
            at=1,
            kind=kind,
            sender="<!channel> *LIVE*",
            text="no drill! <@U0LIVE> this is real\n[REAL] really",
            platforms=(Platform.X,),
            says=("buy",),
        )
        (timed,) = time_injects([inject], NOW)
        written = herald.write(timed)
        assert written.startswith("[DRILL] ")
        assert "<!channel>" not in written
        assert "<@U0LIVE>" not in written
        out.truncate(0)
        out.seek(0)
        herald.tell(timed)
        assert out.getvalue().lstrip().startswith("╭─ [DRILL] ")
    herald.close()


async def test_a_worker_of_a_drill_has_no_channel_under_a_live_ones_name() -> None:
    document = {
        "channels": [LIVE_ROOM, {**DRILL_ROOM, "secret_env": "DRILL_TOKEN"}],
        "brands": [{"name": "acme"}],
    }
    configured = Settings.from_document(confined(document), {}, file="x")
    environ = {"TOKEN": "xoxb-live", "DRILL_TOKEN": "xoxb-drill"}
    posts = read_posts(configured.response, environ, lane=LANE.name, file="x")
    channels = open_channels(posts, configured.response)
    assert set(channels) == {"drill"}
    assert "xoxb-live" not in repr([post.secret and post.secret.get_secret_value() for post in posts])
    forged: Incident = replace(incident_of(spike()), lane="live")
    assert all(one.drill for one in channels_told(forged, configured.response))
