"""Minutes from counts: what the benchmarks give to a detector, as the window agent would."""

from datetime import UTC, datetime, timedelta

from connectors.mention import Platform
from streams.minute import Counts, Minute
from tests.benchmarks.detection.simulator import Stream

START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday."""


def as_minutes(stream: Stream, brand: str = "acme") -> list[Minute]:
    """Turn a stream into closed minutes on one platform; a dark minute has no source."""
    minutes = []
    pairs = zip(stream.mentions.tolist(), stream.negative.tolist(), strict=True)
    for index, (mentions, negative) in enumerate(pairs):
        counts = Counts(mentions=mentions, negative=negative, neutral=mentions - negative)
        minutes.append(
            Minute(
                brand=brand,
                start=START + timedelta(minutes=index),
                counts=counts,
                platforms={Platform.X: counts} if mentions else {},
                sources=0 if stream.is_dark(index) else 1,
            )
        )
    return minutes
