"""`python -m streams worker`: a sentiment worker."""

import atexit
import os
from pathlib import Path

import click

from connectors.errors import ConnectorError
from connectors.topics import ensure_topics
from streams.agents import add_agents
from streams.app import JUDGES, WINDOWS, create_app, name_app
from streams.changelogs import ensure_changelogs
from streams.launch import LOGLEVEL, launch, open_registry, refused_on
from streams.learning.errors import LearningError
from streams.metrics import StreamMetrics
from streams.scoring.beside import ScoringBeside
from streams.scoring.errors import ScoringError
from streams.scoring.page import PageScorer
from streams.settings import Settings


@click.group()
def main() -> None:
    """Score mentions, roll them into minutes, find spikes."""


@main.command()
@LOGLEVEL
def worker(loglevel: str) -> None:
    """Run a sentiment worker until Ctrl-C.

    Reads the file named by CRISIS_CONFIG; CRISIS_LANE, CRISIS_BOOTSTRAP, CRISIS_DATA_DIR, CRISIS_STORE,
    CRISIS_DETECTOR, CRISIS_COMPILED, CRISIS_SCORING_PROCESSES, CRISIS_WEB_PORT and CRISIS_WEB_HOST override it.
    Start as many as there are partitions at most, each with a data directory of its own and, so that a restart
    takes up its work at once, a name of its own in CRISIS_WORKER.

    Example: CRISIS_CONFIG=crisis.toml CRISIS_WEB_PORT=9101 python -m streams worker
    """
    with refused_on(ConnectorError, LearningError, ScoringError):
        settings = Settings.from_env(os.environ)
        if settings.streams.weights is not None:
            _look_for_weights(settings.streams.weights)
        beside = ScoringBeside.start(count) if (count := _count_beside(settings)) else None
        ensure_topics(settings.kafka)
        ensure_changelogs(settings.kafka, name_app(settings.lane), (WINDOWS, JUDGES))
        pages = _open(settings, beside)
    registry = open_registry()
    metrics = StreamMetrics(
        registry,
        brands=settings.brands,
        lane=settings.lane,
        contents=settings.contents,
        ai_share_warn=settings.ai_share_warn,
        north_stars=settings.north_stars,
        categories=settings.categories,
    )
    sentiment = create_app(settings)
    add_agents(sentiment, settings, metrics, pages)
    launch(sentiment.app, settings.workplace, registry, loglevel=loglevel)


def _look_for_weights(directory: Path) -> None:
    # Read here only, as below.
    from streams.learning.weights import list_own  # noqa: PLC0415

    list_own(directory)


def _count_beside(settings: Settings) -> int:
    """How many processes score beside the worker; one if nobody said and there is a core for it."""
    count = settings.streams.scoring_processes
    if count is not None:
        return count
    # macOS cannot say which cores are ours.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if cores > 1 else 0


def _open(settings: Settings, beside: ScoringBeside | None) -> PageScorer:
    if beside is not None:
        atexit.register(beside.close)
        beside.wait_until_ready()
        return beside
    # Read here only: what a scoring process reads for us takes 75 MB.
    from streams.scoring.here import ScoringHere, open_scorer  # noqa: PLC0415

    return ScoringHere(settings, open_scorer(settings).score_mention)


if __name__ == "__main__":
    main()
