"""Many brands on one pager: `python -m tests.benchmarks.detection.brands --brands 12 --days 17`.

Crisis-free rough streams, six platforms each, judged at the threshold of one brand and of 200 on a pager. The
false pages of the brands simulated are scaled to 200.
"""

import argparse
from datetime import timedelta
from multiprocessing import Pool

from connectors.mention import Platform
from streams.detectors.glr import GlrFactory
from streams.minute import Counts, Minute
from streams.sensitivity import PROMISES, Sensitivity
from tests.benchmarks.detection.minutes import START
from tests.benchmarks.detection.runner import run
from tests.benchmarks.detection.simulator import DAY, make_stream

PLATFORMS = list(Platform)[:6]
WARM = 10
PAGER = 200


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


def run_brand(job: tuple[int, int]) -> tuple[int, int]:
    """Return the false pages at the threshold of one brand and of many."""
    seed, days = job
    minutes = make_minutes(seed, days)
    found = []
    for brands in (1, PAGER):
        detector = GlrFactory(Sensitivity.BALANCED, brands=brands)("b", lane="live", snapshot=None)
        pages = run(detector, minutes, lambda _: False)
        found.append(sum(page.at > START + timedelta(days=WARM) for page in pages))
    return found[0], found[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=12)
    parser.add_argument("--days", type=int, default=17)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with Pool(options.processes) as pool:
        results = pool.map(run_brand, [(seed, options.days) for seed in range(options.brands)], chunksize=1)
    weeks = options.brands * (options.days - WARM) / 7
    alone = sum(one for one, _ in results) / weeks
    many = sum(two for _, two in results) / weeks
    budget = PROMISES[Sensitivity.BALANCED].person_pages
    print(f"{options.brands} brands, {len(PLATFORMS)} platforms each, {weeks:.0f} brand-weeks")
    print(f"threshold of one brand: {alone:.2f} false pages a week and brand, {PAGER * alone:.0f} on a pager")
    print(
        f"threshold of {PAGER}: {many:.3f} a week and brand, {PAGER * many:.1f} on a pager (budget {budget:g})"
    )


if __name__ == "__main__":
    main()
