"""How the mentions of closed minutes look together, and how much people react to them."""

from collections.abc import Iterable
from enum import StrEnum

from streams.meters.board import Board
from streams.minute import Crowd


class CrowdCount(StrEnum):
    """What is counted of a crowd."""

    SAMPLED = "sampled"
    """Compared with each other: `copied` and `hollow` are parts of it."""
    COPIED = "copied"
    HOLLOW = "hollow"
    TOLD = "told"
    """Whose platform tells how much the author has posted: `single_post` is a part of it."""
    SINGLE_POST = "single_post"
    PROBING = "probing"


class Regard(StrEnum):
    """Whose interactions."""

    NEGATIVE = "negative"
    OTHER = "other"


class CrowdMetrics:
    """A brand's crowd; `brands` have their series from the start."""

    def __init__(self, board: Board, brands: Iterable[str]) -> None:
        self._lane = board.lane
        self.crowd = board.counter(
            "crisis_crowd_mentions_total",
            "Mentions in closed minutes, by how they look together.",
            "brand",
            "sign",
        )
        self.interactions = board.counter(
            "crisis_interactions_total", "Interactions when a mention came, where told.", "brand", "label"
        )
        self.rated = board.counter(
            "crisis_rated_mentions_total", "Mentions whose interactions are told.", "brand", "label"
        )
        for brand in brands:
            self.note(brand, Crowd())

    def note(self, brand: str, crowd: Crowd) -> None:
        for sign, count in (
            (CrowdCount.SAMPLED, crowd.sampled),
            (CrowdCount.COPIED, crowd.copies),
            (CrowdCount.HOLLOW, crowd.hollow),
            (CrowdCount.TOLD, crowd.told),
            (CrowdCount.SINGLE_POST, crowd.once),
            (CrowdCount.PROBING, crowd.probing),
        ):
            self.crowd.labels(self._lane, brand, sign).inc(count)
        for regard, engagement in ((Regard.NEGATIVE, crowd.angry), (Regard.OTHER, crowd.others)):
            self.interactions.labels(self._lane, brand, regard).inc(engagement.interactions)
            self.rated.labels(self._lane, brand, regard).inc(engagement.mentions)
