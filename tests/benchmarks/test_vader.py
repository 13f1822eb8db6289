"""100,000 varied texts: no difference to vaderSentiment 3.3.2, and how much faster."""

import random
import time

from streams.sentiment.vader import Vader
from tests.streams.sentiment.vader_texts import TABLES, write_text

TEXTS = 100_000


def test_a_hundred_thousand_texts_score_the_same_four_times_as_fast() -> None:
    vader, chance = Vader(), random.Random(2026)
    texts = [write_text(chance) for _ in range(TEXTS)]
    start = time.process_time()
    theirs = [TABLES.polarity_scores(text) for text in texts]
    between = time.process_time()
    ours = [vader.polarity_scores(text) for text in texts]
    end = time.process_time()
    different = sum(a != b._asdict() for a, b in zip(theirs, ours, strict=True))
    faster = (between - start) / (end - between)
    print(
        f"\n{TEXTS} texts, {different} different; vaderSentiment {(between - start) / TEXTS * 1e6:.1f} µs a text, ours {faster:.1f} times as fast"
    )
    assert different == 0
    assert faster > 2  # these texts are all feeling; on real posts the ratio is higher


def test_the_time_for_emoji_grows_with_their_number_and_no_faster() -> None:
    vader = Vader()
    taken = []
    for count in (4_000, 16_000):
        start = time.process_time()
        for _ in range(10):
            vader.polarity_scores("😡" * count)
        taken.append((time.process_time() - start) / 10)
    print(f"\n4,000 emoji: {taken[0] * 1e3:.1f} ms, 16,000: {taken[1] * 1e3:.1f} ms")
    assert taken[0] < 0.05  # Of processor time.
    assert taken[1] < taken[0] * 8 + 0.01
