"""Brokers for integration tests: `broker` is every broker in turn, `own_broker` one a test may kill."""

import os
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from deploy.broker import BrokerMissingError
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from deploy.local import LocalBroker
from tests.integration.lacks import FALTERS, LACKS
from tests.integration.tansu import tansu_broker

START: Final[Mapping[str, Callable[[Path | None], LocalBroker]]] = {
    "embedded": embedded_broker,
    "kafka": kafka_server,
    "calfkit": tansu_broker,
}


@dataclass(frozen=True, slots=True)
class Broker:
    """A running broker that other tests use too: take names from `name`."""

    kind: str
    address: str
    _tag: str = field(default_factory=lambda: uuid.uuid4().hex[:8])

    def name(self, what: str) -> str:
        """A topic, group or transaction name nobody else has."""
        return f"{what}-{self._tag}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = [
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("kafka", marks=pytest.mark.kafka),
    ]
    if os.environ.get("CRISIS_TEST_BROKER") and "own_broker" not in metafunc.fixturenames:
        kinds = [pytest.param("running", marks=pytest.mark.kafka)]
    if metafunc.definition.get_closest_marker("apache_alone"):
        kinds = [kind for kind in kinds if "embedded" not in kind.values]
    elif metafunc.config.getoption("--with-calfkit"):
        kinds.append(pytest.param("calfkit", marks=pytest.mark.embedded))
    if "broker_kind" in metafunc.fixturenames:
        metafunc.parametrize("broker_kind", kinds, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not isinstance(item, pytest.Function) or "broker_kind" not in item.fixturenames:
            continue
        kind = str(item.callspec.params["broker_kind"])
        variant = re.sub(rf"-?\b{kind}\b-?", "", item.callspec.id)
        check = item.originalname.removeprefix("test_").replace("_", " ") + (
            f" ({variant})" if variant else ""
        )
        item.user_properties += [("broker", kind), ("check", check)]
        if reason := LACKS.get((kind, item.originalname)):
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason))
        if reason := FALTERS.get((kind, item.originalname)):
            item.add_marker(pytest.mark.xfail(strict=False, reason=reason))


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, LocalBroker]]:
    """The brokers started so far, each once a session, when first asked for."""
    running: dict[str, LocalBroker] = {}
    yield running
    for server in running.values():
        server.stop()


@pytest.fixture
def broker(broker_kind: str, servers: dict[str, LocalBroker]) -> Broker:
    if broker_kind == "running":
        return Broker(broker_kind, os.environ["CRISIS_TEST_BROKER"])
    if broker_kind not in servers:
        servers[broker_kind] = started(broker_kind, None)
    return Broker(broker_kind, servers[broker_kind].address)


@pytest.fixture
def own_broker(broker_kind: str, tmp_path: Path) -> Iterator[LocalBroker]:
    """A broker of the test's own, with data that is kept: kill it, restart it."""
    server = started(broker_kind, tmp_path / "broker")
    yield server
    server.stop()


def started(kind: str, data_dir: Path | None) -> LocalBroker:
    server = START[kind](data_dir)
    try:
        server.start()
    except BrokerMissingError as exc:
        if kind == "kafka" and os.environ.get("CRISIS_REQUIRE_KAFKA"):
            pytest.fail(f"CRISIS_REQUIRE_KAFKA is set, and {exc}")
        pytest.skip(str(exc))
    return server
