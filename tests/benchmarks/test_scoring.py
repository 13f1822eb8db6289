"""Throughput of the whole scorer on mixed streams, beside vaderSentiment alone on the same texts.

In processor time, one run, on texts that are all different, on the same with what a storm copies, and on the
shipped scenarios as they are told. A text said again is recalled, so the last two depend on how often that is.
"""

import gc
import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from connectors.mention import ChannelKind, Mention, Platform
from deploy.scenarios.generator import generate
from deploy.scenarios.shelf import list_scenarios
from streams.language import Language
from streams.learning.lessons import our_lesson
from streams.scorer import MentionScorer

MENTIONS = 5_000
MIX = {Language.EN: 40, Language.ZH_HANT: 20, Language.ZH_HANS: 20, Language.HU: 20}
"""Per cent."""
COPIED = 0.3
"""Of a storm's posts: as many as `streams.crowd` takes for standing out."""
EACH = 1_500
"""Mentions of each scenario."""


def write_texts(chance: random.Random) -> list[str]:
    """All different; one to three of our training posts each: as long as posts are."""
    texts: list[str] = []
    for language, share in MIX.items():
        posts = [each.text for each in our_lesson(language).texts]
        made: dict[str, None] = {}
        while len(made) < MENTIONS * share // 100:
            made[" ".join(chance.choices(posts, k=chance.choice([1, 2, 3])))] = None
        texts += made
    chance.shuffle(texts)
    return texts


def copy_some(texts: Sequence[str], chance: random.Random) -> list[str]:
    """The same, but some say what twenty others say, with a link of their own in half of the cases."""
    copied = chance.sample(texts, 20)
    return [
        text
        if chance.random() > COPIED
        else chance.choice(copied) + chance.choice(["", f" https://a.example/{number}"])
        for number, text in enumerate(texts)
    ]


def mention_of(text: str, number: int) -> Mention:
    return Mention(
        source="bench#0",
        native_id=str(number),
        brand="acme",
        platform=Platform.OTHER,
        kind=ChannelKind.POST,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        text=text,
    )


def measure(name: str, mentions: Sequence[Mention], scorer: MentionScorer) -> float:
    """How many times vaderSentiment's speed."""
    vader = SentimentIntensityAnalyzer()
    scorer._recent.clear()
    ours = theirs = 0
    # In turns: what else runs on the machine slows both.
    for at in range(0, len(mentions), 100):
        part = mentions[at : at + 100]
        start = time.process_time_ns()
        for mention in part:
            vader.polarity_scores(mention.text)
        between = time.process_time_ns()
        for line, mention in enumerate(part):
            scorer.score_mention(mention, line)
        theirs, ours = theirs + between - start, ours + time.process_time_ns() - between
    count, long = len(mentions), sum(len(mention.text) for mention in mentions)
    print(
        f"\n{name}: {count} mentions of {long / count:.0f} characters, "
        f"{len({mention.text for mention in mentions}) / count:.0%} different; "
        f"vaderSentiment {theirs / count / 1e3:.1f} µs, whole scorer {ours / count / 1e3:.1f} µs a mention: "
        f"{theirs / ours:.2f} times its speed"
    )
    return theirs / ours


def test_the_whole_scorer_beside_vadersentiment_alone() -> None:
    scorer = MentionScorer()
    speeds = measure_all(scorer, tell_streams())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    print(f"\npeak {peak:.0f} MB with pytest and the scenarios")
    # Guards against a fall; the figures are the point.
    assert min(speeds) > (0.75 if scorer.is_compiled else 0.08)


def test_the_pure_scorer_beside_vadersentiment_alone() -> None:
    streams = {name: mentions[:3_000] for name, mentions in tell_streams().items()}
    assert min(measure_all(MentionScorer(compiled=False), streams)) > 0.08


@cache
def tell_streams() -> dict[str, list[Mention]]:
    chance = random.Random(11)
    texts = write_texts(chance)
    told = [islice(generate(name), EACH) for name in list_scenarios()]
    scenarios = [replace(mention, deleted=False) for mention in chain.from_iterable(told) if mention.text]
    chance.shuffle(scenarios)
    return {
        "all different": [mention_of(text, number) for number, text in enumerate(texts)],
        "a storm of copies": [
            mention_of(text, number) for number, text in enumerate(copy_some(texts, chance))
        ],
        "the shipped scenarios": scenarios,
    }


def measure_all(scorer: MentionScorer, streams: dict[str, list[Mention]]) -> list[float]:
    print(f"\n{'the compiled part' if scorer.is_compiled else 'pure Python'}")
    warm = write_texts(random.Random(12))[:1_000]
    for mention in map(mention_of, warm, range(len(warm))):
        scorer.score_mention(mention, 0)
    # What is loaded by now is no part of what is measured: looking through it for garbage is not, either.
    gc.collect()
    gc.freeze()
    try:
        return [measure(name, mentions, scorer) for name, mentions in streams.items()]
    finally:
        gc.unfreeze()
