"""A real Apache Kafka on this machine: one node, KRaft, loopback, from Maven Central's jars."""

import base64
import contextlib
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.broker import BrokerDownError
from deploy.kafka.jars import find_jars, find_java
from deploy.local import LOOPBACK, LocalBroker, free_port

LOG4J2 = Path(__file__).with_name("log4j2.properties")
FORMAT_WITHIN = 60
HEAP = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""A small heap, the collector with the fewest threads and the quick compiler alone: this broker shares a laptop. The
thorough compiler took more than the broker's own work in its first half minute, and few of these live longer."""

PROPERTIES = """\
# Written at each start by deploy/kafka/server.py; changes here are lost.
process.roles=broker,controller
node.id=1
listeners={listeners},CONTROLLER://{host}:{controller_port}
advertised.listeners={listeners}
controller.listener.names=CONTROLLER
listener.security.protocol.map={protocols},CONTROLLER:PLAINTEXT
controller.quorum.voters=1@{host}:{controller_port}
log.dirs={logs}
# A topic comes into being with its declared partitions or not at all.
auto.create.topics.enable=false
# One node: no copies, and few partitions for Kafka's own topics so that it starts soon.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# A first member need not wait three seconds for a second.
group.initial.rebalance.delay.ms=0
# After kill -9 the controller refuses the new broker until the old one's session ended.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
"""


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener beside the plain one: what a production broker asks of its clients can be tried on it."""

    name: str
    """In capitals."""
    protocol: str
    """In Kafka's words, for example SASL_SSL."""
    port: int
    properties: Mapping[str, str] = field(default_factory=dict)
    """Without the listener's own prefix."""

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def lines(self) -> Iterator[str]:
        """For server.properties."""
        return (f"listener.name.{self.name.lower()}.{key}={value}" for key, value in self.properties.items())


@dataclass(frozen=True, slots=True)
class ApacheKafka:
    """Apache Kafka with the controller and the broker in one process."""

    listeners: tuple[Listener, ...] = ()
    """Beside the plain one."""
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Names and passwords for SCRAM-SHA-512."""
    name: str = "Apache Kafka"
    ready_within: float = 60.0
    stops_within: float = 20.0

    def prepare(self, data_dir: Path, port: int) -> list[str]:
        java, jars = find_java(), find_jars()
        home = data_dir.absolute()
        properties = home / "server.properties"
        listeners = (Listener("PLAINTEXT", "PLAINTEXT", port), *self.listeners)
        text = PROPERTIES.format(
            host=LOOPBACK,
            listeners=",".join(f"{each.name}://{each.address}" for each in listeners),
            protocols=",".join(f"{each.name}:{each.protocol}" for each in listeners),
            controller_port=free_port(),
            logs=(home / "log").as_posix(),
        )
        own = [line for each in listeners for line in each.lines()]
        properties.touch(mode=0o600)  # It may hold passwords.
        properties.write_text("\n".join([text, *own, ""]))
        program = [
            java,
            *HEAP,
            f"-Dlog4j2.configurationFile={LOG4J2.as_uri()}",
            f"-Dcrisis.kafka.logs={home}",
        ]
        program += ["-cp", str(jars / "*")]
        if not (home / "log" / "meta.properties").exists():
            format_storage(program, properties, self.users)
        return [*program, "kafka.Kafka", str(properties)]


def format_storage(program: list[str], properties: Path, users: Mapping[str, str]) -> None:
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    # With `=`: one in 64 begins with a hyphen, and would be taken for an option.
    command = [
        *program,
        "kafka.tools.StorageTool",
        "format",
        f"--cluster-id={cluster}",
        "-c",
        str(properties),
        *(f"--add-scram=SCRAM-SHA-512=[name={user},password={word}]" for user, word in users.items()),
    ]
    try:
        done = subprocess.run(  # noqa: S603 our own command
            command, check=False, capture_output=True, text=True, timeout=FORMAT_WITHIN
        )
    except subprocess.TimeoutExpired as exc:
        raise BrokerDownError(
            f"Apache Kafka did not format {properties.parent} within {FORMAT_WITHIN} s"
        ) from exc
    if done.returncode:
        raise BrokerDownError(
            f"Apache Kafka could not format {properties.parent}:\n{done.stderr or done.stdout}"
        )


def kafka_server(data_dir: Path | None = None, port: int = 0) -> LocalBroker:
    """A server that is not started yet. Without `data_dir` nothing is kept; port 0 takes a free one."""
    return LocalBroker(ApacheKafka(), data_dir, port)


@contextlib.contextmanager
def running_kafka(data_dir: Path | None = None, port: int = 0) -> Iterator[str]:
    """The address of a server that runs as long as the block does."""
    with kafka_server(data_dir, port) as server:
        yield server.address
