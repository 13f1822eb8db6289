"""Many brands on one pager: `python -m tests.benchmarks.detection.brands --brands 12 --days 24`.

Crisis-free rough streams, six platforms each, judged at the thresholds of every word, for one brand and for
several on a pager. The false pages of the brands simulated are scaled to the pager's. Nobody gives verdicts.
"""

import argparse
from collections import Counter
from datetime import timedelta
from multiprocessing import Pool

from connectors.mention import Platform
from streams.detectors.glr import GlrFactory
from streams.minute import Counts, Minute
from tests.benchmarks.detection.minutes import START
from tests.benchmarks.detection.sensitivity import count_pages, print_curve, print_words, thresholds
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


def run_brand(job: tuple[int, int]) -> Counter[float]:
    """Return the false pages at each threshold once the brand is known."""
    seed, days = job
    detector = GlrFactory()("b", lane="live", snapshot=None)
    evidence = (detector.observe(minute).evidence for minute in make_minutes(seed, days))
    return count_pages(evidence, thresholds(), warm=WARM * DAY).known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=12)
    parser.add_argument("--days", type=int, default=24)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [(options.first_seed + brand, options.days) for brand in range(options.brands)]
    found: Counter[float] = Counter()
    with Pool(options.processes) as pool:
        for pages in pool.imap_unordered(run_brand, jobs):
            found.update(pages)
    weeks = options.brands * (options.days - WARM) / 7
    print(f"{options.brands} brands, {len(PLATFORMS)} platforms each, {weeks:.0f} brand-weeks\n")
    print_words({"rough": found}, weeks)
    print_curve({"rough": found}, weeks, {})


if __name__ == "__main__":
    main()
