"""What people say in closed minutes, in numbers that add up."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Final

from prometheus_client import Counter

from connectors.ai_content import Contents
from connectors.mention import Platform
from streams.meters.board import Board, reset
from streams.minute import Counts, Minute
from streams.pieces import Disclosed, split_pieces
from streams.reading import Label, Stance

GROUPED: Final = (Platform.DISCORD, Platform.FACEBOOK, Platform.LINE)
"""Where groups are usual: their series exist from the start."""


class TalkMetrics:
    """Mentions by what they feel, where they stand and when they came.

    Args:
        board: where they hang.
        brands: whose series exist from the start.
        contents: by brand, what it has registered as AI-made.
        categories: by brand, what it is one of.
    """

    def __init__(
        self, board: Board, brands: Iterable[str], *, contents: Contents, categories: Mapping[str, str]
    ) -> None:
        self._lane, self._contents = board.lane, contents
        self._peers = _find_peers(categories)
        self.mentions = board.counter(
            "crisis_mentions_total", "Mentions in closed minutes.", "brand", "label"
        )
        self.comments = board.counter(
            "crisis_comment_mentions_total", "Of them, comments and replies.", "brand", "label"
        )
        self.groups = board.counter(
            "crisis_group_mentions_total", "Of them, those said in groups.", "brand", "platform", "label"
        )
        self.newcomers = board.counter(
            "crisis_group_newcomers_total",
            "Authors of negative mentions in groups who had written none there for a day.",
            "brand",
        )
        self.category = board.counter(
            "crisis_category_mentions_total", "Mentions of all brands of a brand's category.", "brand"
        )
        self.backlash = board.counter(
            "crisis_backlash_mentions_total", "Mentions against AI-made content.", "brand"
        )
        self.stances = board.counter(
            "crisis_stance_mentions_total", "Mentions about AI-made content, by stance.", "brand", "stance"
        )
        self.pieces = board.counter(
            "crisis_ai_content_mentions_total",
            "Mentions under registered AI-made content, by whether it is disclosed there.",
            "brand",
            "disclosed",
            "label",
        )
        self.late = board.counter(
            "crisis_late_mentions_total", "Mentions after their minute closed.", "brand"
        )
        self.too_late = board.counter("crisis_too_late_mentions_total", "Mentions over a day late.", "brand")
        self.duplicates = board.counter("crisis_duplicate_mentions_total", "Copies, counted once.", "brand")
        self.authors = board.gauge("crisis_authors", "Distinct authors in the last closed minute.", "brand")
        self.closed_until = board.gauge(
            "crisis_closed_until_seconds", "Event time up to which minutes have closed.", "brand"
        )
        self.silent_feeds = board.gauge("crisis_silent_feeds", "Dead feeds.", "brand")
        for brand in brands:
            self._begin(brand)
        for brand in self._peers:
            self.category.labels(self._lane, brand)

    def _begin(self, brand: str) -> None:
        for label in Label:
            self.mentions.labels(self._lane, brand, label)
            self.comments.labels(self._lane, brand, label)
        for platform, label in product(GROUPED, Label):
            self.groups.labels(self._lane, brand, platform, label)
        for stance in Stance:
            self.stances.labels(self._lane, brand, stance)
        for disclosed, label in product(Disclosed, Label):
            self.pieces.labels(self._lane, brand, disclosed, label)
        for metric in (
            self.newcomers,
            self.backlash,
            self.late,
            self.too_late,
            self.duplicates,
            self.authors,
            self.closed_until,
            self.silent_feeds,
        ):
            metric.labels(self._lane, brand)

    def note(self, minute: Minute) -> None:
        lane, brand, counts = self._lane, minute.brand, minute.counts
        _add_labels(self.mentions, (lane, brand), counts)
        _add_labels(self.comments, (lane, brand), minute.comments)
        for platform, said in minute.groups.items():
            _add_labels(self.groups, (lane, brand, platform), said)
        self.newcomers.labels(lane, brand).inc(minute.newcomers)
        for peer in self._peers.get(brand, ()):
            self.category.labels(lane, peer).inc(counts.mentions)
        self.backlash.labels(lane, brand).inc(counts.backlash)
        self.stances.labels(lane, brand, Stance.AGAINST).inc(counts.backlash)
        self.stances.labels(lane, brand, Stance.NEUTRAL).inc(counts.impartial)
        self.stances.labels(lane, brand, Stance.FOR).inc(counts.favour)
        platforms = {platform: part.pieces for platform, part in minute.platforms.items() if part.pieces}
        for (disclosed, label), count in split_pieces(platforms, self._contents.get(brand, ())).items():
            self.pieces.labels(lane, brand, disclosed, label).inc(count)
        self.late.labels(lane, brand).inc(sum(late.counts.mentions for late in minute.late))
        self.too_late.labels(lane, brand).inc(minute.too_late)
        self.duplicates.labels(lane, brand).inc(minute.duplicates)
        self.authors.labels(lane, brand).set(minute.authors)
        self.closed_until.labels(lane, brand).set(minute.start.timestamp() + 60)
        self.silent_feeds.labels(lane, brand).set(len(minute.silent))

    def forget(self) -> None:
        reset((self.authors, self.silent_feeds))


def _add_labels(metric: Counter, labels: tuple[str, ...], counts: Counts) -> None:
    metric.labels(*labels, Label.NEGATIVE).inc(counts.negative)
    metric.labels(*labels, Label.NEUTRAL).inc(counts.neutral)
    metric.labels(*labels, Label.POSITIVE).inc(counts.positive)
    metric.labels(*labels, Label.UNSCORED).inc(counts.unscored)


def _find_peers(categories: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By brand with a category, all brands there, itself included."""
    return {
        brand: tuple(peer for peer, other in categories.items() if other == category)
        for brand, category in categories.items()
    }
