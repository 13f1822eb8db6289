"""Figures: numbers, times and lengths of time as people read them, the same in every channel."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from alerts.incident import Incident
from alerts.words.message import Words
from streams.spike import Spike, SpikeKind


def write_count(value: float) -> str:
    if abs(value) >= 1e9:  # noqa: PLR2004 - nothing countable; keep the line short.
        return f"{value:.3g}"
    return f"{value:.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.1f}"  # noqa: PLR2004


def write_rise(case: Incident | Spike, words: Words) -> str:
    """How many mentions of the kind there are, in what time, and how many are normal: what a person can repeat.

    Where as many are normal, or nobody knows, it says of how many: a share may rise while the numbers do not.
    """
    plain = case.plain
    if plain is None:  # Of before: what stands by platform is of the kind, and was counted from the onset.
        count = sum(case.platforms.values()) or case.negative
        said = write_mentions(case.kind, count, words)
        return words.rise_untimed.format(mentions=said, all=max(case.mentions, count))
    mentions = write_mentions(plain.kind, plain.count, words)
    how_long = write_duration(timedelta(minutes=plain.minutes), words)
    if plain.usual is None or plain.usual >= plain.count:
        return words.rise_alone.format(mentions=mentions, how_long=how_long, all=plain.mentions)
    return words.rise.format(mentions=mentions, how_long=how_long, usual=write_usual(plain.usual, words))


def write_mentions(kind: SpikeKind, count: int, words: Words) -> str:
    """So many mentions of a kind."""
    return words.counted_one[kind] if count == 1 else words.counted[kind].format(count=count)


def write_usual(usual: float, words: Words) -> str:
    """How many are normal, to whole mentions."""
    return words.usual_under_one if usual < 1 else words.usual.format(count=write_count(round(usual)))


def write_percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole > 0 else "–"


def rank(counts: Mapping[str, int], words: Words) -> str:
    """The six most frequent, most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:6]
    return ", ".join(f"{name} {count}" for name, count in ranked) or words.unknown


def write_since(now: datetime, start: datetime, words: Words) -> str:
    """How long ago `start` was; 0 minutes when it is yet to come."""
    return write_duration(max(now - start, timedelta(0)), words)


def write_duration(time: timedelta, words: Words) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:  # noqa: PLR2004 - two hours read better as minutes up to here.
        return words.minutes.format(minutes)
    if minutes < 48 * 60:
        return words.hours.format(round(minutes / 60))
    return words.days.format(round(minutes / 60 / 24))


def stamp(at: datetime, zone: tzinfo = UTC) -> str:
    """A point in time with its zone's name, for channels that cannot show each reader's own."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
