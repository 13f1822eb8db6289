"""`python -m alerts worker`: a response worker."""

import os
from datetime import UTC, datetime

import click

from alerts.agents import add_agents
from alerts.app import BOXES, CASEBOOKS, create_app, name_app
from alerts.deliver import Equipment
from alerts.errors import AlertError
from alerts.house import build_rules
from alerts.library import read_library
from alerts.matrix import read_matrix
from alerts.metrics import AlertMetrics
from alerts.posts import read_posts
from alerts.registry import open_channels
from alerts.settings import Settings
from connectors.errors import ConnectorError
from connectors.topics import ensure_topics
from streams.changelogs import ensure_changelogs
from streams.launch import LOGLEVEL, launch, open_registry, refused_on


@click.group()
def main() -> None:
    """Open incidents and tell people."""


@main.command()
@LOGLEVEL
def worker(loglevel: str) -> None:
    """Run a response worker until Ctrl-C.

    Reads the file named by CRISIS_CONFIG; CRISIS_LANE, CRISIS_BOOTSTRAP, CRISIS_DATA_DIR, CRISIS_STORE,
    CRISIS_SLACK_URL, CRISIS_WEB_PORT and CRISIS_WEB_HOST override it. Secrets come from the variables or files
    that [[channels]] names. Start as many as there are partitions at most, each with a data directory of
    its own and, so that a restart takes up its work at once, a name of its own in CRISIS_WORKER.

    Example: CRISIS_CONFIG=crisis.toml CRISIS_WEB_PORT=9102 python -m alerts worker
    """
    with refused_on(ConnectorError, AlertError):
        settings = Settings.from_env(os.environ)
        posts = read_posts(settings.response, os.environ, lane=settings.lane, file=settings.file)
        library = read_library()
        rules = build_rules(settings.response, matrix=read_matrix(), library=library)
        ensure_topics(settings.response.kafka)
        ensure_changelogs(settings.response.kafka, name_app(settings.lane), (CASEBOOKS, BOXES))
    registry = open_registry()
    names = [post.channel.name for post in posts]
    metrics = AlertMetrics(registry, brands=settings.brands, channels=names, lane=settings.lane)
    channels = open_channels(posts, settings.response)
    response = create_app(settings)
    equipment = Equipment(channels=channels, library=library, now=lambda: datetime.now(UTC), rules=rules)
    add_agents(response, settings, metrics, equipment)
    launch(response.app, settings.workplace, registry, loglevel=loglevel)


if __name__ == "__main__":
    main()
