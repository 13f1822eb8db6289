"""Facts: the labelled figures behind an alert, the same in every channel, and why they may be wrong."""

from datetime import timedelta, tzinfo
from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.figures import rank, stamp, write_duration, write_percent, write_usual
from alerts.incident import Incident
from alerts.themes import name_themes
from alerts.words.language import Language
from alerts.words.message import Words
from alerts.words.registry import VOCABULARIES
from streams.minute import Quote

LOW_CONFIDENCE: Final = 0.5


def list_facts(incident: Incident, language: Language) -> list[tuple[str, str]]:
    """How many, how sure, how negative, where, what about, and what is in doubt: labels with their values.

    Names of feeds come from Kafka: a channel cleans the values as it does strangers' words.
    """
    words = VOCABULARIES[language].words
    platforms = {platform.value: count for platform, count in incident.platforms.items()}
    return [
        *_list_counts(incident, words),
        (words.evidence, f"{incident.evidence:.4g} ({incident.threshold:.4g})"),
        *_list_shares(incident, words),
        (words.platforms, rank(platforms, words)),
        (words.themes, rank(name_themes(incident.themes, language), words)),
        *_list_doubts(incident, words),
    ]


def list_origin(quote: Quote, words: Words, zone: tzinfo) -> list[str]:
    """Where a quote is from, how sure its score is and why, and where to read it again."""
    where = words.own_bot.format(platform=quote.platform) if quote.own else quote.platform.value
    facts = [where, stamp(quote.published_at, zone)]
    if not quote.own:  # Phrases are there or not.
        sure = words.low_confidence if quote.confidence < LOW_CONFIDENCE else words.confidence
        facts.append(sure.format(percent=f"{quote.confidence:.0%}"))
    if quote.because:
        facts.append(words.moved_by.format(words=clean_excerpt(", ".join(quote.because), limit=120)))
    return [*facts, f"{quote.partition}:{quote.offset}:{quote.line}"]


def _list_counts(incident: Incident, words: Words) -> list[tuple[str, str]]:
    """The plain counts as labelled facts; none for a record of before."""
    plain = incident.plain
    if plain is None:
        return []
    how_long = write_duration(timedelta(minutes=plain.minutes), words)
    normal = words.unknown if plain.usual is None else write_usual(plain.usual, words)
    return [
        (words.count, words.count_value.format(count=plain.count, how_long=how_long)),
        (words.normal, normal),
    ]


def _list_shares(incident: Incident, words: Words) -> list[tuple[str, str]]:
    """How much is negative and how much has no score, as labelled facts that say of what.

    They are of the very mentions whose mood is told (`saidlines`): of what was scored, in the time of `plain`. Records
    of before know it only of all since the onset.
    """
    mix = incident.mix
    if mix is None and not incident.mentions:
        return []  # Nothing of the public's was counted.
    if mix is None:
        counted, unscored = max(incident.mentions, 0), incident.unscored
        share = words.share_value.format(percent=write_percent(incident.negative, counted), count=counted)
    else:
        counted, unscored = mix.mentions, mix.unscored
        scored = mix.negative + mix.neutral + mix.positive
        share = words.share_of_scored.format(percent=write_percent(mix.negative, scored), count=scored)
    not_scored = words.unscored_value.format(percent=write_percent(unscored, counted), count=counted)
    return [(words.share, share), (words.unscored, not_scored)]


def _list_doubts(incident: Incident, words: Words) -> list[tuple[str, str]]:
    """Why its numbers may be wrong or too small, as labelled facts: feeds that are dead, data that is bad."""
    doubts = []
    if incident.silent:
        doubts.append((words.dead_feeds, words.dead_feeds_value.format(feeds=", ".join(incident.silent))))
    flaws = incident.untrusted
    if flaws is not None:
        said = words.untrusted_value.format(
            percent=f"{flaws.share:.0%}",
            copies=flaws.copies,
            stale=flaws.stale,
            incomplete=flaws.incomplete,
            received=flaws.received,
        )
        doubts.append((words.untrusted, said))
    return doubts
