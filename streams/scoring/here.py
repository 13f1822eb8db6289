"""Scoring in the worker's own process: where there is but one core, or none to spare."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from time import perf_counter

from streams.score import ScoreMention, Source
from streams.scorer import MentionScorer
from streams.scoring.page import PageScores, write_scores
from streams.settings import Settings


def open_scorer(settings: Settings) -> MentionScorer:
    """Read lexicons and weights.

    Raises:
        UnreadableWeightsError: a team's own weights are not weights.
    """
    return MentionScorer(
        registers=settings.registers,
        own_weights=settings.streams.weights,
        names=settings.names,
        compiled=settings.streams.compiled,
    )


class ScoringHere:
    """Scores each page at once, on the event loop."""

    def __init__(self, settings: Settings, score: ScoreMention) -> None:
        self._lane, self._brands, self._score = settings.lane, settings.brands, score
        self._registers = settings.registers

    async def submit(self, raw: bytes, source: Source) -> Awaitable[PageScores]:
        await asyncio.sleep(0)  # Let what is done be sent meanwhile.
        scored: asyncio.Future[PageScores] = asyncio.get_running_loop().create_future()
        scored.set_result(self.score_now(raw, source))
        return scored

    def score_now(self, raw: bytes, source: Source) -> PageScores:
        """Score a page, and say how long it took."""
        began = perf_counter()
        scores = write_scores(
            raw,
            source,
            lane=self._lane,
            brands=self._brands,
            score=self._score,
            registers=self._registers,
        )
        return replace(scores, seconds=perf_counter() - began)
