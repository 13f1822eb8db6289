"""The catalogue: how each measure is asked of Prometheus, and in which unit it is told.

`$lane` and `$brand` are the dashboards' variables. A figure that is not known gives no answer, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from connectors.measure import Measure


class Unit(StrEnum):
    """What its numbers are."""

    SHARE = "share"
    """From 0 to 1; shown in percent."""
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One measure."""

    title: str
    """For a person, without the brand."""
    unit: Unit
    expression: str
    """PromQL with one answer for each brand."""


def _account(name: str, join: str) -> str:
    """All of a brand's accounts; one whose figure is NaN, which is not known, is left out."""
    return f'{join} by (brand) (crisis_account_{name}{{brand=~"$brand"}} > -Inf)'


def _sum(metric: str, *conditions: str) -> str:
    labels = ",".join(('lane="$lane"', 'brand=~"$brand"', *conditions))
    return f"sum by (brand) (increase({metric}{{{labels}}}[1h]))"


_MENTIONS: Final = "crisis_mentions_total"
_CROWD: Final = "crisis_crowd_mentions_total"
_NEGATIVE: Final = 'label="negative"'
_SCORED: Final = 'label!="unscored"'
_EMPTY: Final = 'sign=~"copied|hollow"'
_SAMPLED: Final = 'sign="sampled"'

CATALOGUE: Final[Mapping[Measure, Entry]] = {
    Measure.ENGAGEMENT_RATE: Entry(
        title="engagement rate, last 7 days of figures",
        unit=Unit.SHARE,
        expression=_account("engagement_ratio", "avg"),
    ),
    Measure.INTERACTIONS_EACH: Entry(
        title="interactions with a mention, last hour",
        unit=Unit.COUNT,
        expression=f"{_sum('crisis_interactions_total')} / ({_sum('crisis_rated_mentions_total')} > 0)",
    ),
    Measure.COMMENT_QUALITY: Entry(
        title="comment quality, last hour",
        unit=Unit.SHARE,
        expression=(
            f"(1 - {_sum(_CROWD, _EMPTY)} / ({_sum(_CROWD, _SAMPLED)} > 0))"
            f" * (1 - 0.5 * {_sum(_MENTIONS, _NEGATIVE)} / ({_sum(_MENTIONS)} > 0))"
        ),
    ),
    Measure.NEGATIVE_SHARE: Entry(
        title="negative share, last hour",
        unit=Unit.SHARE,
        expression=f"{_sum(_MENTIONS, _NEGATIVE)} / ({_sum(_MENTIONS, _SCORED)} > 0)",
    ),
    Measure.BACKLASH_SHARE: Entry(
        title="share against AI-made content, last hour",
        unit=Unit.SHARE,
        expression=f"{_sum('crisis_backlash_mentions_total')} / ({_sum(_MENTIONS, _SCORED)} > 0)",
    ),
    Measure.MENTION_RATE: Entry(
        title="mention rate in its category, last hour",
        unit=Unit.SHARE,
        expression=f"{_sum(_MENTIONS)} / ({_sum('crisis_category_mentions_total')} > 0)",
    ),
    Measure.REACH: Entry(
        title="reach, last 7 days of figures",
        unit=Unit.COUNT,
        expression=_account("reach_people", "avg"),
    ),
    Measure.GAINED_FOLLOWERS: Entry(
        title="followers gained, last 7 days of figures",
        unit=Unit.COUNT,
        expression=_account("gained_followers", "sum"),
    ),
    Measure.NET_FOLLOWERS: Entry(
        title="followers gained less lost, last 7 days of figures",
        unit=Unit.COUNT,
        expression=_account("net_followers", "sum"),
    ),
    Measure.GROSS_CHURN: Entry(
        title="followers lost of those before, last 7 days of figures",
        unit=Unit.SHARE,
        expression=_account("gross_churn_ratio", "avg"),
    ),
}


def ask_for(measure: Measure) -> str:
    """PromQL for a measure of the brands that have it as their north star; nothing for the others.

    Shares are in percent: a panel has one unit for all its queries.
    """
    entry = CATALOGUE[measure]
    asked = f"100 * ({entry.expression})" if entry.unit is Unit.SHARE else f"({entry.expression})"
    chosen = f'max by (brand) (crisis_north_star{{lane="$lane",brand=~"$brand",measure="{measure}"}}) > 0'
    return f"{asked} and on (brand) ({chosen})"


def title_for(measure: Measure) -> str:
    """What the answer of `ask_for` is."""
    entry = CATALOGUE[measure]
    return f"{entry.title} (%)" if entry.unit is Unit.SHARE else entry.title
