"""All the metrics there are: what dashboards and alert rules may use."""

import re
from typing import Final

from prometheus_client import CollectorRegistry

from alerts.desk.metrics import DeskMetrics
from alerts.metrics import AlertMetrics
from connectors.measure import Measure
from connectors.mention import Platform
from connectors.metrics import ConnectorMetrics
from connectors.receiver.metrics import ReceiverMetrics
from deploy.account.metrics import AccountMetrics
from deploy.drills.metrics import CanaryMetrics
from deploy.sampling.metrics import SampleMetrics
from streams.curve import Slope, Window
from streams.metrics import StreamMetrics

OF_PROMETHEUS: Final = {"up"}
WITHOUT_LANE: Final = ("crisis_connector_", "crisis_receiver_", "crisis_account_")
"""Connectors serve the lane of their configuration, and an account has its figures from a file; a drill has neither."""


def make_registries() -> tuple[CollectorRegistry, ...]:
    """Each package's metrics, with one brand and the live lane, in the order of the jobs."""
    streams = CollectorRegistry()
    shown = StreamMetrics(
        streams,
        brands=("lumen",),
        lane="live",
        ai_share_warn={"lumen": 0.4},
        north_stars={"lumen": Measure.NEGATIVE_SHARE},
        categories={"lumen": "films"},
    )
    voice = shown.voice
    for told in (voice.ai_share, voice.alike, voice.like_others, voice.canned):
        told.labels("live", "lumen")  # Otherwise from the first own posts on.
    for window in Window:
        shown.verdict.note_slopes("lumen", {window: Slope(0, 0)})  # Otherwise where enough was said.
    alerts = CollectorRegistry()
    AlertMetrics(alerts, brands=("lumen",), channels=("slack",), lane="live")
    connectors = CollectorRegistry()
    ConnectorMetrics(connectors).create_labels(["news"])
    ReceiverMetrics(connectors).create_labels(["line"])
    # As the node exporter shows them beside the connectors.
    AccountMetrics(connectors).create_labels("lumen", Platform.INSTAGRAM)
    return (streams, alerts, connectors, desk_registry())


def desk_registry() -> CollectorRegistry:
    """What `crisis desk` shows, of the live lane."""
    desk = CollectorRegistry()
    DeskMetrics(desk, lane="live")
    return desk


def metric_names() -> set[str]:
    """Names as Prometheus stores them, suffixes included."""
    names = set()
    drills = CollectorRegistry()
    CanaryMetrics(drills)
    SampleMetrics(drills, brands=("lumen",))
    AccountMetrics(drills)
    for registry in (*make_registries(), drills):
        for family in registry.collect():
            suffixes = {
                "counter": ("_total",),
                "histogram": ("_bucket", "_count", "_sum"),
                "summary": ("", "_count", "_sum"),
            }.get(family.type, ("",))
            names |= {family.name + suffix for suffix in suffixes}
    return names


def names_in(expression: str) -> set[str]:
    """Metric names in a PromQL expression: ours, and those of Prometheus itself."""
    bare = re.sub(r"\{[^}]*\}", "", expression)
    bare = re.sub(r"(?:by|on|ignoring|without|group_left|group_right)\s*\([^)]*\)", "", bare)
    return set(re.findall(r"\bcrisis_\w+", bare)) | (set(re.findall(r"\b\w+\b", bare)) & OF_PROMETHEUS)
