"""The daily ten's metrics, written as a file for the node exporter: the command that reads ten is soon over."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from deploy.sampling.opinion import Tally


class SampleMetrics:
    """What a day's sample came to.

    Args:
        registry: where they are registered; a fresh one for each writing.
        brands: of the sample.
        lane: from which it was drawn.
    """

    def __init__(self, registry: CollectorRegistry, *, brands: Iterable[str], lane: str = "live") -> None:
        self._lane = lane
        self._registry = registry

        def gauge(name: str, text: str) -> Gauge:
            return Gauge(name, text, ("lane", "brand"), registry=registry)

        self.judged = gauge("crisis_sample_judged_mentions", "Mentions of the last sample a person judged.")
        self.unscored = gauge("crisis_sample_unscored_mentions", "Of them, those without a scorer.")
        self.disagreed = gauge(
            "crisis_sample_disagreed_mentions", "Of them, those on which person and scorer disagree."
        )
        self.day = gauge("crisis_sample_day_seconds", "The day of the last sample, in seconds since 1970.")
        for brand in brands:
            for metric in (self.judged, self.unscored, self.disagreed, self.day):
                metric.labels(lane, brand)

    def note(self, brand: str, tally: Tally, day: date) -> None:
        self.judged.labels(self._lane, brand).set(tally.judged)
        self.unscored.labels(self._lane, brand).set(tally.unscored)
        self.disagreed.labels(self._lane, brand).set(tally.either)
        midnight = datetime.combine(day, time(), tzinfo=UTC)
        self.day.labels(self._lane, brand).set(midnight.timestamp())

    def write(self, path: Path) -> None:
        """Write the file at once, so that a scrape never finds half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), self._registry)
