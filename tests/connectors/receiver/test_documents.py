"""docs/receiver.md and docs/kafka-contract.md: their examples do what they say."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from connectors.configured import ABOUT, OPTIONS, build_settings
from connectors.inbound import InboundMention
from connectors.mention import Mention
from connectors.page import read_page
from connectors.receiver.options import ReceiverOptions
from tests.connectors.receiver.bench import receiver, sign_inbound
from tests.connectors.samples import NOON

DOCS: Final = Path(__file__).parents[3] / "docs"
RECEIVER: Final = (DOCS / "receiver.md").read_text(encoding="utf-8")
CONTRACT: Final = (DOCS / "kafka-contract.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks(RECEIVER, "toml") + blocks(CONTRACT, "toml"))
def test_every_configuration_shown_is_right(block: str) -> None:
    build_settings({"brands": [{"name": "acme"}]} | tomllib.loads(block), file="crisis.toml")


def test_every_limit_shown_is_the_default() -> None:
    shown = next(
        tomllib.loads(block)["receiver"] for block in blocks(RECEIVER, "toml") if "[receiver]" in block
    )
    ours = ReceiverOptions.model_validate(shown | {"proxies": 0})
    assert ours == ReceiverOptions()


def test_the_smallest_mention_is_read() -> None:
    (line,) = blocks(CONTRACT, "json")
    page = read_page(line.encode(), lane="live", sent_at=NOON.replace(year=2027))
    assert [mention.brand for _, mention in page.mentions] == ["acme"]
    assert not page.dead


def test_the_heartbeat_of_the_contract_is_read() -> None:
    shown = re.findall(r"`(\{\"type\": \"heartbeat\".*?\})`", CONTRACT)
    assert shown
    for line in shown:
        page = read_page(line.replace("…", "2026-01-01T00:00:00Z").encode(), lane="live", sent_at=NOON)
        assert len(page.lines) == 1


async def test_the_delivery_of_the_receivers_example_is_taken() -> None:
    body = re.findall(r"body = b'(.*)'", RECEIVER)[0].encode().decode("unicode_escape").encode()
    async with receiver() as bench:
        bench.clock.at = NOON.replace(year=2027)
        answer = await bench.post("firehose", body, sign_inbound(body, bench.clock.now()))
        assert answer.status_code == 200
        assert isinstance(bench.mentions[0], Mention)


def test_every_field_of_an_inbound_line_is_explained() -> None:
    for name in InboundMention.__dataclass_fields__:
        assert f"`{name}`" in RECEIVER or name == "type", name


def test_every_kind_is_described() -> None:
    assert set(ABOUT) == set(OPTIONS)
