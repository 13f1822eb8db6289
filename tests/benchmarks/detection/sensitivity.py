"""What each word of sensitivity costs: `python -m tests.benchmarks.detection.sensitivity --seeds 4`.

Crisis-free streams, clean and rough, each judged as a person with one brand and as people with several would have
it. Nobody gives verdicts. Prints false pages a week and brand, a pager's in all with its interval, how one brand's
fall with the threshold, and what a brand's first week costs.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp
from multiprocessing import Pool
from typing import Final

from streams.automaton import Automaton, Turn
from streams.detectors.glr import GlrFactory, make_rules
from streams.minute import Minute
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


Asked = tuple[Sensitivity, int]
"""A word, and how many brands share the pager: each weighs evidence in its own way."""


@dataclass(frozen=True, slots=True)
class Costs:
    """False pages of one stream."""

    known: Counter[Asked]
    first: Counter[Asked]
    curve: Pages | None
    """Of one brand by threshold, if it was asked for."""


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


def watch(minutes: Sequence[Minute], asked: Iterable[Asked], *, warm: int, first: int = 0) -> Costs:
    """Return what a stream costs each of the pagers that are asked for."""
    known: Counter[Asked] = Counter()
    early: Counter[Asked] = Counter()
    curve = None
    for word, brands in asked:
        detector = GlrFactory(word, brands=brands)("acme", lane="live", snapshot=None)
        evidence = [detector.observe(one).evidence for one in minutes]
        threshold = find_threshold(word, brands)
        pages = count_pages(evidence, [threshold], warm=warm, first=first)
        known[word, brands], early[word, brands] = pages.known[threshold], pages.first[threshold]
        if brands == 1 and curve is None:
            curve = count_pages(evidence, CURVE, warm=warm, first=first)
    return Costs(known, early, curve)


def run_stream(job: tuple[float, bool, int], days: int, asked: Sequence[Asked]) -> Costs:
    rate, rough, seed = job
    stream = make_stream(seed, rate=rate, rough=rough, days=days)
    return watch(as_minutes(stream), asked, warm=WARM * DAY, first=FIRST * DAY)


def find_interval(pages: int) -> tuple[float, float]:
    """Return the means of a Poisson count that would bring so few, or so many, in one of forty cases each."""
    return (_solve(pages - 1, 0.975) if pages else 0.0), _solve(pages, 0.025)


def _solve(pages: int, chance: float) -> float:
    """Return the mean at which `pages` or fewer come with a chance."""
    low, high = 0.0, 4.0 * pages + 20.0
    for _ in range(60):
        middle = (low + high) / 2
        term = total = exp(-middle)
        for index in range(1, pages + 1):
            term *= middle / index
            total += term
        low, high = (middle, high) if total > chance else (low, middle)
    return low


def tell_pager(pages: int, weeks: float, brands: int) -> str:
    """Say what a pager of so many brands brings a week, with its interval of 95 %."""
    low, high = find_interval(pages)
    return f"{brands * pages / weeks:.1f} [{brands * low / weeks:.1f}, {brands * high / weeks:.1f}]"


def print_words(
    asked: Sequence[Asked], modes: Mapping[str, Counter[Asked]], weeks: float, title: str
) -> None:
    """Print what each word costs, alone and shared.

    Args:
        asked: words and brands.
        modes: false pages by sort of stream.
        weeks: that each sort of stream was watched for.
        title: what the table is of.
    """
    print(f"\n{title}: a person's false pages a week [interval of 95 %], {weeks:.0f} weeks of each sort\n")
    heads = ["word", "brands", *modes, "all of these", "of them", "budget"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for word, brands in asked:
        pages = [found[word, brands] for found in modes.values()]
        cells = [tell_pager(one, weeks, brands) for one in pages]
        both = tell_pager(sum(pages), weeks * len(modes), brands)
        budget = PROMISES[word].person_pages
        print(f"| {word} | {brands} | {' | '.join(cells)} | {both} | {sum(pages)} pages | {budget} |")


def print_curve(modes: Mapping[str, Counter[float]], weeks: float) -> None:
    """Print how one brand's false pages fall with the threshold."""
    heads = ["threshold", *modes]
    print(f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for threshold in CURVE:
        cells = [f"{found[threshold] / weeks:.3f}" for found in modes.values()]
        print(f"| {threshold:g} | {' | '.join(cells)} |")


def add_asked(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which pagers to judge."""
    parser.add_argument("--words", nargs="+", type=Sensitivity, default=list(Sensitivity))
    parser.add_argument("--pagers", nargs="+", type=int, default=list(PAGERS), help="brands on one pager")
    parser.add_argument("--processes", type=int, default=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="streams for each rate, clean and rough")
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--first-seed", type=int, default=8_400_000)
    add_asked(parser)
    options = parser.parse_args()
    jobs = [
        (rate, rough, options.first_seed + 1000 * place + seed)
        for place, (rough, rate) in enumerate((rough, rate) for rough in (False, True) for rate in RATES)
        for seed in range(options.seeds)
    ]
    asked = [(word, brands) for word in options.words for brands in options.pagers]
    with Pool(options.processes) as pool:
        results = pool.map(partial(run_stream, days=options.days, asked=asked), jobs, chunksize=1)
    known: dict[str, Counter[Asked]] = {"clean": Counter(), "rough": Counter()}
    first: dict[str, Counter[Asked]] = {"clean": Counter(), "rough": Counter()}
    curves: dict[str, Counter[float]] = {name: Counter() for name in ("clean", "rough", "first week")}
    for (_, rough, _), costs in zip(jobs, results, strict=True):
        mode = "rough" if rough else "clean"
        known[mode].update(costs.known)
        first[mode].update(costs.first)
        if costs.curve:
            curves[mode].update(costs.curve.known)
            curves["first week"].update(costs.curve.first)
    streams = len(jobs) / 2
    weeks = streams * (options.days - WARM) / 7
    print_words(asked, known, weeks, "known brands")
    print_words(asked, first, streams * FIRST / 7, "a brand's first week")
    if 1 in options.pagers:
        print_curve({mode: curves[mode] for mode in known}, weeks)
        print_curve({"first week": curves["first week"]}, 2 * streams * FIRST / 7)


if __name__ == "__main__":
    main()
