"""100,000 varied texts: no difference to vaderSentiment 3.3.2, and how much faster."""

import random
import time

from streams.sentiment.vader import Vader
from tests.streams.sentiment.vader_texts import TABLES, write_text

TEXTS = 100_000


def test_a_hundred_thousand_texts_score_the_same_four_times_as_fast() -> None:
    vader, chance = Vader(), random.Random(2026)
    texts = [write_text(chance) for _ in range(TEXTS)]
    start = time.perf_counter()
    theirs = [TABLES.polarity_scores(text) for text in texts]
    between = time.perf_counter()
    ours = [vader.polarity_scores(text) for text in texts]
    end = time.perf_counter()
    different = sum(a != b._asdict() for a, b in zip(theirs, ours, strict=True))
    faster = (between - start) / (end - between)
    print(
        f"\n{TEXTS} texts, {different} different; vaderSentiment {(between - start) / TEXTS * 1e6:.1f} µs a text, ours {faster:.1f} times as fast"
    )
    assert different == 0
    assert faster > 2  # these texts are all feeling; on real posts the ratio is higher


def test_four_thousand_emoji_take_less_than_fifty_milliseconds() -> None:
    vader = Vader()
    start = time.perf_counter()
    vader.polarity_scores("😡" * 4_000)
    taken = time.perf_counter() - start
    print(f"\n4,000 emoji: {taken * 1e3:.1f} ms")
    assert taken < 0.05
