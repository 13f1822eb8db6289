"""The setting of a drill: broker, channels and configuration, made so that nothing leads to the live ones."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomli_w

from alerts.posts import Post, read_posts
from alerts.sections import Response
from alerts.settings import Settings as ResponseSettings
from connectors import broker as kafka_broker
from connectors.settings import GUARDED, Kafka, topic
from connectors.topics import TOPICS, ensure_topics
from deploy.demo.slack import running_standin
from deploy.drills.confine import check_apart, confine, withheld
from deploy.drills.folder import DrillFolder
from deploy.drills.lane import DrillLane
from deploy.embedded import embedded_broker
from deploy.slack_standin import SlackStandIn

TOKEN_VARIABLE: Final = "CRISIS_DRILL_STANDIN_TOKEN"  # noqa: S105 - a name.
STANDINS_TOKEN: Final = {TOKEN_VARIABLE: "xoxb-any-will-do"}
TABLES: Final = {"sentiment": ("windows", "judges"), "response": ("casebooks", "boxes")}
PARTITIONS: Final = 4
"""Where the team's configuration does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a drill happens."""

    folder: DrillFolder
    kafka: Kafka
    response: Response
    posts: tuple[Post, ...]
    """Channels for drills, with their secrets; there are no others."""
    environment: Mapping[str, str]
    """For the workers, over our own."""
    slack: SlackStandIn | None


@contextmanager
def preparing(
    folder: DrillFolder,
    values: Mapping[str, Any],
    environ: Mapping[str, str],
    brands: tuple[str, ...],
    *,
    embedded: bool,
    stand_in: bool,
    keep_topics: bool,
) -> Iterator[Setting]:
    """Make everything ready for one drill, and take it away after.

    Args:
        folder: the drill's, there already.
        values: the team's configuration, checked; empty where there is none.
        environ: ours, with the secrets.
        brands: of what is replayed.
        embedded: start a broker for this drill alone.
        stand_in: tell a stand-in for Slack on this machine, and nobody else.
        keep_topics: leave the lane's topics on the broker.

    Raises:
        UnsafeError: it could reach live channels, or has none for drills.
        ConnectorError, BrokerError: the broker does not answer or start.
    """
    with ExitStack() as stack:
        slack: SlackStandIn | None = None
        ours: dict[str, str] = {}
        if stand_in:
            slack, url = stack.enter_context(running_standin())
            values = with_standin(values, url)
            ours.update(STANDINS_TOKEN)
        check_apart(values, read_secrets(values, {**environ, **ours}))
        values = {**values, "kafka": values.get("kafka", {})}
        bootstrap = Kafka.model_validate(values["kafka"]).bootstrap
        if embedded:
            bootstrap = stack.enter_context(embedded_broker()).address
            open_to_all = {key: value for key, value in values["kafka"].items() if key not in GUARDED}
            values = {**values, "kafka": open_to_all}
        confined = confine(values, folder.lane, bootstrap=bootstrap, brands=brands)
        confined["kafka"].setdefault("partitions", PARTITIONS)
        folder.config.write_text(tomli_w.dumps(confined), encoding="utf-8")
        file = str(folder.config)
        password = confined["kafka"].get("password_env")
        known = {password: environ[password]} if password and password in environ else {}
        settings = ResponseSettings.from_document(confined, known, file=file)
        kafka = settings.response.kafka
        posts = read_posts(settings.response, {**environ, **ours}, lane=folder.lane.name, file=file)
        ensure_topics(kafka)
        if not embedded and not keep_topics:
            stack.callback(drop_topics, kafka, folder.lane)
        yield Setting(
            folder=folder,
            kafka=kafka,
            response=settings.response,
            posts=posts,
            environment={**withheld(values), **ours},
            slack=slack,
        )


def with_standin(values: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The configuration with a stand-in for Slack as its only channel."""
    channel = {
        "name": "slack",
        "type": "slack",
        "to": "C0DRILL0000",
        "secret_env": TOKEN_VARIABLE,
        "drill": True,
    }
    live = [one for one in values.get("channels", ()) if one.get("drill") is not True]
    slack = {**values.get("slack", {}), "base_url": url}
    return {**values, "slack": slack, "channels": [*live, channel], "routes": [{"channels": ["slack"]}]}


def read_secrets(values: Mapping[str, Any], environ: Mapping[str, str]) -> Mapping[str, str]:
    """The channels' secrets by channel; a live one's need not be there where drills are run."""
    return {channel["name"]: _read_secret(channel, environ) for channel in values.get("channels", ())}


def _read_secret(channel: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    if "secret_file" not in channel:
        return environ.get(channel.get("secret_env", ""), "").strip()
    try:
        return Path(channel["secret_file"]).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def name_topics(lane: DrillLane) -> tuple[str, ...]:
    """Every topic of a drill's lane, its workers' changelogs included; none of any other lane."""
    groups = {"sentiment": lane.sentiment, "response": lane.response}
    changelogs = [f"{groups[app]}-{table}-changelog" for app, tables in TABLES.items() for table in tables]
    return (*(topic(lane.name, name) for name in TOPICS), *changelogs)


def drop_topics(where: Kafka | str, lane: DrillLane) -> None:
    """Delete the lane's topics: a drill leaves nothing on the team's broker."""
    with kafka_broker.translated(where, "drill"):
        admin = kafka_broker.open_admin(where)
        try:
            kafka_broker.delete_topics(admin, name_topics(lane))
        finally:
            admin.close()


def make_folder(data_dir: Path, lane: DrillLane) -> DrillFolder:
    folder = DrillFolder.of(data_dir.resolve(), lane)
    folder.make()
    return folder
