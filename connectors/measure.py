"""Measures: what a brand may be steered by, each a name that stays, in one of three families."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Family(StrEnum):
    """What a measure is a measure of."""

    ENGAGEMENT = "engagement"
    """Whether people take part."""
    INFLUENCE = "influence"
    """Whether people talk, and how."""
    CONVERSION = "conversion"
    """Whether people come and stay."""


class Measure(StrEnum):
    """Names stand in configurations and dashboards, so that one is never renamed or given another sense."""

    ENGAGEMENT_RATE = "engagement_rate"
    INTERACTIONS_EACH = "interactions_each"
    COMMENT_QUALITY = "comment_quality"
    NEGATIVE_SHARE = "negative_share"
    BACKLASH_SHARE = "backlash_share"
    MENTION_RATE = "mention_rate"
    REACH = "reach"
    GAINED_FOLLOWERS = "gained_followers"
    NET_FOLLOWERS = "net_followers"
    GROSS_CHURN = "gross_churn"


FAMILIES: Final[Mapping[Family, tuple[Measure, ...]]] = {
    Family.ENGAGEMENT: (Measure.ENGAGEMENT_RATE, Measure.INTERACTIONS_EACH, Measure.COMMENT_QUALITY),
    Family.INFLUENCE: (
        Measure.NEGATIVE_SHARE,
        Measure.BACKLASH_SHARE,
        Measure.MENTION_RATE,
        Measure.REACH,
    ),
    Family.CONVERSION: (Measure.GAINED_FOLLOWERS, Measure.NET_FOLLOWERS, Measure.GROSS_CHURN),
}
