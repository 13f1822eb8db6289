"""What the desk's tests share: a room, and both ways from Slack into it."""

from collections.abc import AsyncIterator

import pytest

from deploy.slack_hand import Line
from deploy.slack_standin import SlackStandIn
from tests.alerts.desk.room import Room, open_http, open_socket
from tests.alerts.examples import spike


@pytest.fixture
async def room(slack: SlackStandIn) -> Room:
    room = Room(slack)
    await room.rise(spike())
    return room


@pytest.fixture(params=["socket", "http"])
async def line(request: pytest.FixtureRequest, room: Room) -> AsyncIterator[Line]:
    way = open_socket if request.param == "socket" else open_http
    async with way(room) as line:
        yield line
