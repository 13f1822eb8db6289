"""`python -m streams worker`: a sentiment worker."""

import os
import sys

import click
import faust
from prometheus_client import CollectorRegistry, disable_created_metrics, start_http_server

from connectors.errors import ConnectorError
from connectors.topics import ensure_topics
from streams.agents import add_agents
from streams.app import JUDGES, WINDOWS, create_app, name_app
from streams.changelogs import ensure_changelogs
from streams.durable import quieten_kafka
from streams.learning.errors import LearningError
from streams.metrics import StreamMetrics
from streams.scorer import MentionScorer
from streams.settings import Settings

EXIT_MISCONFIGURED = 78
"""EX_CONFIG."""


@click.group()
def main() -> None:
    """Score mentions, roll them into minutes, find spikes."""


@main.command()
@click.option("--loglevel", default="WARNING", show_default=True, help="DEBUG, INFO, WARNING or ERROR.")
def worker(loglevel: str) -> None:
    """Run a sentiment worker until Ctrl-C.

    Reads the file named by CRISIS_CONFIG; CRISIS_LANE, CRISIS_BOOTSTRAP, CRISIS_DATA_DIR, CRISIS_STORE,
    CRISIS_DETECTOR, CRISIS_WEB_PORT and CRISIS_WEB_HOST override it. Start as many as there are partitions
    at most, each with a data directory of its own and, so that a restart takes up its work at once, a name
    of its own in CRISIS_WORKER.

    Example: CRISIS_CONFIG=crisis.toml CRISIS_WEB_PORT=9101 python -m streams worker
    """
    try:
        settings = Settings.from_env(os.environ)
        ensure_topics(settings.kafka)
        ensure_changelogs(settings.kafka, name_app(settings.lane), (WINDOWS, JUDGES))
        scorer = MentionScorer(registers=settings.registers, own_weights=settings.streams.weights)
    except (ConnectorError, LearningError) as exc:
        click.echo(str(exc), err=True)
        sys.exit(EXIT_MISCONFIGURED)
    disable_created_metrics()  # type: ignore[no-untyped-call]  # A second series for each counter, which no panel reads.
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=settings.brands, lane=settings.lane)
    sentiment = create_app(settings)
    add_agents(sentiment, settings, metrics, scorer.score_mention)
    if settings.web_port:
        start_http_server(settings.web_port, settings.web_host, registry)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    quieten_kafka()
    faust.Worker(sentiment.app, loglevel=loglevel).execute_from_commandline()


if __name__ == "__main__":
    main()
