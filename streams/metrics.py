"""The streams' metrics: the vocabulary of a sentiment worker, by family in `streams.meters`.

Names are `crisis_<noun>_<unit>`; labels come from enums and the configuration only. Dashboards and alert
rules may use nothing that is not here (a test reads both).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from prometheus_client import CollectorRegistry

from connectors.ai_content import NO_CONTENTS, Contents
from connectors.measure import Measure
from streams.meters.board import Board
from streams.meters.crowd import CrowdMetrics
from streams.meters.talk import TalkMetrics
from streams.meters.verdict import VerdictMetrics
from streams.meters.voice import VoiceMetrics
from streams.minute import Minute


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
        self._lane = lane
        known, board = tuple(brands), Board(registry, lane)
        self.pages = board.counter("crisis_pages_total", "Pages of mentions scored.")
        self.dead_lines = board.counter("crisis_dead_lines_total", "Lines that could not be read.")
        self.scoring_seconds = board.stopwatch("crisis_scoring_seconds", "Time to score one page.")
        self.repeated = board.counter(
            "crisis_repeated_pages_total", "Pages delivered again, counted once.", "brand"
        )
        self.north_star = board.gauge(
            "crisis_north_star", "1 for the measure a brand is steered by.", "brand", "measure"
        )
        self.talk = TalkMetrics(board, known, contents=contents, categories=categories)
        self.crowd = CrowdMetrics(board, known)
        self.voice = VoiceMetrics(board, known, ai_share_warn=ai_share_warn)
        self.verdict = VerdictMetrics(board, known)
        for metric in (self.pages, self.dead_lines, self.scoring_seconds):
            metric.labels(lane)
        for brand in known:
            self.repeated.labels(lane, brand)
        for brand, star in north_stars.items():
            for measure in Measure:
                self.north_star.labels(lane, brand, measure).set(measure is star)

    def note_dead(self, lines: int) -> None:
        self.dead_lines.labels(self._lane).inc(lines)

    def note_page(self, *, seconds: float) -> None:
        self.pages.labels(self._lane).inc()
        self.scoring_seconds.labels(self._lane).observe(seconds)

    def note_repeat(self, brand: str) -> None:
        self.repeated.labels(self._lane, brand).inc()

    def note_minutes(self, minutes: Iterable[Minute]) -> None:
        for minute in minutes:
            self.talk.note(minute)
            self.crowd.note(minute.brand, minute.crowd)
            self.voice.note(minute)

    def forget_brands(self) -> None:
        """Show none as this worker's: after a rebalance each belongs to whoever assesses it next."""
        for family in (self.talk, self.voice, self.verdict):
            family.forget()
