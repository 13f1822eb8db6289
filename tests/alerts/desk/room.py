"""A crisis room for tests: the desk and the response app's pure part around Slack's stand-in, without Kafka."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from alerts.action import Action
from alerts.casebook import Casebook, Outcome
from alerts.channels.channel import Receipt
from alerts.channels.slack.client import SlackChannel
from alerts.clock import pass_time
from alerts.deeds import apply_action
from alerts.desk.board import Board
from alerts.desk.decide import Knowledge
from alerts.desk.desk import Desk
from alerts.desk.door import Door
from alerts.desk.http import HttpFront
from alerts.desk.metrics import DeskMetrics
from alerts.desk.metrics import Outcome as Became
from alerts.desk.roster import Person, Roster
from alerts.desk.socket import SocketFront
from alerts.desk.teller import SlackTeller
from alerts.errors import Failure, TransientError
from alerts.guidance import playbook_of
from alerts.house import HouseRules
from alerts.incident import Incident, IncidentState
from alerts.letter import Duty, Letter
from alerts.notice import Notice
from alerts.opening import apply_spike
from alerts.playbook import Role
from alerts.sections import OnCall
from alerts.words.language import Language
from deploy.slack_hand import Hand, HttpLine, Line, SocketLine
from deploy.slack_standin import Sent, SlackStandIn
from streams.spike import Spike
from tests.alerts.desk.script import ANNA, BEN, MEI
from tests.alerts.desk.storm import OVER, close_spike
from tests.alerts.examples import LIBRARY, at

ROOM = "C0123456789"
STRANGER = "U0STRANGER"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - made up.
PEOPLE = (
    OnCall(name="Anna", slack=ANNA),
    OnCall(name="Ben", slack=BEN),
    OnCall(name="Mei Lin", slack=MEI, roles=(Role.PR_LEAD,)),
)


class Room:
    """Applies what the desk writes as the response app would, and tells Slack what comes of it."""

    def __init__(
        self, standin: SlackStandIn, *, lane: str = "live", language: Language = Language.EN
    ) -> None:
        self.standin = standin
        self.lane = lane
        self.language = language
        self.now: datetime = at(18)
        self.book = Casebook()
        self.board = Board()
        self.written: list[Action] = []
        self.refused: list[str] = []
        self.is_down = False
        """Kafka does not answer."""
        self.is_slow = False
        """Deeds are written, and nobody has taken them in yet; `catch_up` does."""
        self._waiting: list[Action] = []
        self._caught_up = asyncio.Event()
        self.registry = CollectorRegistry()
        self.metrics = DeskMetrics(self.registry, lane=lane)
        self.rules = HouseRules(
            people=PEOPLE, needed={name: book.closing for name, book in LIBRARY.items()}, books=LIBRARY
        )
        self.life: list[Incident] = []
        """Every record, in order."""
        self.drills: list[str] = []
        self.roster = Roster(
            tuple(Person(name=one.name, slack=one.slack or "", roles=frozenset(one.roles)) for one in PEOPLE)
        )
        self._channel = SlackChannel(
            "pr-room",
            conversation=ROOM,
            token=SecretStr("xoxb-1"),
            base_url=f"{standin.url}/api/",
            timeout=timedelta(seconds=5),
            has_desk=lambda _: True,
        )
        self._parents: dict[str, Receipt] = {}
        self.teller = SlackTeller(SecretStr("xoxb-1"), base_url=f"{standin.url}/api/")

    @property
    def desk(self) -> Desk:
        return Desk(
            self.know,
            self,
            self.teller,
            self.metrics,
            now=lambda: self.now,
            begin_drill=self._begin_drill,
            pause=self._pause,
        )

    @property
    def know(self) -> Knowledge:
        return Knowledge(
            board=self.board,
            roster=self.roster,
            library=LIBRARY,
            rules=self.rules,
            languages={},
            language=self.language,
            lane=self.lane,
            drills=("ai-holiday-film",),
        )

    async def write(self, actions: Sequence[Action]) -> None:
        """Write actions, as `Ledger` promises."""
        if self.is_down:
            raise TransientError("no Kafka", Failure.UNREACHABLE)
        self.written += actions
        self._waiting += actions
        if not self.is_slow:
            await self.catch_up()

    async def catch_up(self, most: int | None = None) -> None:
        """Take in what was written, in its order."""
        taken, self._waiting = self._waiting[:most], self._waiting[len(self._waiting[:most]) :]
        for action in taken:
            outcome = apply_action(self.book, Action.from_json(action.to_json()), self.rules)
            if outcome.refused:
                self.refused.append(outcome.refused)
            await self._take(outcome)
        self._caught_up.set()
        self._caught_up = asyncio.Event()

    async def rise(self, record: Spike) -> None:
        await self._take(apply_spike(self.book, record, self.rules))

    async def pass_to(self, minutes: float) -> None:
        """Let time pass, to so many minutes after the onset."""
        self.now = at(minutes)
        await self._take(pass_time(self.book, self.now, self.rules))

    async def _pause(self, _: float) -> None:
        await self._caught_up.wait()

    async def _begin_drill(self, name: str) -> None:
        self.drills.append(name)

    async def _take(self, outcome: Outcome) -> None:
        self.book = outcome.casebook
        self.life += outcome.incidents
        for incident in outcome.incidents:
            self.board.pin(incident)
        for telling in outcome.tellings:
            if telling.incident:
                await self._tell(telling.incident, telling.reason.value, telling.at)

    async def _tell(self, incident: Incident, reason: str, told_at: datetime) -> None:
        notice = Notice.from_json(
            Notice(
                id=f"n-{incident.id}-{incident.revision}-{reason}",
                about=incident.id,
                brand=incident.brand,
                channel="pr-room",
                reason=reason,  # type: ignore[arg-type]  # read back as its enum by the line below.
                at=told_at,
                incident=incident,
                lane=self.lane,
            ).to_json()
        )
        letter = Letter(
            notice=notice,
            playbook=LIBRARY[playbook_of(incident)],
            duty=Duty(name="Anna", slack=None if self.lane != "live" else ANNA),
            language=self.language,
        )
        parent = self._parents.get(incident.id)
        receipt = await self._channel.tell(letter, parent=parent)
        if parent is None and receipt:
            self._parents[incident.id] = receipt
        elif parent:
            await self._channel.revise(letter, parent=parent)

    def stands(self, state: IncidentState) -> bool:
        """Whether the incident is in a state."""
        return self.incident.state is state

    @property
    def incident(self) -> Incident:
        return self.book.incidents[-1]

    @property
    def message(self) -> Sent:
        """The incident's one message, as it stands."""
        return self.standin.sent[0]

    @property
    def thread(self) -> list[Sent]:
        return self.standin.sent[1:]

    def count(self, outcome: Became) -> float:
        value = self.registry.get_sample_value(
            "crisis_desk_gestures_total", {"lane": self.lane, "outcome": outcome.value}
        )
        return value or 0.0

    def hand(self, line: Line, user: str) -> Hand:
        return Hand(self.standin, line, user)


@dataclass(frozen=True, slots=True)
class PlayedRoom:
    """The room as a stage: what somebody does has its effect before the call returns."""

    room: Room
    line: Line

    @property
    def standin(self) -> SlackStandIn:
        return self.room.standin

    @property
    def incident(self) -> Incident:
        return self.room.incident

    def hand(self, user: str) -> Hand:
        return self.room.hand(self.line, user)

    async def see(self, claim: Callable[[], bool]) -> None:
        assert claim()

    async def call_backup(self) -> None:
        await self.room.pass_to(40)

    async def end_rise(self) -> None:
        self.room.now = at(OVER)
        await self.room.rise(close_spike())


@asynccontextmanager
async def open_socket(room: Room) -> AsyncIterator[Line]:
    """Socket Mode between the stand-in and the room's desk."""
    web = room.teller.client
    front = SocketFront(room.desk, room.metrics, app_token=SecretStr("xapp-1"), web=web)
    await front.start()
    try:
        yield SocketLine(room.standin.socket)
    finally:
        await front.stop()


@asynccontextmanager
async def open_http(room: Room) -> AsyncIterator[HttpLine]:
    """Signed HTTP from the stand-in to the room's desk."""
    front = HttpFront(room.desk, Door(SecretStr(SECRET), now=lambda: room.now), room.metrics)
    address = await front.start("127.0.0.1", 0)
    async with httpx.AsyncClient() as client:
        try:
            yield HttpLine(client, address, SECRET, now=lambda: room.now)
        finally:
            await front.stop()
