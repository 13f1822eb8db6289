"""Throughput of the whole scorer on a mixed stream, beside vaderSentiment alone on the same texts."""

import random
import resource
import sys
import time
from datetime import UTC, datetime

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from connectors.mention import ChannelKind, Mention, Platform
from streams.language import Language
from streams.learning.course import our_lesson
from streams.scorer import MentionScorer

MENTIONS = 10_000
MIX = {Language.EN: 40, Language.ZH_HANT: 20, Language.ZH_HANS: 20, Language.HU: 20}
"""Per cent."""


def test_the_whole_scorer_keeps_up_with_vadersentiment_alone() -> None:
    chance = random.Random(11)
    texts: list[str] = []
    for language, share in MIX.items():
        posts = [each.text for each in our_lesson(language).texts]
        # Two or three sentences each: as long as posts are.
        texts += [
            " ".join(chance.choices(posts, k=chance.choice([1, 2, 3])))
            for _ in range(MENTIONS * share // 100)
        ]
    chance.shuffle(texts)
    mentions = [
        Mention(
            source="bench#0",
            native_id=str(number),
            brand="acme",
            platform=Platform.OTHER,
            kind=ChannelKind.POST,
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            text=text,
        )
        for number, text in enumerate(texts)
    ]
    scorer, vader = MentionScorer(), SentimentIntensityAnalyzer()
    ours = theirs = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            vader.polarity_scores(text)
        between = time.perf_counter()
        for line, mention in enumerate(mentions):
            scorer.score_mention(mention, line)
        theirs, ours = min(theirs, between - start), min(ours, time.perf_counter() - between)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    print(
        f"\n{len(texts)} mentions of {sum(map(len, texts)) / len(texts):.0f} characters: vaderSentiment alone "
        f"{theirs / len(texts) * 1e6:.1f} µs, whole scorer {ours / len(texts) * 1e6:.1f} µs a mention, "
        f"{theirs / ours:.2f} times vaderSentiment's speed; peak {peak:.0f} MB with pytest"
    )
    assert theirs / ours > 0.05  # a guard against a fall; the figure is the point
