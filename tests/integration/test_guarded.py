"""A broker that asks who comes, over TLS: every client of ours gets in, and says why when it does not."""

import asyncio
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from alerts.__main__ import main as response
from connectors.access import unlock
from connectors.broker import open_reader, read_to_end
from connectors.cursors import load_cursors, save_cursor
from connectors.errors import MisconfiguredError
from connectors.publisher import Publisher, Record
from connectors.settings import Guard, Kafka, Mechanism, topic
from connectors.topics import ensure_topics
from deploy.broker import BrokerMissingError
from deploy.cli import main as crisis
from streams.gapless import KafkaLog
from streams.launch import EXIT_MISCONFIGURED
from tests.integration.guarded import PASSWORD, USER, GuardedKafka, guarded_kafka
from tests.integration.lane import PARTITIONS, Lane, open_lane
from tests.integration.test_streams import BRANDS, is_closed, mentions, pages

pytestmark = [pytest.mark.kafka]
VARIABLE = "KAFKA_PASSWORD"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedKafka]:
    kafka = guarded_kafka(tmp_path_factory.mktemp("guarded"))
    try:
        kafka.server.start()
    except BrokerMissingError as exc:
        if os.environ.get("CRISIS_REQUIRE_KAFKA"):
            pytest.fail(f"CRISIS_REQUIRE_KAFKA is set, and {exc}")
        pytest.skip(str(exc))
    yield kafka
    kafka.server.stop()


def with_password(guarded: GuardedKafka, mechanism: Mechanism, lane: str) -> Kafka:
    return Kafka(
        bootstrap=guarded.with_password.address,
        lane=lane,
        partitions=PARTITIONS,
        security_protocol=Guard.SASL_SSL,
        sasl_mechanism=mechanism,
        user=USER,
        password_env=VARIABLE,
        ca_file=guarded.certificates.authority,
    )


def with_certificate(guarded: GuardedKafka, lane: str) -> Kafka:
    return Kafka(
        bootstrap=guarded.with_certificate.address,
        lane=lane,
        security_protocol=Guard.SSL,
        ca_file=guarded.certificates.authority,
        cert_file=guarded.certificates.client,
    )


def opened(kafka: Kafka, password: str = PASSWORD) -> Kafka:
    return unlock(kafka, {VARIABLE: password}, file="crisis.toml")


def check_clients(kafka: Kafka) -> None:
    """Topics, producer, reader and aiokafka's consumer beside Faust's."""
    assert ensure_topics(kafka)
    publisher = Publisher(kafka)
    try:
        publisher.send([Record(topic(kafka.lane, "actions"), "acme", b"1")])
        save_cursor(publisher, kafka.lane, "news", b"42")
    finally:
        publisher.close()
    assert load_cursors(kafka, kafka.lane) == {"news": b"42"}
    reader = open_reader(kafka)
    try:
        assert list(read_to_end(reader, topic(kafka.lane, "actions"))) == [(b"acme", b"1")]
    finally:
        reader.close()
    assert asyncio.run(find_end(kafka)) == 1


async def find_end(kafka: Kafka) -> int:
    log = KafkaLog(kafka, "nobody")
    try:
        return await log.end_offset(topic(kafka.lane, "cursors"), 0)
    finally:
        await log.close()


@pytest.mark.parametrize("mechanism", [Mechanism.PLAIN, Mechanism.SCRAM_SHA_512])
def test_every_client_gets_in_with_a_password(guarded: GuardedKafka, mechanism: Mechanism) -> None:
    check_clients(opened(with_password(guarded, mechanism, mechanism.value.lower())))


def test_every_client_gets_in_with_a_certificate(guarded: GuardedKafka) -> None:
    check_clients(opened(with_certificate(guarded, "certificate")))


@pytest.mark.parametrize("mechanism", [Mechanism.PLAIN, Mechanism.SCRAM_SHA_512])
def test_a_wrong_password_is_a_matter_for_a_person_and_is_not_shown(
    guarded: GuardedKafka, mechanism: Mechanism, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kafka = opened(with_password(guarded, mechanism, "refused"), "wrong-horse")
    with pytest.raises(MisconfiguredError, match="password is wrong") as caught:
        ensure_topics(kafka)
    assert "wrong-horse" not in str(caught.value)
    assert "wrong-horse" not in repr(kafka) + str(kafka)
    assert "wrong-horse" not in caplog.text


def test_a_mechanism_the_broker_does_not_take_is_named(guarded: GuardedKafka) -> None:
    with pytest.raises(MisconfiguredError, match="it does not take SCRAM-SHA-256, only PLAIN, SCRAM-SHA-512"):
        ensure_topics(opened(with_password(guarded, Mechanism.SCRAM_SHA_256, "other")))


def test_a_broker_that_wants_our_certificate_says_so(guarded: GuardedKafka) -> None:
    kafka = with_certificate(guarded, "bare").model_copy(update={"cert_file": None})
    with pytest.raises(MisconfiguredError, match="another certificate of ours"):
        ensure_topics(kafka)


def test_a_broker_whose_certificate_nobody_known_has_signed_is_not_told_the_password(
    guarded: GuardedKafka, tmp_path: Path
) -> None:
    stranger = type(guarded.certificates).make(tmp_path)
    kafka = with_password(guarded, Mechanism.PLAIN, "stranger")
    kafka = opened(kafka.model_copy(update={"ca_file": stranger.authority}))
    with pytest.raises(MisconfiguredError, match="not to be trusted"):
        ensure_topics(kafka)


@pytest.fixture
def lane(guarded: GuardedKafka, tmp_path: Path) -> Iterator[Lane]:
    """A lane whose workers know only the guarded listener."""
    address = guarded.server.address
    with open_lane(address, "drill-guarded", tmp_path, brands=BRANDS) as lane:
        guard = f"""\
bootstrap = "{guarded.with_password.address}"
security_protocol = "SASL_SSL"
sasl_mechanism = "SCRAM-SHA-512"
user = "{USER}"
password_env = "{VARIABLE}"
ca_file = "{guarded.certificates.authority}"
"""
        text = lane.config.read_text()
        lane.config.write_text(text.replace(f'bootstrap = "{address}"\n', guard))
        yield lane


def test_a_worker_reads_writes_and_keeps_its_state_over_tls(lane: Lane) -> None:
    said = mentions(lane.name, 150)
    worker = lane.start(**{VARIABLE: PASSWORD})
    lane.send(pages(said, lane.name))
    lane.wait_for(lambda: is_closed(lane, said[:-45]))
    assert sum(minute.counts.mentions for minute in lane.minutes().values())
    assert worker.stop() == 0
    assert PASSWORD not in worker.log.read_text()


@pytest.mark.parametrize(
    ("password", "said"),
    [("", f"the environment variable {VARIABLE} is not set"), ("wrong-horse", "password is wrong")],
)
def test_a_worker_that_is_not_let_in_says_so_and_ends(lane: Lane, password: str, said: str) -> None:
    environ = {VARIABLE: password, "CRISIS_CONFIG": str(lane.config)}
    result = CliRunner().invoke(response, ["worker"], env=environ)
    assert result.exit_code == EXIT_MISCONFIGURED
    assert said in result.output
    assert "wrong-horse" not in result.output


def test_check_says_that_it_is_guarded_and_never_shows_the_password(lane: Lane) -> None:
    told = CliRunner().invoke(crisis, ["check", "--config", str(lane.config)], env={VARIABLE: PASSWORD})
    assert "SASL_SSL as crisis" in told.output
    assert f"{VARIABLE} is set" in told.output
    assert PASSWORD not in told.output
