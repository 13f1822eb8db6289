"""`python -m streams worker`: a sentiment worker."""

import os

import click

from connectors.errors import ConnectorError
from connectors.topics import ensure_topics
from streams.agents import add_agents
from streams.app import JUDGES, WINDOWS, create_app, name_app
from streams.changelogs import ensure_changelogs
from streams.launch import LOGLEVEL, launch, open_registry, refused_on
from streams.learning.errors import LearningError
from streams.metrics import StreamMetrics
from streams.scorer import MentionScorer
from streams.settings import Settings


@click.group()
def main() -> None:
    """Score mentions, roll them into minutes, find spikes."""


@main.command()
@LOGLEVEL
def worker(loglevel: str) -> None:
    """Run a sentiment worker until Ctrl-C.

    Reads the file named by CRISIS_CONFIG; CRISIS_LANE, CRISIS_BOOTSTRAP, CRISIS_DATA_DIR, CRISIS_STORE,
    CRISIS_DETECTOR, CRISIS_COMPILED, CRISIS_WEB_PORT and CRISIS_WEB_HOST override it. Start as many as there
    are partitions at most, each with a data directory of its own and, so that a restart takes up its work at
    once, a name of its own in CRISIS_WORKER.

    Example: CRISIS_CONFIG=crisis.toml CRISIS_WEB_PORT=9101 python -m streams worker
    """
    with refused_on(ConnectorError, LearningError):
        settings = Settings.from_env(os.environ)
        ensure_topics(settings.kafka)
        ensure_changelogs(settings.kafka, name_app(settings.lane), (WINDOWS, JUDGES))
        scorer = MentionScorer(
            registers=settings.registers,
            own_weights=settings.streams.weights,
            names=settings.names,
            compiled=settings.streams.compiled,
        )
    registry = open_registry()
    metrics = StreamMetrics(registry, brands=settings.brands, lane=settings.lane)
    sentiment = create_app(settings)
    add_agents(sentiment, settings, metrics, scorer.score_mention)
    launch(sentiment.app, settings.workplace, registry, loglevel=loglevel)


if __name__ == "__main__":
    main()
