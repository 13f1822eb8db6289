"""A crisis on a broker: both workers, the desk and Slack's stand-in, with the response worker killed as it goes."""

import asyncio
import contextlib
import random
import re
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from alerts.app import name_app
from alerts.incident import Incident, Role
from alerts.notice import Notice, read_notice
from connectors.page import join_lines
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.child import Child
from deploy.evict import evict_members
from deploy.slack_hand import Came, Hand, HttpLine, Line, SocketLine
from deploy.slack_standin import SlackStandIn
from tests.alerts.desk.script import ANNA, BEN, MEI, shown
from tests.integration.lane import ROOT, Lane
from tests.integration.storm import STORM, tell_storm
from tests.integration.workspace import ROOM
from tests.waiting import wait_for

BRAND: Final = "acme"
SECRET: Final = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - made up.
KEYS: Final = {"socket": "xapp-1", "http": SECRET}
WITHIN: Final = 120.0
EVERY: Final = 0.1
PRESSES: Final = 4
PAGED_BY: Final = STORM + timedelta(minutes=4)
CALLED_BY: Final = STORM + timedelta(minutes=9)
"""The backup is called five minutes after the page, and nobody else before this."""
OVER_BY: Final = STORM + timedelta(minutes=110)
REPEAT: Final = "(repeat)"

CONFIG: Final = f"""
[slack.drill_desk]
mode = "{{way}}"
token_env = "SLACK_TOKEN"
secret_env = "SLACK_SECRET"
port = 0

[[oncall]]
name = "Anna"
slack = "{ANNA}"

[[oncall]]
name = "Ben"
slack = "{BEN}"

[[oncall]]
name = "Mei Lin"
slack = "{MEI}"
roles = ["pr_lead"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and how a crisis is played."""

    bootstrap: str
    """Of a running broker."""
    lane: str
    """A drill's, of its own."""
    home: Path
    """For data and logs."""
    way: str
    """`socket` or `http`."""
    kills: int
    """Of the response worker, in all."""
    seed: int
    """Of when it is killed."""
    must_evict: bool
    """The broker never misses a member that died (deploy/evict.py)."""


class Reaper:
    """Kills the response worker with -9 and starts it again: after one press in two, a random moment later."""

    def __init__(self, lane: Lane, environ: Mapping[str, str], setting: Setting) -> None:
        self._lane = lane
        self._environ = environ
        self._setting = setting
        self._chance = random.Random(setting.seed)
        self._worker = lane.start("response", package="alerts", **environ)
        self.killed = 0

    async def strike(self, *, surely: bool = False) -> None:
        if self.killed >= self._setting.kills or not (surely or self._chance.random() < 0.5):
            return
        # A deed is written, told and confirmed within a second; later kills hit a worker that recovers.
        await asyncio.sleep(self._chance.choice((0.3, 1.0, 4.0)) * self._chance.random())
        await asyncio.to_thread(self._replace)

    async def finish(self) -> None:
        """Strike as often as is still owed, while there is nothing to do."""
        while self.killed < self._setting.kills:
            await self.strike(surely=True)

    def _replace(self) -> None:
        self._worker.kill()
        self.killed += 1
        self._lane.workers.remove(self._worker)
        if self._setting.must_evict:
            evict_members(self._lane.bootstrap, name_app(self._lane.name))
        self._worker = self._lane.start("response", package="alerts", **self._environ)


@dataclass(frozen=True, slots=True)
class StruckLine:
    """A line after whose presses the worker may die; who gets no answer in time presses again."""

    line: Line
    reaper: Reaper

    async def interact(self, payload: Mapping[str, Any]) -> Came:
        for _ in range(PRESSES):
            with contextlib.suppress(TimeoutError, httpx.TimeoutException):
                came = await self.line.interact(payload)
                await self.reaper.strike()
                return came
        raise AssertionError("the desk gave no answer, however often somebody pressed")

    async def command(self, form: Mapping[str, str]) -> Came:
        return await self.line.command(form)


@dataclass
class BrokerStage:
    """See `tests.alerts.desk.script.Stage`."""

    standin: SlackStandIn
    lane: Lane
    line: Line
    reaper: Reaper
    environ: Mapping[str, str]
    """Of the workers and the desk."""
    incidents: Sequence[Incident] = ()
    """Every record, in the order of revisions."""
    notices: Sequence[Notice] = ()
    _sent_until: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    @property
    def incident(self) -> Incident:
        return self.incidents[-1]

    def hand(self, user: str) -> Hand:
        return Hand(self.standin, self.line, user)

    async def see(self, claim: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WITHIN
        while not (await self._is_told() and claim()):
            if time.monotonic() > deadline:
                logs = "\n".join(f"--- {worker.name}\n{worker.tail()}" for worker in self.lane.workers)
                stood = [sent.text for sent in self.standin.sent]
                raise AssertionError(f"not within {WITHIN:g} s; Slack has {stood}\n{logs}")
            await asyncio.sleep(EVERY)

    async def settle(self) -> None:
        """See that the last change is told: an incident is read before its notices, which may be newer."""
        await self.see(lambda: self.incident.revision == self._told_upto)

    async def call_backup(self) -> None:
        await self.pass_to(CALLED_BY)
        await self.reaper.strike(surely=True)
        await self.see(lambda: self.incident.watch.pages[-1].role is Role.BACKUP)

    async def end_rise(self) -> None:
        await self.pass_to(OVER_BY)
        await self.reaper.strike(surely=True)

    async def pass_to(self, until: datetime) -> None:
        """Send what is said until then, with the time itself."""
        said = tell_storm(self.lane.name, BRAND, until=OVER_BY)
        pages = Timetable(list_sources(said), self.lane.name).write_pages(said)
        due = [page for page in pages if self._sent_until < page.at <= until]
        self._sent_until = until
        records = [("storm", join_lines([line.to_json() for line in page.lines])) for page in due]
        await asyncio.to_thread(self.lane.send, records)

    async def _is_told(self) -> bool:
        """Whether Slack has every notice so far, and the incident's message shows the last."""
        await asyncio.to_thread(self._read)
        if not self.notices or not self.incidents:
            return False
        if not all(self.standin.carrying(one.id) for one in self.notices):
            return False
        return f" r{self._told_upto} " in shown(self.standin.sent[0])

    @property
    def _told_upto(self) -> int:
        """Revision of the incident."""
        return max(one.incident.revision for one in self.notices if one.incident)

    def _read(self) -> None:
        changes = dict.fromkeys(raw for _, raw in self.lane.read("incidents"))
        self.incidents = sorted(map(Incident.from_json, changes), key=lambda one: one.revision)
        written = dict.fromkeys(raw for _, raw in self.lane.read("notices"))
        self.notices = [one for one in map(read_notice, written) if isinstance(one, Notice)]


def find_faults(stage: BrokerStage) -> list[str]:
    """Say who was told twice without the mark of a repeat, or not at all, and what has two truths."""
    found = []
    for one in stage.notices:
        copies = stage.standin.carrying(one.id)
        if not copies:
            found.append(f"not told: {one.reason} r{one.incident and one.incident.revision}")
        found += [f"told twice: {copy.text}" for copy in copies[1:] if REPEAT not in copy.text]
    carried = sum(len(stage.standin.carrying(one.id)) for one in stage.notices)
    if carried != len(stage.standin.sent):
        found.append(f"{len(stage.standin.sent) - carried} messages say what no notice says")
    revisions = [one.revision for one in stage.incidents]
    if revisions != list(range(len(revisions))):
        found.append(f"revisions {revisions}")
    return found


def list_repeats(stage: BrokerStage) -> list[str]:
    return [sent.text for sent in stage.standin.sent if REPEAT in sent.text]


@asynccontextmanager
async def open_stage(setting: Setting) -> AsyncIterator[BrokerStage]:
    """Start the workers, the desk and the stand-in, and let the storm begin."""
    standin = SlackStandIn()
    url = await standin.start()
    lane = await asyncio.to_thread(
        Lane,
        setting.bootstrap,
        setting.lane,
        [BRAND],
        setting.home,
        extra=ROOM + CONFIG.format(way=setting.way),
    )
    environ = {"CRISIS_SLACK_URL": url, "SLACK_TOKEN": "xoxb-1", "SLACK_SECRET": KEYS[setting.way]}
    try:
        lane.start()
        reaper = Reaper(lane, environ, setting)
        with _run_desk(lane, environ) as (desk, log):
            async with _open_line(setting.way, standin, desk, log) as line:
                stage = BrokerStage(standin, lane, StruckLine(line, reaper), reaper, environ)
                await stage.pass_to(PAGED_BY)
                await reaper.strike(surely=True)
                yield stage
    finally:
        await asyncio.to_thread(lane.close)
        await standin.stop()


@contextmanager
def _run_desk(lane: Lane, environ: Mapping[str, str]) -> Iterator[tuple[Child, Path]]:
    log = lane.home / "desk.log"
    command = [sys.executable, "-m", "deploy.cli", "desk", "--config", str(lane.config)]
    child = Child([*command, "--data-dir", str(lane.home / "desk")], log, grace=10, environ=environ, cwd=ROOT)
    try:
        yield child, log
    finally:
        child.stop()


def _wait_for_address(desk: Child, log: Path) -> str:
    """Where the desk says that it listens, once it has said so."""
    wait_for(lambda: not desk.is_running or "Ctrl-C" in log.read_text(), WITHIN)
    said = log.read_text()
    found = re.search(r"listens (?:at )?(\S.*)\. Ctrl-C", said)
    assert found, said
    return found[1]


@asynccontextmanager
async def _open_line(way: str, standin: SlackStandIn, desk: Child, log: Path) -> AsyncIterator[Line]:
    where = await asyncio.to_thread(_wait_for_address, desk, log)
    if way == "socket":
        yield SocketLine(standin.socket)
        return
    async with httpx.AsyncClient() as client:
        yield HttpLine(client, where, SECRET, now=lambda: datetime.now(UTC))
