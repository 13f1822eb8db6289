"""The streams' metrics: the vocabulary of a sentiment worker.

Names are `crisis_<noun>_<unit>`; labels come from enums and the configuration only. Dashboards and alert
rules may use nothing that is not here (a test reads both).
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from itertools import product
from types import MappingProxyType
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from connectors.ai_content import NO_CONTENTS, Contents
from connectors.measure import Measure
from connectors.mention import Platform
from streams.curve import Slope, Window
from streams.detector import Assessment, Mood
from streams.minute import Counts, Crowd, Minute
from streams.ownposts import OwnCounts
from streams.pieces import Disclosed, split_pieces
from streams.quality import Flaws
from streams.reading import Label, Stance
from streams.spike import Severity
from streams.wording import Resemblance, WordingCounts

GROUPED: Final = (Platform.DISCORD, Platform.FACEBOOK, Platform.LINE)
"""Where groups are usual: their series exist from the start."""


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


class MadeWith(StrEnum):
    """What a post of the brand's own is made with, as it has registered it."""

    AI = "ai"
    OTHER = "other"


class Flaw(StrEnum):
    """What is bad in data."""

    COPIED = "copied"
    STALE = "stale"
    INCOMPLETE = "incomplete"


class StreamMetrics:
    """One worker's metrics.

    Args:
        registry: where they are registered; a fresh one for each test.
        brands: of the configuration: their series exist from the start, so that a rate is 0, not absent.
        lane: a label on every series, so that a drill is never taken for the real thing.
        contents: by brand, what it has registered as AI-made.
        ai_share_warn: by brand, the share of AI-made posts from which on somebody is to be warned.
        north_stars: by brand, the one measure it is steered by.
        categories: by brand, what it is one of.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        *,
        brands: Iterable[str],
        lane: str,
        contents: Contents = NO_CONTENTS,
        ai_share_warn: Mapping[str, float] = MappingProxyType({}),
        north_stars: Mapping[str, Measure] = MappingProxyType({}),
        categories: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._lane, self._contents = lane, contents
        self._peers = _find_peers(categories)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, ("lane", *labels), registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(name, text, ("lane", *labels), registry=registry)

        self.pages = counter("crisis_pages_total", "Pages of mentions scored.")
        self.dead_lines = counter("crisis_dead_lines_total", "Lines that could not be read.")
        self.scoring_seconds = Histogram(
            "crisis_scoring_seconds",
            "Time to score one page.",
            ("lane",),
            registry=registry,
            buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3),
        )
        self.mentions = counter("crisis_mentions_total", "Mentions in closed minutes.", "brand", "label")
        self.comments = counter(
            "crisis_comment_mentions_total", "Of them, comments and replies.", "brand", "label"
        )
        self.groups = counter(
            "crisis_group_mentions_total", "Of them, those said in groups.", "brand", "platform", "label"
        )
        self.newcomers = counter(
            "crisis_group_newcomers_total",
            "Authors of negative mentions in groups who had written none there for a day.",
            "brand",
        )
        self.backlash = counter(
            "crisis_backlash_mentions_total", "Mentions against AI-made content.", "brand"
        )
        self.stances = counter(
            "crisis_stance_mentions_total", "Mentions about AI-made content, by stance.", "brand", "stance"
        )
        self.pieces = counter(
            "crisis_ai_content_mentions_total",
            "Mentions under registered AI-made content, by whether it is disclosed there.",
            "brand",
            "disclosed",
            "label",
        )
        self.late = counter("crisis_late_mentions_total", "Mentions after their minute closed.", "brand")
        self.too_late = counter("crisis_too_late_mentions_total", "Mentions over a day late.", "brand")
        self.duplicates = counter("crisis_duplicate_mentions_total", "Copies, counted once.", "brand")
        self.repeated = counter(
            "crisis_repeated_pages_total", "Pages delivered again, counted once.", "brand"
        )
        self.crowd = counter(
            "crisis_crowd_mentions_total",
            "Mentions in closed minutes, by how they look together.",
            "brand",
            "sign",
        )
        self.interactions = counter(
            "crisis_interactions_total", "Interactions when a mention came, where told.", "brand", "label"
        )
        self.rated = counter(
            "crisis_rated_mentions_total", "Mentions whose interactions are told.", "brand", "label"
        )
        self.authors = gauge("crisis_authors", "Distinct authors in the last closed minute.", "brand")
        self.closed_until = gauge(
            "crisis_closed_until_seconds", "Event time up to which minutes have closed.", "brand"
        )
        self.silent_feeds = gauge("crisis_silent_feeds", "Dead feeds.", "brand")
        self.slope = gauge(
            "crisis_feeling_slope",
            "By how much positive less negative, of all scored, rises in an hour, over a window.",
            "brand",
            "window",
        )
        self.slope_error = gauge(
            "crisis_feeling_slope_error", "Its standard error, by chance alone.", "brand", "window"
        )
        self.received = gauge(
            "crisis_received_mentions",
            "All that came in the last hour, copies and unreadable lines included.",
            "brand",
        )
        self.flawed = gauge(
            "crisis_flawed_mentions", "Of them, what is bad: see docs/operations.md.", "brand", "flaw"
        )
        self.untrusted = gauge(
            "crisis_untrusted",
            "1 while too much of the last hour's data is bad to trust its numbers.",
            "brand",
        )
        self.mood = gauge("crisis_mood", "1 for the mood a brand is in.", "brand", "mood")
        self.observed = gauge("crisis_observed_mentions", "Mentions in the detector's window.", "brand")
        self.expected = gauge("crisis_expected_mentions", "What the baseline says for it.", "brand")
        self.evidence = gauge("crisis_evidence_ratio", "Evidence against its threshold.", "brand")
        self.spikes = counter("crisis_spikes_total", "Spikes opened.", "brand", "severity")
        self.own_posts = gauge(
            "crisis_own_posts",
            "The brand's own posts of 30 days that were seen, by what they are made with.",
            "brand",
            "made_with",
        )
        self.ai_share = gauge(
            "crisis_ai_share_ratio", "Of the own posts of 30 days that were seen, those with AI.", "brand"
        )
        self.ai_share_warn = gauge(
            "crisis_ai_share_warn_ratio", "From where on that is a warning, where one is wanted.", "brand"
        )
        self.category = counter(
            "crisis_category_mentions_total", "Mentions of all brands of a brand's category.", "brand"
        )
        self.north_star = gauge(
            "crisis_north_star", "1 for the measure a brand is steered by.", "brand", "measure"
        )
        for brand, measure in north_stars.items():
            for each in Measure:
                self.north_star.labels(lane, brand, each).set(each is measure)
        for brand in self._peers:
            self.category.labels(lane, brand)
        self.alike = gauge(
            "crisis_own_posts_alike_ratio",
            "How alike the brand's last own posts are: 0 each its own, 1 one template.",
            "brand",
        )
        self.like_others = gauge(
            "crisis_own_posts_like_others_ratio",
            "How like the last posts of the other brands they are, from 0 to 1.",
            "brand",
        )
        self.own_replies = gauge(
            "crisis_own_replies", "The brand's last own replies of seven days that were seen.", "brand"
        )
        self.canned = gauge(
            "crisis_canned_replies_ratio", "Of them, those that say nearly the same as another.", "brand"
        )
        for brand, limit in ai_share_warn.items():
            self.ai_share_warn.labels(lane, brand).set(limit)
        for brand in brands:
            self._show_brand(brand)
            self._show_register(brand)
            for flaw in Flaw:
                self.flawed.labels(lane, brand, flaw)
        for metric in (self.pages, self.dead_lines, self.scoring_seconds):
            metric.labels(lane)

    def _show_brand(self, brand: str) -> None:
        for label in Label:
            self.mentions.labels(self._lane, brand, label)
            self.comments.labels(self._lane, brand, label)
        for platform, label in product(GROUPED, Label):
            self.groups.labels(self._lane, brand, platform, label)
        for stance in Stance:
            self.stances.labels(self._lane, brand, stance)
        for sign in CrowdCount:
            self.crowd.labels(self._lane, brand, sign)
        for regard in Regard:
            self.interactions.labels(self._lane, brand, regard)
            self.rated.labels(self._lane, brand, regard)
        for severity in Severity:
            self.spikes.labels(self._lane, brand, severity)
        for mood in Mood:
            self.mood.labels(self._lane, brand, mood)
        for metric in (
            self.newcomers,
            self.backlash,
            self.late,
            self.too_late,
            self.duplicates,
            self.repeated,
        ):
            metric.labels(self._lane, brand)
        for level in (
            self.authors,
            self.closed_until,
            self.silent_feeds,
            self.received,
            self.untrusted,
            self.observed,
            self.expected,
            self.evidence,
        ):
            level.labels(self._lane, brand)

    def _show_register(self, brand: str) -> None:
        for made in MadeWith:
            self.own_posts.labels(self._lane, brand, made)
        self.own_replies.labels(self._lane, brand)
        for disclosed, label in product(Disclosed, Label):
            self.pieces.labels(self._lane, brand, disclosed, label)

    def note_dead(self, lines: int) -> None:
        self.dead_lines.labels(self._lane).inc(lines)

    def note_page(self, *, seconds: float) -> None:
        self.pages.labels(self._lane).inc()
        self.scoring_seconds.labels(self._lane).observe(seconds)

    def note_repeat(self, brand: str) -> None:
        self.repeated.labels(self._lane, brand).inc()

    def note_minutes(self, minutes: Iterable[Minute]) -> None:
        for minute in minutes:
            lane, brand = self._lane, minute.brand
            counts = minute.counts
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
            self._note_own(brand, minute.own)
            self._note_wording(brand, minute.wording, minute.resemblance)
            self._note_crowd(brand, minute.crowd)
            self.closed_until.labels(lane, brand).set(minute.start.timestamp() + 60)
            self.silent_feeds.labels(lane, brand).set(len(minute.silent))

    def _note_own(self, brand: str, own: OwnCounts) -> None:
        self.own_posts.labels(self._lane, brand, MadeWith.AI).set(own.ai)
        self.own_posts.labels(self._lane, brand, MadeWith.OTHER).set(own.posts - own.ai)
        self._show_known(self.ai_share, brand, own.share)

    def _note_wording(self, brand: str, wording: WordingCounts, resemblance: Resemblance) -> None:
        self.own_replies.labels(self._lane, brand).set(wording.replies)
        self._show_known(self.alike, brand, wording.alike)
        self._show_known(self.like_others, brand, resemblance.index)
        self._show_known(self.canned, brand, wording.canned_share)

    def _show_known(self, metric: Gauge, brand: str, value: float | None) -> None:
        """Show nothing for what nobody can tell: of no post there is no share."""
        if value is not None:
            metric.labels(self._lane, brand).set(value)
            return
        with suppress(KeyError):  # It was not shown.
            metric.remove(self._lane, brand)

    def _note_crowd(self, brand: str, crowd: Crowd) -> None:
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

    def note_assessment(self, brand: str, assessment: Assessment) -> None:
        for mood in Mood:
            self.mood.labels(self._lane, brand, mood).set(mood is assessment.mood)
        self.observed.labels(self._lane, brand).set(assessment.observed)
        self.expected.labels(self._lane, brand).set(assessment.expected)
        ratio = assessment.evidence / assessment.threshold if assessment.threshold else 0.0
        self.evidence.labels(self._lane, brand).set(ratio)

    def note_slopes(self, brand: str, slopes: Mapping[Window, Slope | None]) -> None:
        for window, slope in slopes.items():
            if slope is not None:
                self.slope.labels(self._lane, brand, window).set(slope.an_hour)
                self.slope_error.labels(self._lane, brand, window).set(slope.error)
                continue
            # Of too little talk there is no slope, and 0 is a level one.
            for metric in (self.slope, self.slope_error):
                with suppress(KeyError):  # It was not shown.
                    metric.remove(self._lane, brand, window)

    def note_quality(self, brand: str, flaws: Flaws, *, is_trusted: bool) -> None:
        self.received.labels(self._lane, brand).set(flaws.received)
        for flaw, count in (
            (Flaw.COPIED, flaws.copies),
            (Flaw.STALE, flaws.stale),
            (Flaw.INCOMPLETE, flaws.incomplete),
        ):
            self.flawed.labels(self._lane, brand, flaw).set(count)
        self.untrusted.labels(self._lane, brand).set(not is_trusted)

    def forget_brands(self) -> None:
        """Show none as this worker's: after a rebalance each belongs to whoever assesses it next."""
        for absent in (
            self.ai_share,
            self.slope,
            self.slope_error,
            self.alike,
            self.like_others,
            self.canned,
        ):
            absent.clear()
        for metric in (
            self.mood,
            self.own_posts,
            self.own_replies,
            self.authors,
            self.silent_feeds,
            self.received,
            self.flawed,
            self.untrusted,
            self.observed,
            self.expected,
            self.evidence,
        ):
            for labels in next(iter(metric.collect())).samples:
                metric.labels(**labels.labels).set(0)

    def note_spike(self, brand: str, severity: Severity) -> None:
        self.spikes.labels(self._lane, brand, severity).inc()


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
