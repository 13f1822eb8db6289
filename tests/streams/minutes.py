"""Minutes for tests: a clock that starts on a Monday and counts that a test writes down."""

from datetime import UTC, datetime, timedelta

from connectors.mention import Platform
from streams.minute import Counts, Minute, Quote

START = datetime(2026, 3, 2, tzinfo=UTC)


def counts(negative: int = 0, other: int = 0, *, backlash: int = 0, unscored: int = 0) -> Counts:
    return Counts(
        mentions=negative + other + unscored,
        negative=negative,
        neutral=other,
        unscored=unscored,
        backlash=backlash,
        themes={"soulless": backlash} if backlash else {},
    )


def minute(
    index: int,
    negative: int = 0,
    other: int = 0,
    *,
    backlash: int = 0,
    unscored: int = 0,
    platform: Platform = Platform.BLUESKY,
    quotes: tuple[Quote, ...] = (),
    silent: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    sources: int = 1,
) -> Minute:
    all_of_it = counts(negative, other, backlash=backlash, unscored=unscored)
    return Minute(
        brand="acme",
        start=START + timedelta(minutes=index),
        counts=all_of_it,
        platforms={platform: all_of_it} if all_of_it.mentions else {},
        quotes=quotes,
        sources=sources,
        silent=silent,
        removed=removed,
    )


def quote(index: int, *, line: int = 0, valence: float = -0.8, excerpt: str = "") -> Quote:
    return Quote(
        partition=0,
        offset=index,
        line=line,
        identity=f"bluesky/{index}-{line}",
        platform=Platform.BLUESKY,
        published_at=START + timedelta(minutes=index),
        valence=valence,
        confidence=0.9,
        language="en",
        excerpt=excerpt or f"soulless {index} {line}",
    )
