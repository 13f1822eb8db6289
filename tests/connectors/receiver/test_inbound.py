"""Inbound: lines of a partner are taken whole or not at all, and only for the brands they are meant for."""

from typing import Any

import pytest

from connectors.author import AuthorKey
from connectors.mention import Heartbeat, Platform, Speaker
from tests.connectors.fakes import of_type
from tests.connectors.receiver.bench import receiver
from tests.connectors.samples import NOON


def line(native_id: str = "1", **values: Any) -> dict[str, Any]:
    standard = {"native_id": native_id, "published_at": "2026-01-01T11:00:00Z", "text": "acme is soulless"}
    return standard | values


async def test_a_line_becomes_a_mention_of_the_brand_it_speaks_of() -> None:
    async with receiver() as bench:
        answer = await bench.post_lines(line(), "", line("2", text="bolt and acme"), line("3", text="nobody"))
        assert answer.json() == {"mentions": 3, "ignored": 1}
        assert {(mention.native_id, mention.brand) for mention in bench.mentions} == {
            ("1", "acme"),
            ("2", "acme"),
            ("2", "bolt"),
        }


async def test_every_field_is_kept() -> None:
    full = line(
        brand="bolt",
        platform="ptt",
        kind="reply",
        author="a_name",
        language="zh-Hant",
        url="https://forum.example/1",
        parent_id="0",
        family="f",
        owned=True,
        group=True,
        speaker="brand_bot",
        interactions=-3,
        edited=True,
    )
    async with receiver() as bench:
        await bench.post_lines(full)
        (mention,) = bench.mentions
        assert mention.platform is Platform.PTT
        assert mention.speaker is Speaker.BRAND_BOT
        kept = ("brand", "language", "url", "parent_id", "family", "owned", "group", "interactions", "edited")
        assert {name: getattr(mention, name) for name in kept} == {name: full[name] for name in kept}
        assert mention.author == AuthorKey(b"k" * 32).hash_author(Platform.PTT, "a_name")


@pytest.mark.need("001-19")
async def test_one_wrong_line_refuses_all_and_each_wrong_line_is_named() -> None:
    async with receiver() as bench:
        answer = await bench.post_lines(
            line(),
            line("2", platform="myspace"),
            line("3", published_at="2026-02-01T00:00:00Z"),
            line("4", published_at="2026-01-01T00:00:00"),
            line("5", brand="nobody"),
            line(""),
            "not json",
            '{"type":"heartbeat","upto":"2026-01-01T11:00:00Z"}',
        )
        assert answer.status_code == 400
        said = answer.json()["refused"]
        assert [number for number in range(1, 9) if f"line {number}: " in said] == [2, 3, 4, 5, 6, 7, 8]
        assert bench.publisher.records == []


async def test_a_tombstone_reaches_every_brand_that_may_have_had_it() -> None:
    async with receiver() as bench:
        await bench.post_lines(line(text="", deleted=True))
        assert {(mention.brand, mention.deleted) for mention in bench.mentions} == {
            ("acme", True),
            ("bolt", True),
        }


async def test_a_sender_may_promise_completeness_itself() -> None:
    async with receiver() as bench:
        beat = {"type": "heartbeat", "upto": "2026-01-01T11:30:00Z"}
        assert (await bench.post_lines(line(), beat, name="partner")).status_code == 200
        (sent,) = of_type(bench.publisher.lines(), Heartbeat)
        assert (sent.source, sent.upto) == ("partner", NOON.replace(hour=11, minute=30))
        assert sent.brands == ("acme", "bolt")


async def test_nobody_promises_the_future() -> None:
    async with receiver() as bench:
        await bench.post_lines({"type": "heartbeat", "upto": "2027-01-01T00:00:00Z"}, name="partner")
        assert of_type(bench.publisher.lines(), Heartbeat)[0].upto == NOON


async def test_more_lines_than_allowed_are_refused() -> None:
    async with receiver() as bench:
        answer = await bench.post_lines(*("{}" for _ in range(2_010)))
        assert answer.status_code == 400
        assert "2000" in answer.text


async def test_long_text_is_cut_and_marked() -> None:
    async with receiver() as bench:
        await bench.post_lines(line(text="acme " + "x" * 30_000))
        (mention,) = bench.mentions
        assert (len(mention.text), mention.cut) == (20_000, True)
