"""What each word of sensitivity costs: `python -m tests.benchmarks.detection.sensitivity --seeds 4`.

Crisis-free streams, clean and rough; the evidence of each minute is judged at every word's threshold, as one
brand and as 200 on one pager. Nobody gives verdicts. False pages a week and brand, and for a pager of 200.
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from multiprocessing import Pool

from streams.automaton import Automaton, Turn
from streams.detectors.glr import make_glr, make_rules
from streams.sensitivity import PROMISES, Sensitivity, find_threshold
from tests.benchmarks.detection.minutes import as_minutes
from tests.benchmarks.detection.simulator import DAY, make_stream

WARM = 14
"""Days before anything is counted."""
RATES = (2.0, 20.0, 200.0)
PAGERS = (1, 200)
Found = Counter[tuple[Sensitivity, int]]


def count_pages(evidence: Iterable[float], warm: int) -> Found:
    """Return how often each word, alone and on a shared pager, would have paged."""
    judges = {
        (word, brands): Automaton(make_rules(find_threshold(word, brands)))
        for word in Sensitivity
        for brands in PAGERS
    }
    found: Found = Counter()
    for index, nats in enumerate(evidence):
        for key, judge in judges.items():
            turn = judge.step(index, nats, is_known=True)
            found[key] += index >= warm and turn in {Turn.OPEN, Turn.REPAGE}
    return found


def run_stream(job: tuple[float, bool, int, int]) -> Found:
    rate, rough, seed, days = job
    detector = make_glr("acme", lane="live", snapshot=None)
    stream = make_stream(seed, rate=rate, rough=rough, days=days)
    return count_pages((detector.observe(one).evidence for one in as_minutes(stream)), WARM * DAY)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="streams for each rate, clean and rough")
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--first-seed", type=int, default=8_400_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [
        (rate, rough, options.first_seed + 1000 * place + seed, options.days)
        for place, (rough, rate) in enumerate((rough, rate) for rough in (False, True) for rate in RATES)
        for seed in range(options.seeds)
    ]
    with Pool(options.processes) as pool:
        results = pool.map(run_stream, jobs, chunksize=1)
    weeks = (options.days - WARM) / 7
    print(f"{len(jobs)} streams of {weeks:.0f} weeks, false pages a week and brand")
    print("| word | one brand: clean | rough | both | promised | 200 on a pager, a week in all | budget |")
    print(f"|{'---|' * 7}")
    for word in Sensitivity:
        split = [
            sum(found[word, 1] for job, found in zip(jobs, results, strict=True) if job[1] is rough)
            / (weeks * sum(job[1] is rough for job in jobs))
            for rough in (False, True)
        ]
        many = sum(found[word, 200] for found in results) / (weeks * len(jobs))
        promise = PROMISES[word]
        print(
            f"| {word} | {split[0]:.2f} | {split[1]:.2f} | {sum(split) / 2:.2f} | {promise.brand_pages:g} | "
            f"{200 * many:.1f} | {promise.person_pages:g} |"
        )


if __name__ == "__main__":
    main()
