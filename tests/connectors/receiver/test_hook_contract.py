"""What every kind of webhook promises, over every entry of the registry: the pushed half of the contract suite."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx
import pytest

from connectors import nulls
from connectors.errors import TransientError
from connectors.mention import Mention
from connectors.receiver.registry import HOOKS
from connectors.wire import decode
from tests.connectors.downstream import count_downstream
from tests.connectors.fakes import FakePublisher
from tests.connectors.receiver.bench import (
    ACCOUNT,
    SECRET,
    Bench,
    comment,
    feed_delivery,
    line_message,
    receiver,
    sign_for_line,
    sign_for_meta,
    sign_inbound,
)
from tests.connectors.samples import NOON
from tests.connectors.stages.altered import Alter, alter_text, list_optional, with_null, without

SAID: Final = NOON - timedelta(minutes=1)


@dataclass(frozen=True)
class Sender:
    """One that pushes to a hook."""

    name: str
    """Of the hook on the bench."""
    write: Callable[[tuple[str, ...]], bytes]
    """A delivery of messages with these ids, each about acme."""
    sign: Callable[[bytes], Mapping[str, str]]
    take_back: Callable[[str], bytes] | None
    """A delivery by which one of them is taken back; None where the platform does not tell."""

    async def push(self, bench: Bench, body: bytes) -> httpx.Response:
        return await bench.post(self.name, body, self.sign(body))


def write_line(ids: tuple[str, ...]) -> bytes:
    return json.dumps({"destination": "U1", "events": [line_message(each) for each in ids]}).encode()


def unsend_line(native_id: str) -> bytes:
    return json.dumps({"events": [line_message(type="unsend", unsend={"messageId": native_id})]}).encode()


def write_feed(ids: tuple[str, ...]) -> bytes:
    return feed_delivery(*(comment(each, created_time=int(SAID.timestamp())) for each in ids))


def write_instagram(ids: tuple[str, ...]) -> bytes:
    changes = [
        {"field": "comments", "value": {"id": each, "text": "acme is soulless", "media": {"id": "5"}}}
        for each in ids
    ]
    entry = {"id": ACCOUNT, "time": int(SAID.timestamp()), "changes": changes}
    return json.dumps({"object": "instagram", "entry": [entry]}).encode()


def write_lines(ids: tuple[str, ...], **values: Any) -> bytes:
    lines = [
        {"native_id": each, "published_at": SAID.isoformat(), "text": "acme is soulless"} for each in ids
    ]
    return b"\n".join(json.dumps(line | values).encode() for line in lines)


SENDERS: Final[Mapping[str, Sender]] = {
    "line": Sender("line", write_line, sign_for_line, unsend_line),
    "facebook": Sender(
        "page", write_feed, sign_for_meta, lambda each: feed_delivery(comment(each, verb="remove"))
    ),
    "instagram": Sender("insta", write_instagram, sign_for_meta, None),
    "inbound": Sender(
        "firehose",
        write_lines,
        lambda body: sign_inbound(body, NOON),
        lambda each: write_lines((each,), text="", deleted=True, brand="acme"),
    ),
}


@pytest.fixture(params=sorted(SENDERS))
def sender(request: pytest.FixtureRequest) -> Sender:
    return SENDERS[request.param]


def test_every_kind_has_a_sender() -> None:
    assert SENDERS.keys() == HOOKS.keys()


async def test_a_delivery_that_comes_again_is_counted_once(sender: Sender) -> None:
    async with receiver() as bench:
        for _ in range(2):
            assert (await sender.push(bench, sender.write(("11", "12")))).status_code == 200
        assert len(bench.mentions) == 4
        assert count_downstream(bench.publisher, "live") == 2


@pytest.mark.parametrize("kept", [0, 1])
async def test_killed_before_it_answers_it_loses_nothing_and_counts_nothing_twice(
    sender: Sender, kept: int
) -> None:
    """Kafka may have none of it, or what came first: the platform has no answer and delivers again."""
    publisher = FakePublisher(*[TransientError("killed")] * (1 - kept))
    async with receiver(publisher=publisher) as bench:
        answer = await sender.push(bench, sender.write(("11", "12")))
        assert answer.status_code == (200 if kept else 503)
    async with receiver(publisher=publisher) as bench:  # A new process.
        assert (await sender.push(bench, sender.write(("11", "12")))).status_code == 200
    assert count_downstream(publisher, "live") == 2


@pytest.mark.parametrize("cut", [0.1, 0.45, 0.95])
async def test_half_a_delivery_is_refused_whole_though_its_signature_is_right(
    sender: Sender, cut: float
) -> None:
    body = sender.write(("11", "12"))
    half = body[: int(len(body) * cut)]
    async with receiver() as bench:
        assert (await sender.push(bench, half)).status_code == 400
        assert bench.publisher.records == []
        assert (await sender.push(bench, body)).status_code == 200
        assert count_downstream(bench.publisher, "live") == 2


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "cp500"])
async def test_another_charset_is_refused(sender: Sender, charset: str) -> None:
    async with receiver() as bench:
        body = sender.write(("11",)).decode().encode(charset)
        assert (await sender.push(bench, body)).status_code == 400
        assert bench.publisher.records == []


async def test_bytes_that_are_no_utf_8_are_no_mention_and_not_lost_in_silence(sender: Sender) -> None:
    """Refused where the sender could mend it; a platform would only send the same again, so it is a dead letter."""
    async with receiver() as bench:
        body = sender.write(("11",)).replace(b"soulless", "szörnyű".encode("iso8859-2"))
        answer = await sender.push(bench, body)
        assert bench.mentions == []
        dead = [record for record in bench.publisher.records if record.topic == "live.mentions.dead"]
        assert (answer.status_code, len(dead)) in {(400, 0), (200, 1)}
        assert all(dict(record.headers)["reason"] for record in dead)


async def test_null_reads_like_a_field_that_is_absent(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every field that a delivery has or may have, the one as the other."""
    fields = await list_told_fields(sender, monkeypatch)
    assert len(fields) > 3
    differ = {
        field: (absent, null)
        for field in sorted(fields)
        if (absent := await deliver(sender, without(field)))
        != (null := await deliver(sender, with_null(field)))
    }
    assert differ == {}


async def list_told_fields(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> frozenset[str]:
    """Names of the fields that a delivery has, and of those that its contracts leave open."""
    fields: set[str] = set()

    def note(found: dict[str, Any]) -> dict[str, Any]:
        fields.update(found)
        return found

    def spy(raw: bytes | str, contract: Any) -> Any:
        fields.update(list_optional(contract))
        return decode(raw, contract)

    with monkeypatch.context() as patched:
        patched.setattr(nulls, "decode", spy)
        await deliver(sender, note)
    return frozenset(fields)


async def deliver(sender: Sender, alter: Alter) -> tuple[int, list[Mention], int]:
    """The answer to a delivery, what came of it, and how many dead letters."""
    async with receiver() as bench:
        answer = await sender.push(bench, alter_text(sender.write(("11", "12")), alter))
        dead = [record for record in bench.publisher.records if record.topic == "live.mentions.dead"]
        return answer.status_code, bench.mentions, len(dead)


async def test_what_is_taken_back_is_a_tombstone_that_may_come_twice(sender: Sender) -> None:
    if sender.take_back is None:
        pytest.skip("the platform does not tell; the sweep finds it")
    async with receiver() as bench:
        await sender.push(bench, sender.write(("11", "12")))
        for _ in range(2):
            assert (await sender.push(bench, sender.take_back("11"))).status_code == 200
        gone = [mention for mention in bench.mentions if mention.deleted]
        assert {(each.native_id, each.brand, each.text) for each in gone} >= {("11", "acme", "")}
        assert count_downstream(bench.publisher, "live") == 2


async def test_unsigned_it_has_no_effect(sender: Sender) -> None:
    async with receiver() as bench:
        body = sender.write(("11",))
        for headers in ({}, sender.sign(body + b" ")):
            assert (await bench.post(sender.name, body, headers)).status_code == 401
        assert bench.publisher.records == []
        assert SECRET not in repr(bench.publisher.records)
