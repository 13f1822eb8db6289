"""Moods: what a sentiment worker says of each brand on its `/metrics`."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from streams.detector import Mood


def read_metrics(port: int) -> str | None:
    """What a worker on loopback serves; None while it does not answer."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=2.0)
    except httpx.HTTPError:
        return None
    return answer.text if answer.status_code == httpx.codes.OK else None


def find_moods(metrics: str, *, lane: str) -> dict[str, Mood]:
    """The mood of each brand that has been judged."""
    return {
        sample.labels["brand"]: Mood(sample.labels["mood"])
        for family in text_string_to_metric_families(metrics)
        if family.name == "crisis_mood"
        for sample in family.samples
        if sample.value == 1 and sample.labels["lane"] == lane
    }
