"""LINE: what its own samples, its schema and its documentation say, replayed against the running receiver."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.author import AuthorKey
from connectors.mention import ChannelKind, Platform, Speaker
from tests.connectors.receiver.bench import Bench, line_message, receiver, sign_for_line
from tests.connectors.samples import NOON


async def deliver_sample(bench: Bench, shared: Path) -> dict[str, Any]:
    body = (shared / "fixtures" / "line" / "webhook_all_events_v3.json").read_bytes()
    answer = await bench.post("line", body, sign_for_line(body))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = json.loads(body)
    return told


async def test_every_event_of_lines_own_sample_is_taken_or_passed_over(shared: Path) -> None:
    async with receiver() as bench:
        bench.clock.at = datetime(2026, 6, 1, tzinfo=UTC)
        told = await deliver_sample(bench, shared)
        found = {(mention.text, mention.edited, mention.deleted, mention.owned) for mention in bench.mentions}
        assert found == {
            ("Hello, world", False, False, True),
            ("Just sticker", False, False, True),
            ("Hello, edited world", True, False, True),
            ("", False, True, True),
        }  # The two in a group and a room do not speak of the brand.
        assert len({mention.identity for mention in bench.mentions}) == 1
        assert bench.publisher.values("live.mentions.dead") == []
        counted = sum(
            bench.registry.get_sample_value(
                "crisis_receiver_events_total", {"source": "line", "event": event}
            )
            or 0
            for event in ("new", "edited", "deleted", "ignored")
        )
        assert counted == len(told["events"])


async def test_a_message_becomes_a_mention_without_its_author() -> None:
    async with receiver() as bench:
        await bench.post_line(line_message(message={"quotedMessageId": "9"}))
        (mention,) = bench.mentions
        assert mention.platform is Platform.LINE
        assert mention.kind is ChannelKind.MESSAGE
        assert mention.published_at == NOON.replace(hour=11, minute=59)
        assert mention.speaker is Speaker.PUBLIC
        assert mention.parent_id == "9"
        assert not mention.is_in_group
        name = "U206d25c2ea6bd87c17655609a1c37cb8"
        assert mention.author == AuthorKey(b"k" * 32).hash_author(Platform.LINE, name)
        assert all(name.encode() not in (record.value or b"") for record in bench.publisher.records)


@pytest.mark.need("004-04")
async def test_what_is_unsent_reaches_kafka_as_a_tombstone() -> None:
    async with receiver() as bench:
        await bench.post_line(line_message())
        await bench.post_line(line_message() | {"type": "unsend", "unsend": {"messageId": "325708"}})
        said, gone = bench.mentions
        assert gone.identity == said.identity
        assert (said.deleted, gone.deleted, gone.text) == (False, True, "")


async def test_redelivered_messages_have_the_same_identity_and_time() -> None:
    async with receiver() as bench:
        await bench.post_line(line_message())
        await bench.post_line(line_message(deliveryContext={"isRedelivery": True}))
        first, second = bench.mentions
        assert first == second


async def test_a_test_of_the_address_is_answered() -> None:
    async with receiver() as bench:
        assert (await bench.post_line()).json() == {"mentions": 0, "ignored": 0}
        assert bench.publisher.records == []


async def test_a_group_is_heard_only_where_it_speaks_of_the_brand() -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U2"}
    async with receiver() as bench:
        await bench.post_line(
            line_message("1", source=group, message={"text": "what is for lunch"}),
            line_message("2", source=group, message={"text": "the acme film is slop"}),
        )
        (mention,) = bench.mentions
        assert (mention.native_id, mention.owned, mention.group) == ("2", False, True)


async def test_an_event_that_cannot_be_read_is_kept_by_its_shape_and_spoils_no_neighbour() -> None:
    async with receiver() as bench:
        broken = line_message("1")
        del broken["timestamp"]
        await bench.post_line(broken, line_message("2"))
        assert [mention.native_id for mention in bench.mentions] == ["2"]
        (dead,) = [record for record in bench.publisher.records if record.topic == "live.mentions.dead"]
        assert dict(dead.headers)["reason"].startswith(b"LINE: ")
        assert b"timestamp" in dict(dead.headers)["reason"]
        assert b"soulless" not in (dead.value or b"")
        assert b"U206" not in (dead.value or b"")
        assert json.loads(dead.value or b"")["message"]["text"] == "text of 20"


async def test_a_clock_of_theirs_that_is_ahead_does_not_make_mentions_of_the_future() -> None:
    async with receiver() as bench:
        ahead = int(NOON.timestamp() + 3_000) * 1000
        await bench.post_line(line_message(timestamp=ahead))
        assert bench.mentions[0].published_at == NOON
