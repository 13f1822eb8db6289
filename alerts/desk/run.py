"""A desk from its configuration to its end: reads the board, listens to Slack, and goes when told."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from alerts.desk.board import Board
from alerts.desk.decide import Knowledge
from alerts.desk.desk import BeginDrill, Desk
from alerts.desk.door import Door
from alerts.desk.http import HttpFront
from alerts.desk.keys import Keys
from alerts.desk.metrics import DeskMetrics
from alerts.desk.record import BoardReader, KafkaLedger
from alerts.desk.roster import Roster
from alerts.desk.socket import SocketFront
from alerts.desk.teller import SlackTeller
from alerts.errors import TransientError
from alerts.house import build_rules
from alerts.library import read_library
from alerts.matrix import read_matrix
from alerts.sections import Desk as DeskSection
from alerts.sections import DeskMode
from alerts.settings import Settings
from connectors.publisher import Publisher

log = logging.getLogger(__name__)

READ_WITHIN: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a desk is built from."""

    settings: Settings
    section: DeskSection
    keys: Keys
    registry: CollectorRegistry
    drills: Sequence[str] = ()
    begin_drill: BeginDrill | None = None
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


@asynccontextmanager
async def open_desk(setup: Setup) -> AsyncIterator[str]:
    """Serve until the block ends; yields where the desk listens, in words.

    Raises:
        ConnectorError: Kafka does not answer.
        AlertError: Slack does not, or a playbook is wrong.
    """
    settings, board = setup.settings, Board()
    kafka = settings.response.kafka
    publisher = Publisher(kafka)
    reader = BoardReader(kafka, settings.lane, board)
    teller = SlackTeller(setup.keys.token, base_url=settings.response.slack.base_url)
    try:
        await asyncio.to_thread(publisher.send, [])  # The first press must not wait for the connection.
        reader.start()
        await asyncio.to_thread(reader.is_read_up.wait, READ_WITHIN)
        metrics = DeskMetrics(setup.registry, lane=settings.lane)
        know = await _learn(setup, board, teller)
        desk = Desk(
            know,
            KafkaLedger(publisher, settings.lane),
            teller,
            metrics,
            now=setup.now,
            begin_drill=setup.begin_drill,
        )
        try:
            async with _open_front(setup, desk, metrics, teller) as where:
                yield where
        finally:
            await desk.close()
    finally:
        await asyncio.to_thread(reader.close)
        publisher.close()


@asynccontextmanager
async def _open_front(
    setup: Setup, desk: Desk, metrics: DeskMetrics, teller: SlackTeller
) -> AsyncIterator[str]:
    if setup.section.mode is DeskMode.SOCKET:
        socket = SocketFront(desk, metrics, app_token=setup.keys.secret, web=teller.client)
        try:
            await socket.start()
            yield "on Slack's socket"
        finally:
            await socket.stop()
        return
    http = HttpFront(desk, Door(setup.keys.secret, now=setup.now), metrics)
    try:
        yield f"at {await http.start(setup.section.host, setup.section.port)}"
    finally:
        await http.stop()


async def _learn(setup: Setup, board: Board, teller: SlackTeller) -> Knowledge:
    response = setup.settings.response
    library = read_library()
    roster = Roster.of(response.oncall, response.rotas)
    roster = roster.without(await _find_bots(roster, teller))
    return Knowledge(
        board=board,
        roster=roster,
        library=library,
        rules=build_rules(response, matrix=read_matrix(), library=library),
        languages={one.slack: one.language for one in response.oncall if one.slack and one.language},
        language=response.alerts.language,
        lane=setup.settings.lane,
        zone=ZoneInfo(response.alerts.zone),
        drills=setup.drills,
    )


async def _find_bots(roster: Roster, teller: SlackTeller) -> frozenset[str]:
    """Only people act: an account that Slack calls a bot is taken off the list, and that is said."""
    try:
        bots = await teller.find_bots([one.slack for one in roster.people])
    except TransientError as exc:
        log.warning("Slack does not say who is a bot, give the app the scope users:read: %s", exc)
        return frozenset()
    for bot in bots:
        log.error("an account in [[oncall]] is a bot or gone, and may do nothing", extra={"account": bot})
    return bots
