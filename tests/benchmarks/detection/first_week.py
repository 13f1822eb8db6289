"""A brand's first week: `python -m tests.benchmarks.detection.first_week --seeds 8`.

A storm breaks out on the second to the sixth day of a brand that is watched for the first time, laid over the
simulator's streams. Prints how many are found within 45 minutes and within 3 hours, and the false pages before,
for one brand on a pager and for 200.
"""

import argparse
from collections.abc import Sequence
from functools import partial
from multiprocessing import Pool
from typing import Final

import numpy as np

from streams.detectors.glr import GlrFactory
from tests.benchmarks.detection.minutes import START, as_minutes
from tests.benchmarks.detection.runner import MINUTE, run
from tests.benchmarks.detection.simulator import DAY, LENGTH, Crisis, Laid, make_stream
from tests.benchmarks.detection.table import NEVER, tell

RATES: Final = (2.0, 20.0, 200.0)
PAGERS: Final = (1, 200)
STORMS: Final = {
    "x10, as angry as ever": (Crisis.STEP_10,),
    "x3, as angry as ever (believed to be ordinary)": (Crisis.STEP_3,),
    "x3 and .6 of it negative": (Crisis.STEP_3, Crisis.SHARE_60),
    "x10 and .6 of it negative": (Crisis.STEP_10, Crisis.SHARE_60),
    ".6 negative, no more talk": (Crisis.SHARE_60,),
    "x10 of praise (control)": (Crisis.VIRAL,),
}
Found = tuple[int, int]
"""The delay in minutes, and pages before the onset."""


def run_storm(job: tuple[str, float, bool, int], brands: int) -> Found:
    storm, rate, rough, seed = job
    onset = int(np.random.default_rng(seed + 99).integers(DAY, 6 * DAY))
    laid = tuple(Laid(crisis, onset) for crisis in STORMS[storm])
    stream = make_stream(seed, rate=rate, rough=rough, days=onset // DAY + 2, crises=laid)
    detector = GlrFactory(brands=brands)("acme", lane="live", snapshot=None)
    minutes = as_minutes(stream)[: onset + LENGTH[laid[0].crisis]]
    pages = [(page.at - START) // MINUTE for page in run(detector, minutes)]
    hits = [at - onset for at in pages if at > onset]
    return (hits[0] if hits else NEVER), sum(at <= onset for at in pages)


def print_storms(jobs: Sequence[tuple[str, float, bool, int]], found: Sequence[Found]) -> None:
    cells = [(rate, rough) for rough in (False, True) for rate in RATES]
    heads = " | ".join(f"{'rough' if rough else 'clean'} {rate:g}/min" for rate, rough in cells)
    print(f"| storm | {heads} | all | false pages before |\n|{'---|' * (len(cells) + 3)}")
    results = list(zip(jobs, found, strict=True))
    for storm in STORMS:
        mine = [(job, one) for job, one in results if job[0] == storm]
        row = [tell([delay for job, (delay, _) in mine if job[1:3] == cell]) for cell in cells]
        false = sum(early for _, (_, early) in mine)
        everywhere = tell([delay for _, (delay, _) in mine])
        print(f"| {storm} | {' | '.join(row)} | {everywhere} | {false} of {len(mine)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seeds", type=int, default=4, help="storms of each sort for each rate, clean and rough"
    )
    parser.add_argument("--first-seed", type=int, default=8_500_000)
    parser.add_argument("--pagers", nargs="+", type=int, default=list(PAGERS), help="brands on one pager")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [
        (storm, rate, rough, options.first_seed + 1000 * place + seed)
        for storm in STORMS
        for place, (rate, rough) in enumerate((rate, rough) for rough in (False, True) for rate in RATES)
        for seed in range(options.seeds)
    ]
    with Pool(options.processes) as pool:
        for brands in options.pagers:
            found = pool.map(partial(run_storm, brands=brands), jobs, chunksize=1)
            print(f"\n## {brands} on a pager: found within 3 h / within 45 min / median delay\n")
            print_storms(jobs, found)


if __name__ == "__main__":
    main()
