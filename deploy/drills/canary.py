"""The canary: a small storm through the whole path, again and again; its silence is the alarm."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry
from rich.console import Console

from connectors.errors import ConnectorError
from connectors.exposition import serve_metrics
from deploy.broker import BrokerError
from deploy.drills.clock import real_now
from deploy.drills.errors import CanaryError, UnsafeError
from deploy.drills.folder import DrillFolder
from deploy.drills.lane import name_lane
from deploy.drills.metrics import CanaryMetrics
from deploy.drills.order import DrillOrder, Outcome
from deploy.drills.show import run_drill
from deploy.drills.storm import make_storm
from deploy.errors import DeployError


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryOrder:
    """How the canary flies."""

    values: Mapping[str, Any]
    """The team's configuration, checked; empty where there is none."""
    data_dir: Path
    every: timedelta
    within: timedelta
    """How long one round may take."""
    embedded: bool = False
    stand_in: bool = False
    metrics_port: int = 0
    """On loopback; 0 for none."""


def keep_canary(order: CanaryOrder, *, once: bool, say: Callable[[str], None]) -> None:
    """Fly until interrupted, or one round.

    Raises:
        CanaryError: with `once`, when it did not come through.
        UnsafeError: it could reach people it must not reach; nothing flies then.
    """
    registry = CollectorRegistry()
    metrics = CanaryMetrics(registry)
    metrics.begin(real_now())
    with _serving(registry, order.metrics_port):
        while True:
            begun = time.monotonic()
            try:
                took = fly(order)
            except UnsafeError:
                raise
            except (DeployError, ConnectorError, BrokerError) as exc:
                metrics.note_loss()
                if once:
                    raise CanaryError(f"the canary did not come through: {exc}") from exc
                say(f"{real_now():%Y-%m-%d %H:%M:%S} UTC  LOST: {exc}")
            else:
                metrics.note_arrival(real_now(), took)
                say(f"{real_now():%Y-%m-%d %H:%M:%S} UTC  arrived after {took.total_seconds():.0f} s")
            if once:
                return
            time.sleep(max(0.0, order.every.total_seconds() - (time.monotonic() - begun)))


def fly(order: CanaryOrder) -> timedelta:
    """One round, in a lane of its own, of which nothing stays.

    Returns:
        how long it took until a message was delivered and everything was done.

    Raises:
        CanaryError: it was not found, or nobody was told.
        DeployError, ConnectorError, BrokerError: something does not run.
    """
    begun = time.monotonic()
    lane = name_lane("canary", real_now())
    try:
        outcome = run_drill(
            DrillOrder(
                material=make_storm(),
                lane=lane,
                data_dir=order.data_dir,
                values=order.values,
                speed=None,
                embedded=order.embedded,
                stand_in=order.stand_in,
                within=order.within,
            ),
            Console(quiet=True),
        )
        check_arrival(outcome)
    finally:
        shutil.rmtree(DrillFolder.of(order.data_dir, lane).root, ignore_errors=True)
    return timedelta(seconds=time.monotonic() - begun)


def check_arrival(outcome: Outcome) -> None:
    """See that the storm was found, opened an incident and was told.

    Raises:
        CanaryError: with the step at which it was lost.
    """
    score = outcome.score
    if score.missed:
        raise CanaryError("mentions went in, and no spike was found: look at scoring and at the detector")
    if score.case is None or not score.case.messages:
        raise CanaryError("a spike was found, and nobody was to be told: look at the response worker")
    if not outcome.delivered:
        raise CanaryError("a message was written, and no channel took it: look at the channels for drills")


@contextmanager
def _serving(registry: CollectorRegistry, port: int) -> Iterator[None]:
    if not port:
        yield
        return
    server, thread = serve_metrics(port, registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
