"""A whole crisis in Slack, from the page to the review, over both ways in; the history is checked block by block."""

from pathlib import Path

import pytest

from alerts.channels.slack.message import Message
from deploy.slack_hand import Line
from tests.alerts.channels.slack.rules import check_message, load_schema
from tests.alerts.desk.room import PlayedRoom, Room
from tests.alerts.desk.script import play_crisis


@pytest.mark.need("000-24", "003-27")
async def test_a_crisis_is_run_from_slack_alone(room: Room, line: Line, shared: Path) -> None:
    await play_crisis(PlayedRoom(room, line))
    assert room.refused == []
    schema = load_schema(shared)
    assert len({sent.thread_ts for sent in room.thread}) == 1
    assert room.message.updates == len(room.thread)
    for sent in room.standin.sent:
        check_message(Message(text=sent.text, blocks=tuple(sent.blocks)), schema)
    headers = [block["text"]["text"] for sent in room.standin.sent for block in sent.blocks[:1]]
    assert all("acme" in header for header in headers)
    assert len(room.thread) == len(room.written) + 2  # the escalation and the end of the rise
