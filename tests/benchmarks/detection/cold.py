"""A new brand's first half day: `python -m tests.benchmarks.detection.cold --seeds 24 --first-seed 9200000`.

A tenfold storm breaks out between minute 90 and 720; each seed is run clean and rough. Prints how many are found
within five minutes, how late the others, false pages before the storm and pages before minute 30.
"""

import argparse
from multiprocessing import Pool
from typing import Final

from tests.benchmarks.detection.table import NEVER, run_cold

RATES: Final = (2.0, 20.0, 200.0)
SOON: Final = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", default="glr")
    parser.add_argument("--seeds", type=int, default=24, help="storms for each rate, clean and rough")
    parser.add_argument("--first-seed", type=int, default=9_200_000)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print("| cell | found in 5 min | minutes of the others | false pages before | before minute 30 |")
    print(f"|{'---|' * 5}")
    soon = every = 0
    with Pool(options.processes) as pool:
        for rate in RATES:
            for rough in (False, True):
                jobs = [
                    (options.detector, rate, rough, options.first_seed + seed)
                    for seed in range(options.seeds)
                ]
                found = pool.map(run_cold, jobs)
                late = sorted(delay for delay, _, _ in found if delay > SOON)
                told = ", ".join("never" if delay == NEVER else str(delay) for delay in late) or "-"
                soon, every = soon + len(found) - len(late), every + len(found)
                print(
                    f"| {'rough' if rough else 'clean'} {rate:g}/min | {len(found) - len(late)} of {len(found)} | "
                    f"{told} | {sum(false for _, false, _ in found)} | {sum(first for *_, first in found)} |"
                )
    print(f"\nover all rates {soon / every:.0%} ({soon} of {every})")


if __name__ == "__main__":
    main()
