"""Many brands on one pager: `python -m tests.benchmarks.detection.brands --brands 12 --days 24`.

Crisis-free rough streams, six platforms each, judged as pagers of one brand and of several would have it. The
false pages of the brands simulated are scaled to the pager's, with an interval. Nobody gives verdicts.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from multiprocessing import Pool

from connectors.mention import Platform
from streams.minute import Counts, Minute
from tests.benchmarks.detection.minutes import START
from tests.benchmarks.detection.sensitivity import (
    FIRST,
    Asked,
    Costs,
    add_asked,
    print_curve,
    print_words,
    watch,
)
from tests.benchmarks.detection.simulator import DAY, make_stream

PLATFORMS = list(Platform)[:6]
WARM = 10
"""Days before anything is counted."""


def make_minutes(seed: int, days: int) -> list[Minute]:
    rates = (20.0, 5.0, 2.0, 2.0, 1.0, 0.5)
    streams = [
        make_stream(100 * seed + place, rate=rate, rough=True, days=days) for place, rate in enumerate(rates)
    ]
    minutes = []
    for index in range(days * DAY):
        platforms = {}
        whole = Counts()
        for platform, stream in zip(PLATFORMS, streams, strict=True):
            mentions, negative = int(stream.mentions[index]), int(stream.negative[index])
            if mentions:
                counts = Counts(mentions=mentions, negative=negative, neutral=mentions - negative)
                platforms[platform] = counts
                whole += counts
        start = START + timedelta(minutes=index)
        minutes.append(Minute(brand="b", start=start, counts=whole, platforms=platforms, sources=6))
    return minutes


def run_brand(job: tuple[int, int], asked: Sequence[Asked]) -> Costs:
    """Return the false pages of each pager once the brand is known, and of its first week."""
    seed, days = job
    return watch(make_minutes(seed, days), asked, warm=WARM * DAY, first=FIRST * DAY)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=12)
    parser.add_argument("--days", type=int, default=24)
    parser.add_argument("--first-seed", type=int, default=0)
    add_asked(parser)
    options = parser.parse_args()
    jobs = [(options.first_seed + brand, options.days) for brand in range(options.brands)]
    asked = [(word, brands) for word in options.words for brands in options.pagers]
    known: Counter[Asked] = Counter()
    first: Counter[Asked] = Counter()
    curve: Counter[float] = Counter()
    with Pool(options.processes) as pool:
        for costs in pool.imap_unordered(partial(run_brand, asked=asked), jobs):
            known.update(costs.known)
            first.update(costs.first)
            curve.update(costs.curve.known if costs.curve else {})
    weeks = options.brands * (options.days - WARM) / 7
    print(f"{options.brands} rough brands, {len(PLATFORMS)} platforms each")
    print_words(asked, {"rough": known}, weeks, "known brands")
    print_words(asked, {"rough": first}, options.brands * FIRST / 7, "a brand's first week")
    if 1 in options.pagers:
        print_curve({"rough": curve}, weeks)


if __name__ == "__main__":
    main()
