"""What each word of sensitivity costs: `python -m tests.benchmarks.detection.sensitivity --seeds 4`.

Crisis-free streams, clean and rough; the evidence of each minute is judged at every word's threshold, as one
brand and as several on one pager. Nobody gives verdicts. Prints false pages a week and brand, a pager's in all,
how they fall with the threshold, and what a brand's first week costs.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from statistics import mean
from typing import Final

from streams.automaton import Automaton, Turn
from streams.detectors.glr import make_glr, make_rules
from streams.sensitivity import PROMISES, Sensitivity, find_threshold
from tests.benchmarks.detection.minutes import as_minutes
from tests.benchmarks.detection.simulator import DAY, make_stream

WARM: Final = 14
"""Days before anything is counted."""
FIRST: Final = 7
"""Days of a brand's first week, counted for itself."""
RATES: Final = (2.0, 20.0, 200.0)
PAGERS: Final = (1, 5, 20, 200)
"""Brands that one person is on call for."""
CURVE: Final = (4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0, 18.0, 22.0, 27.0, 35.0, 45.0, 60.0)
"""Thresholds in nats at which false pages are counted to see how fast they fall."""


@dataclass(frozen=True, slots=True)
class Pages:
    """False pages by threshold."""

    known: Counter[float]
    """After `WARM` days."""
    first: Counter[float]
    """In the first week."""


def thresholds() -> list[float]:
    """Return every threshold that is asked for."""
    words = {find_threshold(word, brands) for word in Sensitivity for brands in PAGERS}
    return sorted(words | set(CURVE))


def count_pages(evidence: Iterable[float], asked: Sequence[float], *, warm: int, first: int = 0) -> Pages:
    """Return how often each threshold would have paged from minute `warm` on, and before minute `first`."""
    judges = [(threshold, Automaton(make_rules(threshold))) for threshold in asked]
    pages = Pages(Counter(), Counter())
    for index, nats in enumerate(evidence):
        for threshold, judge in judges:
            if judge.step(index, nats, is_known=True) in {Turn.OPEN, Turn.REPAGE}:
                pages.known[threshold] += index >= warm
                pages.first[threshold] += index < first
    return pages


def run_stream(job: tuple[float, bool, int], days: int) -> Pages:
    rate, rough, seed = job
    detector = make_glr("acme", lane="live", snapshot=None)
    stream = make_stream(seed, rate=rate, rough=rough, days=days)
    evidence = (detector.observe(one).evidence for one in as_minutes(stream))
    return count_pages(evidence, thresholds(), warm=WARM * DAY, first=FIRST * DAY)


def print_words(modes: Mapping[str, Counter[float]], weeks: float) -> None:
    """Print what each word costs, alone and shared.

    Args:
        modes: known false pages by sort of stream.
        weeks: that each sort of stream was watched for.
    """
    heads = [*modes, "all of these", "promised", *(f"{brands} on a pager" for brands in PAGERS[1:]), "budget"]
    print(f"| word | {' | '.join(heads)} |\n|{'---|' * (1 + len(heads))}")
    for word in Sensitivity:
        rows = {
            brands: [found[find_threshold(word, brands)] / weeks for found in modes.values()]
            for brands in PAGERS
        }
        alone = [*rows[1], mean(rows[1]), PROMISES[word].brand_pages]
        shared = [*(brands * mean(rows[brands]) for brands in PAGERS[1:]), PROMISES[word].person_pages]
        cells = [f"{number:.2f}" for number in alone] + [f"{number:.1f}" for number in shared]
        print(f"| {word} | {' | '.join(cells)} |")


def print_curve(modes: Mapping[str, Counter[float]], weeks: float, first: Mapping[float, float]) -> None:
    """Print how false pages fall with the threshold; `first` are those of a brand's first week."""
    heads = ["threshold", *modes, "all of these", *(["first week"] if first else [])]
    print(f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for threshold in CURVE:
        row = [found[threshold] / weeks for found in modes.values()]
        cells = [*row, mean(row), *([first[threshold]] if first else [])]
        print(f"| {threshold:g} | {' | '.join(f'{number:.3f}' for number in cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="streams for each rate, clean and rough")
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--first-seed", type=int, default=8_400_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [
        (rate, rough, options.first_seed + 1000 * place + seed)
        for place, (rough, rate) in enumerate((rough, rate) for rough in (False, True) for rate in RATES)
        for seed in range(options.seeds)
    ]
    with Pool(options.processes) as pool:
        results = pool.map(partial(run_stream, days=options.days), jobs, chunksize=1)
    modes: dict[str, Counter[float]] = {"clean": Counter(), "rough": Counter()}
    first: Counter[float] = Counter()
    for (_, rough, _), pages in zip(jobs, results, strict=True):
        modes["rough" if rough else "clean"].update(pages.known)
        first.update(pages.first)
    weeks = (options.days - WARM) / 7
    print(f"{len(jobs)} streams of {weeks:.0f} weeks; false pages a week and brand, and a week on a pager\n")
    print_words(modes, weeks * len(jobs) / 2)
    early = {threshold: first[threshold] / len(jobs) for threshold in CURVE}
    print_curve(modes, weeks * len(jobs) / 2, early)


if __name__ == "__main__":
    main()
