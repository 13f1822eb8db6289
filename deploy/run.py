"""Everything on one machine under one supervisor, until somebody stops it."""

import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Final

from rich.console import Console

from deploy.demo.moods import read_metrics
from deploy.document import Document
from deploy.embedded import embedded_broker
from deploy.errors import UnsuitableError
from deploy.local import LOOPBACK
from deploy.machine import Machine, plan_parts
from deploy.supervisor import Supervisor

READY_WITHIN: Final = timedelta(seconds=120)
LOOK_EVERY: Final = 0.5


def run_machine(machine: Machine, document: Document, *, embedded: bool, console: Console) -> None:
    """Start all parts and watch them until interrupted; one that dies ends the others.

    Raises:
        DeployError: a part died or did not come up; the text has the end of its log.
        BrokerError: the embedded broker is missing or did not come up.
    """
    with ExitStack() as stack:
        if embedded:
            broker = embedded_broker(machine.data_dir / "broker", _find_port(document))
            stack.enter_context(broker)
            console.print(f"broker at {broker.address}, not for production")
        supervisor = stack.enter_context(Supervisor(machine.data_dir / "logs"))
        parts = plan_parts(machine, document)
        supervisor.start(*(part.program for part in parts))
        supervisor.wait_until(
            "every part serves /metrics",
            lambda: all(read_metrics(part.port) is not None for part in parts),
            within=READY_WITHIN,
        )
        for part in parts:
            console.print(f"{part.program.name}: http://{LOOPBACK}:{part.port}/metrics")
        console.print(f"All runs; logs in {machine.data_dir / 'logs'}. Ctrl-C stops it.")
        while True:
            supervisor.check()
            time.sleep(LOOK_EVERY)


def _find_port(document: Document) -> int:
    host, _, port = document.sentiment.kafka.bootstrap.rpartition(":")
    if host not in {LOOPBACK, "localhost"} or not port.isdecimal():
        raise UnsuitableError(
            f"--embedded serves this machine only: set `[kafka] bootstrap` to {LOOPBACK} and a port,"
            f" not {document.sentiment.kafka.bootstrap}"
        )
    return int(port)
