"""Injects: what happens to the team, what it does to the stream, and who answers."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console

from alerts.places import Channel, ChannelType
from alerts.posts import Post
from alerts.sections import Slack
from connectors.author import AuthorKey
from connectors.config import ConfigurationError, build_section
from connectors.mention import ChannelKind, Mention, Platform
from deploy.backtest.rule import build_rule
from deploy.backtest.run import run_backtest
from deploy.drills.answers import Answer, Desk, write_answer
from deploy.drills.briefing import open_briefing
from deploy.drills.disturb import disturb, find_brand, time_injects
from deploy.drills.errors import BadInjectError
from deploy.drills.herald import Delivery, Herald
from deploy.drills.lane import DrillLane
from deploy.drills.pace import Pace
from deploy.recordings.material import open_material
from deploy.scenarios.inject import Inject, InjectKind
from deploy.scenarios.shelf import list_scenarios, load_scenario
from streams.scorer import MentionScorer

LANE = DrillLane("drill-test")
START = datetime(2026, 4, 1, tzinfo=UTC)
REAL = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOKEN = "xoxb-drill-secret"  # noqa: S105 - made up.


def no_names() -> AuthorKey:
    raise AssertionError


def mention(minute: int, platform: Platform = Platform.X) -> Mention:
    return Mention(
        source=platform.value,
        native_id=str(minute),
        brand="acme",
        platform=platform,
        kind=ChannelKind.POST,
        published_at=START + timedelta(minutes=minute),
        text="words",
        lane=LANE.name,
    )


def inject(name: str = "boss", at: float = 1.0, kind: InjectKind = InjectKind.BOSS, **more: object) -> Inject:
    values = {"id": name, "at": at, "kind": kind, "sender": "Your boss", "text": "Is it true what they say?"}
    return build_section(Inject, {**values, **more}, file="test")


def test_an_outage_swallows_its_platform_and_a_swarm_speaks_in_order() -> None:
    mentions = [
        mention(minute, platform) for minute in range(240) for platform in (Platform.X, Platform.REDDIT)
    ]
    timed = time_injects(
        [
            inject("down", 1.0, InjectKind.OUTAGE, platforms=("x",), hours=0.5),
            inject("bots", 2.0, InjectKind.SWARM, platforms=("x", "reddit"), says=("buy", "sell"), posts=50),
        ],
        START,
    )
    once = list(disturb(mentions, timed, brand="acme", lane=LANE.name))
    assert once == list(disturb(mentions, timed, brand="acme", lane=LANE.name)), "the same in every run"
    assert [one.published_at for one in once] == sorted(one.published_at for one in once)
    silent = [
        one
        for one in once
        if one.platform is Platform.X
        and START + timedelta(hours=1) <= one.published_at < START + timedelta(hours=1.5)
    ]
    assert not silent
    bots = [one for one in once if one.native_id.startswith("bots-")]
    assert len(bots) == 50 == len({one.author for one in bots})
    assert {one.text for one in bots} == {"buy", "sell"}
    assert all(START + timedelta(hours=2) <= one.published_at < START + timedelta(hours=3) for one in bots)
    assert len(once) == len(mentions) - 30 + 50


@pytest.mark.parametrize(
    "wrong", [{"kind": InjectKind.OUTAGE}, {"kind": InjectKind.SWARM, "platforms": ("x",)}]
)
def test_an_inject_that_cannot_happen_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match="boss"):
        inject(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", list_scenarios())
def test_in_every_scenario_a_boss_and_a_journalist_ask_and_something_else_happens(name: str) -> None:
    scenario = load_scenario(name)
    kinds = {one.kind for one in scenario.injects}
    assert {InjectKind.BOSS, InjectKind.JOURNALIST} < kinds
    assert all(one.at <= scenario.hours for one in scenario.injects)
    assert len({one.id for one in scenario.injects}) == len(scenario.injects)
    asked = [one for one in scenario.injects if one.answer_within is not None]
    assert all(one.at + one.answer_within / HOUR <= scenario.hours for one in asked if one.answer_within)
    assert all(one.answer_within is None for one in scenario.injects if one.kind is InjectKind.OUTAGE)


def test_every_kind_happens_in_some_scenario() -> None:
    kinds = {one.kind for name in list_scenarios() for one in load_scenario(name).injects}
    assert kinds == set(InjectKind)


def test_outages_and_swarms_happen_where_the_public_of_the_scenario_is() -> None:
    for name in list_scenarios():
        scenario = load_scenario(name)
        heard = {platform for tongue in scenario.languages.values() for platform in tongue.platforms}
        for one in scenario.injects:
            assert set(one.platforms) <= heard, (name, one.id)


def test_bots_that_sell_something_page_nobody() -> None:
    material = open_material("goose-meme", authors=no_names)
    timed = time_injects(load_scenario("goose-meme").injects, material.begins)
    said = tuple(material.read("drill"))
    noisy = tuple(disturb(said, timed, brand=find_brand(said, material.storms or ()), lane="drill"))
    bots = [one for one in noisy if one.native_id.startswith("swarm-coin-")]
    assert {one.brand for one in bots} == {"woolbarrow"}, "our brand, not the rival"
    read = replace(material, _read=lambda: iter(noisy))
    result = run_backtest(read, build_rule(), lambda _: MentionScorer().score_mention)
    assert not result.pages


def test_an_answer_may_be_asked_of_nobody() -> None:
    assert inject().answer_within == timedelta(minutes=30)
    assert inject(answer_within="no").answer_within is None
    assert inject(kind=InjectKind.OUTAGE, platforms=("x",)).answer_within is None
    down = inject(kind=InjectKind.OUTAGE, platforms=("x",), answer_within="10m")
    assert down.answer_within == timedelta(minutes=10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_recording_brings_its_injects_beside_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "april.jsonl"
    path.write_bytes(mention(1).to_json() + b"\n")
    beside = tmp_path / "april.injects.toml"
    beside.write_text(
        '[[injects]]\nid = "boss"\nat = 1\nkind = "boss"\nsender = "Boss"\ntext = "Is it really true?"\n',
        encoding=encoding,
    )

    _, injects = open_briefing(str(path), authors=no_names, brand=None)
    assert [one.id for one in injects] == ["boss"]
    beside.write_text('[[injects]]\nid = "boss"\n')
    with pytest.raises(BadInjectError, match="sender"):
        open_briefing(str(path), authors=no_names, brand=None)


class Room:
    """A conversation behind Slack's API, as far as an inject needs it."""

    def __init__(self) -> None:
        self.posted: list[dict[str, object]] = []
        self.replies: list[dict[str, object]] = []
        self.is_down = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        if self.is_down:
            return httpx.Response(503)
        if request.url.path.endswith("chat.postMessage"):
            self.posted.append(json.loads(request.content))
            return httpx.Response(200, json={"ok": True, "channel": "C0DRILL", "ts": f"{len(self.posted)}.0"})
        return httpx.Response(
            200, json={"ok": True, "messages": [{"ts": "1.0", "text": "root"}, *self.replies]}
        )


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def herald(room: Room) -> Iterator[Herald]:
    slack = Channel(name="room", type=ChannelType.SLACK, to="C0DRILL", secret_env="T", drill=True)  # noqa: S106 - a name.
    posts = [
        Post(channel=slack, secret=SecretStr(TOKEN)),
        Post(channel=Channel(name="screen", type=ChannelType.CONSOLE, drill=True)),
    ]
    console = Console(file=io.StringIO())
    made = Herald(LANE, posts, Slack(), console, transport=httpx.MockTransport(room.answer))
    yield made
    made.close()


def make_desk(herald: Herald, tmp_path: Path, *injects: Inject, speed: float | None = 60.0) -> Desk:
    timed = time_injects(injects or [inject()], START)
    return Desk(timed, herald, Pace.start(REAL, START, speed), tmp_path / "answers.jsonl", complaints.append)


complaints: list[str] = []


def later(minutes: float) -> datetime:
    """Real time at which so many minutes of the story have passed at speed 60."""
    return REAL + timedelta(seconds=minutes)


def test_an_inject_is_told_when_its_time_has_come_and_only_once(
    room: Room, herald: Herald, tmp_path: Path
) -> None:
    desk = make_desk(herald, tmp_path)
    desk.step(later(59))
    assert not room.posted
    for minute in (60, 61, 200):
        desk.step(later(minute))
    (posted,) = room.posted
    assert str(posted["text"]).startswith("[DRILL] ")
    (told,) = desk.results()
    assert told.told_at == START + timedelta(minutes=60)
    assert told.channels == ("room", "screen")
    assert told.is_in_time is False


def test_a_reply_in_the_thread_answers_it_and_a_bots_does_not(
    room: Room, herald: Herald, tmp_path: Path
) -> None:
    desk = make_desk(herald, tmp_path)
    desk.step(later(60))
    room.replies.append({"ts": "1.1", "text": "automatic", "bot_id": "B1"})
    desk.collect(later(65))
    assert desk.results()[0].answered_at is None
    room.replies.append({"ts": "1.2", "text": "We are on it", "user": "U0ANA"})
    desk.collect(later(70))
    room.replies.append({"ts": "1.3", "text": "me too", "user": "U0BO"})
    desk.collect(later(80))
    (told,) = desk.results()
    assert (told.answered_by, told.answer) == ("U0ANA", "We are on it")
    assert told.answered_after == timedelta(minutes=10)
    assert told.is_in_time


def test_an_answer_from_the_command_line_counts_from_when_it_was_given(
    herald: Herald, tmp_path: Path
) -> None:
    desk = make_desk(herald, tmp_path, inject(answer_within="20m"))
    desk.step(later(60))
    write_answer(desk.answers, Answer(inject="boss", by="Ana", text="yes", real=later(85)))
    write_answer(desk.answers, Answer(inject="nobody", by="Ana", text="?", real=later(85)))
    with desk.answers.open("ab") as file:
        file.write(b'{"inject": "bo')
    desk.collect(later(100))
    (told,) = desk.results()
    assert told.answered_after == timedelta(minutes=25)
    assert told.is_in_time is False


def test_what_a_jump_leaves_out_is_not_told(room: Room, herald: Herald, tmp_path: Path) -> None:
    desk = make_desk(herald, tmp_path)
    desk.pace.jump(later(10), START + timedelta(hours=2))
    desk.step(later(11))
    assert not room.posted
    (told,) = desk.results()
    assert told.is_in_time is None


def test_a_channel_that_fails_is_told_without_its_secret(room: Room, herald: Herald, tmp_path: Path) -> None:
    complaints.clear()
    room.is_down = True
    desk = make_desk(herald, tmp_path)
    desk.step(later(60))
    assert desk.results()[0].channels == ("screen",)
    (complaint,) = complaints
    assert "did not reach `room`" in complaint
    assert TOKEN not in complaint
    assert herald.read_replies(Delivery("room", "C0DRILL", "1.0")) == []
