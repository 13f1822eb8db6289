"""The receiver on a real broker: what is pushed is in `mentions` when the answer comes, also that it was taken back."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from connectors import broker as kafka
from connectors.clock import SystemClock
from connectors.mention import Heartbeat, Mention
from connectors.page import Line, read_page
from connectors.settings import Kafka
from connectors.topics import ensure_topics
from deploy.child import Child
from deploy.cli import main
from tests.connectors.receiver.bench import SECRET, line_message, sign_for_line
from tests.integration.conftest import Broker
from tests.integration.workers import ORPHANED_FOR, end
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lane(broker: Broker) -> Kafka:
    settings = Kafka(bootstrap=broker.address, lane=broker.name("drill"), partitions=4)
    ensure_topics(settings)
    return settings


def write_config(lane: Kafka, folder: Path, connector: str) -> Path:
    config = folder / "crisis.toml"
    config.write_text(
        f'[kafka]\nbootstrap = "{lane.bootstrap}"\nlane = "{lane.lane}"\npartitions = 4\n'
        f'[receiver]\nport = 0\nbeat_every = "1s"\n[[brands]]\nname = "acme"\n{connector}'
    )
    return config


@contextmanager
def running_receiver(config: Path) -> Iterator[str]:
    """Run the command until it says its address; yield the address of its only hook."""
    command = [sys.executable, "-m", "connectors", "receive", "--config", str(config)]
    command += ["--data-dir", str(config.parent / "data")]
    log = config.parent / f"receiver-{len(list(config.parent.glob('receiver-*')))}"
    child = Child(command, log, grace=ORPHANED_FOR, environ={"LINE_SECRET": SECRET}, cwd=ROOT)
    try:
        wait_for(lambda: "\n" in log.read_text(), 20)
        yield log.read_text().splitlines()[0].split(": ")[1].strip()
        assert end(child, 20) == 0
    finally:
        child.kill()


def read_lines(lane: Kafka) -> list[Line]:
    reader = kafka.open_reader(lane.bootstrap)
    try:
        values = [value or b"" for _, value in kafka.read_to_end(reader, f"{lane.lane}.mentions")]
    finally:
        reader.close()
    pages = [read_page(value, lane=lane.lane, sent_at=SystemClock().now()) for value in values]
    assert not any(page.dead for page in pages)
    return [line for page in pages for _, line in page.lines]


def read_mentions(lane: Kafka) -> list[Mention]:
    return [line for line in read_lines(lane) if isinstance(line, Mention)]


def post_event(address: str, **event: object) -> int:
    now = int(SystemClock().now().timestamp() * 1000)
    body = json.dumps({"destination": "U1", "events": [line_message() | {"timestamp": now} | event]}).encode()
    with httpx.Client(trust_env=False) as client:
        return client.post(address, content=body, headers=sign_for_line(body)).status_code


@pytest.mark.need("004-04")
def test_a_message_is_in_kafka_when_it_is_answered_and_its_tombstone_follows(
    lane: Kafka, tmp_path: Path
) -> None:
    connector = (
        '[[connectors]]\nname = "line"\nkind = "line"\nbrands = ["acme"]\nsecret_env = "LINE_SECRET"\n'
    )
    with running_receiver(write_config(lane, tmp_path, connector)) as address:
        assert post_event(address) == 200
        (said,) = read_mentions(lane)
        assert (said.source, said.native_id, said.deleted) == ("line", "325708", False)
        assert post_event(address, type="unsend", unsend={"messageId": "325708"}) == 200
        _, gone = read_mentions(lane)
        assert (gone.identity, gone.deleted, gone.text) == (said.identity, True, "")
    beats = [line for line in read_lines(lane) if isinstance(line, Heartbeat)]
    assert beats
    assert all(SystemClock().now() - beat.upto >= timedelta(minutes=1) for beat in beats)


def test_an_import_is_in_kafka(lane: Kafka, tmp_path: Path) -> None:
    config = write_config(lane, tmp_path, "")
    at = (SystemClock().now() - timedelta(minutes=5)).isoformat()
    file = tmp_path / "mentions.jsonl"
    lines = [{"id": str(number), "published_at": at, "text": "acme"} for number in range(1_200)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    options = ["--config", str(config), "--data-dir", str(tmp_path / "data")]
    result = CliRunner().invoke(main, ["import", str(file), *options])
    assert result.exit_code == 0, result.output
    assert "1200 mentions are in the lane" in result.output
    assert {mention.native_id for mention in read_mentions(lane)} == {str(number) for number in range(1_200)}
