"""What comes in over signed HTTP: refused with its own status and no side effect, or served once."""

import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification

from alerts.desk.door import SEEN_KEPT, Door
from alerts.desk.http import COMMANDS, INTERACTIONS, LARGEST
from alerts.desk.metrics import Outcome
from alerts.errors import ReplayedError
from alerts.incident import IncidentState
from deploy.slack_hand import HttpLine
from tests.alerts.desk.room import SECRET, STRANGER, Room, open_http
from tests.alerts.desk.script import ANNA
from tests.alerts.examples import at

STAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"


@pytest.fixture
async def http(room: Room) -> AsyncIterator[HttpLine]:
    async with open_http(room) as line:
        yield line


def press_of(room: Room, user: str = ANNA, label: str = "Acknowledge") -> dict[str, Any]:
    elements = [
        one for block in room.message.blocks if block["type"] == "actions" for one in block["elements"]
    ]
    element = next(one for one in elements if one["text"]["text"] == label)
    return {
        "type": "block_actions",
        "user": {"id": user},
        "trigger_id": "1.2.x",
        "channel": {"id": "C0123456789"},
        "actions": [{key: element[key] for key in ("type", "action_id", "text", "value")}],
    }


async def send(line: HttpLine, payload: object, **headers: str) -> httpx.Response:
    """Send a press with some headers other than Slack's."""
    body = urlencode({"payload": json.dumps(payload)})
    stamp = headers.pop("stamp", None)
    return await line.send(INTERACTIONS, body, {**line.sign(body, stamp), **headers})


def nothing_happened(room: Room) -> bool:
    return room.written == [] and room.stands(IncidentState.OPEN) and not room.standin.forms.stacks


@pytest.mark.parametrize(
    ("stamp", "headers"),
    [
        (None, {SIGNATURE: "v0=" + "0" * 64}),
        (None, {SIGNATURE: ""}),
        (None, {SIGNATURE: "v0=ünsigned"}),
        (str(int(at(18).timestamp()) - 301), {}),
        (str(int(at(18).timestamp()) + 301), {}),
        (None, {STAMP: "soon"}),
        (None, {STAMP: ""}),
        (None, {STAMP: "1_700_000_000"}),
        (None, {STAMP: "١٢٣"}),
        (None, {STAMP: "-1"}),
        (None, {STAMP: "9" * 400}),
        (None, {STAMP: str(int(at(18).timestamp()) + 1)}),
    ],
)
async def test_what_slack_did_not_sign_lately_is_unauthorized(
    room: Room, http: HttpLine, stamp: str | None, headers: dict[str, str]
) -> None:
    sent = {key: value.encode() for key, value in headers.items()}
    body = urlencode({"payload": json.dumps(press_of(room))})
    signed = {key: value.encode() for key, value in http.sign(body, stamp).items()}
    reply = await http.send(INTERACTIONS, body, {**signed, **sent})
    assert reply.status_code == 401
    assert reply.content == b""
    assert nothing_happened(room)
    assert room.count(Outcome.FORGED) == 1


async def test_another_body_under_the_same_signature_is_unauthorized(room: Room, http: HttpLine) -> None:
    signed = http.sign(urlencode({"payload": json.dumps(press_of(room, STRANGER))}))
    reply = await http.send(INTERACTIONS, urlencode({"payload": json.dumps(press_of(room))}), signed)
    assert reply.status_code == 401
    assert nothing_happened(room)


async def test_the_very_same_request_again_is_a_conflict_and_does_nothing(room: Room, http: HttpLine) -> None:
    payload = press_of(room)
    assert (await send(http, payload)).status_code == 200
    written = list(room.written)
    again = await send(http, payload)
    assert again.status_code == 409
    assert room.written == written
    assert room.count(Outcome.REPLAYED) == 1


async def test_a_person_who_is_not_on_the_list_is_forbidden_and_told_whom_to_ask(
    room: Room, http: HttpLine
) -> None:
    reply = await send(http, press_of(room, STRANGER))
    assert reply.status_code == 403
    assert nothing_happened(room)
    (whisper,) = room.standin.forms.whispers
    assert whisper.user == STRANGER
    assert "Anna, Ben, Mei Lin" in whisper.text
    assert room.count(Outcome.UNKNOWN_PERSON) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "payload=",
        "payload=%7B",
        "payload=[]",
        'payload={"type":"block_actions"}',
        'payload={"type":"block_actions","user":{"id":""},"actions":[]}',
        'payload={"type":"block_actions","user":{"id":"U0000ANNA"},"actions":[{"action_id":"crisis.contain","value":"x"}]}',
        'payload={"type":"view_submission","user":{"id":"U0000ANNA"},"view":{"id":"V1","callback_id":"note"}}',
        "payload=" + "[" * 5_000,
        "\udcff%ff",
        "&".join(f"a{number}=1" for number in range(500)),
    ],
)
async def test_what_slack_never_sends_is_a_bad_request(room: Room, http: HttpLine, body: str) -> None:
    text = body.encode("utf-8", "replace").decode()
    reply = await http.send(INTERACTIONS, text, http.sign(text))
    assert reply.status_code == 400
    assert nothing_happened(room)


async def test_a_signed_body_that_is_no_text_is_refused(room: Room, http: HttpLine) -> None:
    reply = await http.send(INTERACTIONS, b"\xff\xfe", http.sign("x"))
    assert reply.status_code == 401
    assert nothing_happened(room)


async def test_a_huge_body_is_refused(room: Room, http: HttpLine) -> None:
    body = "a" * (LARGEST + 1)
    assert (await http.send(INTERACTIONS, body, http.sign(body))).status_code == 413
    assert nothing_happened(room)


async def test_a_command_of_nobody_is_a_bad_request(room: Room, http: HttpLine) -> None:
    assert (await http.post(COMMANDS, {"text": "status"})).status == 400
    assert nothing_happened(room)


async def test_slacks_own_sample_of_a_press_is_taken_and_does_nothing(
    room: Room, http: HttpLine, shared: Path
) -> None:
    payload = json.loads((shared / "fixtures/slack/block_actions_button.json").read_text())
    assert (await send(http, payload)).status_code == 200
    assert nothing_happened(room)


async def test_the_skeleton_of_slacks_real_logs_is_read_with_our_button_in_it(
    room: Room, http: HttpLine, shared: Path
) -> None:
    skeleton = json.loads((shared / "fixtures/slack/skeleton_BlockActionPayload.json").read_text())
    ours = press_of(room)
    action = {**(skeleton.get("actions") or [{}])[0], **ours["actions"][0]}
    payload = {**skeleton, "user": {**skeleton["user"], "id": ANNA}, "actions": [action]}
    payload.pop("view", None)
    assert (await send(http, payload)).status_code == 200
    assert room.incident.state is IncidentState.ACKNOWLEDGED


async def test_bolt_lets_in_and_turns_away_the_same_requests(room: Room, http: HttpLine) -> None:
    """Slack's own framework is asked about the very requests that our door judges."""
    judge = AsyncRequestVerification(SECRET)
    judge.verifier.clock.now = room.now.timestamp  # type: ignore[method-assign]

    async def ours(body: str, headers: dict[str, str]) -> int:
        return (await http.send(INTERACTIONS, body, headers)).status_code

    async def theirs(body: str, headers: dict[str, str]) -> int:
        async def let_in() -> BoltResponse:
            return BoltResponse(status=200)

        request = AsyncBoltRequest(body=body, headers=dict[str, str | Sequence[str]](headers))
        response = await judge.async_process(req=request, resp=BoltResponse(status=404), next=let_in)
        return response.status if response else 0

    body = urlencode({"payload": json.dumps(press_of(room))})
    stale = str(int(room.now.timestamp()) - 301)
    cases = [
        http.sign(body),
        http.sign(body, stale),
        {**http.sign(body), SIGNATURE: "v0=" + "a" * 64},
        http.sign(body + "x"),
    ]
    verdicts = [(await ours(body, case), await theirs(body, case)) for case in cases]
    assert verdicts == [(200, 200), (401, 401), (401, 401), (401, 401)]


def test_the_door_remembers_only_what_may_come_again() -> None:
    now = [at(0)]
    door = Door(SecretStr(SECRET), now=lambda: now[0])
    door._remember("a")
    with pytest.raises(ReplayedError):
        door._remember("a")
    now[0] = at(11)
    door._remember("b")
    assert list(door._seen) == ["b"]
    for number in range(SEEN_KEPT + 5):
        door._remember(f"s{number}")
    assert len(door._seen) == SEEN_KEPT
