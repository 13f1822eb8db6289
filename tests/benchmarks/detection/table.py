"""The whole table, with one command: `python -m tests.benchmarks.detection.table --seeds 24`.

Synthetic cells first, then cold start, then NAB and the recordings where ../shared holds them. With
`--detector all` every registered detector runs with its own default threshold, and a table at the end sets
them side by side.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import Pool
from statistics import median

import numpy as np

from streams.detectors.registry import DETECTORS
from tests.benchmarks.detection.minutes import START, as_minutes
from tests.benchmarks.detection.nab_table import print_nab
from tests.benchmarks.detection.recordings import print_recordings
from tests.benchmarks.detection.runner import MINUTE, run
from tests.benchmarks.detection.simulator import DAY, LENGTH, Crisis, Laid, make_stream

WARM = 14
"""Days before anything is counted."""
DAYS = 42
RATES = (0.2, 2.0, 20.0, 200.0)
AFTERMATH = 60
"""Minutes after a crisis in which a page is no false page."""
NEVER = 10**6
SLOWEST = 2
"""Mentions a minute from which the aims hold; below, few mentions are all there is."""


@dataclass
class Cell:
    """What came out of one rate and mode."""

    rate: float
    rough: bool
    weeks: float = 0.0
    false_pages: int = 0
    delays: dict[Crisis, list[int]] = field(default_factory=dict)


def plan(seed: int) -> tuple[Laid, ...]:
    """Lay a crisis of random kind every 2 to 3.5 days after the warm-up."""
    rng = np.random.default_rng(seed + 777)
    kinds = list(Crisis)
    laid: list[Laid] = []
    at = WARM * DAY
    while True:
        at += int(rng.uniform(2, 3.5) * DAY)
        if at + 300 > DAYS * DAY:
            return tuple(laid)
        laid.append(Laid(kinds[int(rng.integers(len(kinds)))], at))


def run_stream(job: tuple[str, float, bool, int, int | None]) -> Cell:
    name, rate, rough, seed, resolve_after = job
    crises = plan(seed)
    stream = make_stream(seed, rate=rate, rough=rough, days=DAYS, crises=crises)
    detector = DETECTORS[name]("acme", lane="live", snapshot=None)
    real = [laid for laid in crises if laid.crisis not in {Crisis.VIRAL, Crisis.OUTAGE}]

    def is_crisis(at: datetime) -> bool:
        index = (at - START) // MINUTE
        return any(laid.start <= index < laid.start + LENGTH[laid.crisis] for laid in real)

    found = run(detector, as_minutes(stream), is_crisis, resolve_after)
    pages = [(page.at - START) // MINUTE for page in found]
    cell = Cell(rate, rough, weeks=(DAYS - WARM) / 7)
    for laid in crises:
        end = laid.start + LENGTH[laid.crisis]
        hits = [at - laid.start for at in pages if laid.start < at <= end]
        cell.delays.setdefault(laid.crisis, []).append(hits[0] if hits else NEVER)
        cell.weeks -= (LENGTH[laid.crisis] + AFTERMATH) / (7 * DAY)
    spans = [(laid.start, laid.start + LENGTH[laid.crisis] + AFTERMATH) for laid in crises]
    cell.false_pages = sum(
        at >= WARM * DAY and not any(first < at <= last for first, last in spans) for at in pages
    )
    return cell


def run_cold(job: tuple[str, float, bool, int]) -> tuple[int, int, int]:
    """A brand's first half day with a x10 crisis in it: delay, false pages, pages before minute 30."""
    name, rate, rough, seed = job
    start = int(np.random.default_rng(seed).integers(90, 720))
    stream = make_stream(seed, rate=rate, rough=rough, days=1, crises=(Laid(Crisis.STEP_10, start),))
    detector = DETECTORS[name]("acme", lane="live", snapshot=None)
    pages = [(page.at - START) // MINUTE for page in run(detector, as_minutes(stream))]
    hits = [at - start for at in pages if start < at <= start + LENGTH[Crisis.STEP_10]]
    return hits[0] if hits else NEVER, sum(at <= start for at in pages), sum(at <= 30 for at in pages)


def join(cells: Sequence[Cell]) -> list[Cell]:
    table: dict[tuple[bool, float], Cell] = {}
    for cell in cells:
        whole = table.setdefault((cell.rough, cell.rate), Cell(cell.rate, cell.rough))
        whole.weeks += cell.weeks
        whole.false_pages += cell.false_pages
        for crisis, delays in cell.delays.items():
            whole.delays.setdefault(crisis, []).extend(delays)
    return [table[key] for key in sorted(table)]


def tell(delays: Sequence[int]) -> str:
    """Say how many were found, within 45 minutes, and after how long."""
    if not delays:
        return "-"
    found = sum(delay < NEVER for delay in delays) / len(delays)
    soon = sum(delay <= 45 for delay in delays) / len(delays)
    middle = median(delays)
    return f"{found:.0%} / {soon:.0%} / {f'{middle:.0f} min' if middle < NEVER / 2 else '-'}"


def print_synthetic(name: str, cells: list[Cell], cold: dict[float, list[tuple[int, int, int]]]) -> None:
    print(f"\n## {name}: found within 3 h / within 45 min / median delay\n")
    heads = [f"{'rough' if cell.rough else 'clean'} {cell.rate:g}/min" for cell in cells]
    print(f"| crisis | {' | '.join(heads)} | all rates >= 2 |")
    print(f"|---|{'---|' * (len(heads) + 1)}")
    for crisis in Crisis:
        row = [tell(cell.delays.get(crisis, [])) for cell in cells]
        pooled = [delay for cell in cells if cell.rate >= SLOWEST for delay in cell.delays.get(crisis, [])]
        print(f"| {crisis} ({len(pooled)}) | {' | '.join(row)} | {tell(pooled)} |")
    rates = [cell.false_pages / cell.weeks for cell in cells]
    busy = [rate for rate, cell in zip(rates, cells, strict=True) if cell.rate >= SLOWEST]
    row = [f"{rate:.2f}" for rate in rates]
    print(f"| false pages a week | {' | '.join(row)} | mean {np.mean(busy):.2f}, worst {max(busy):.2f} |")
    print(
        "\n| cold start, x10 at minute 90 to 720 | found in 5 min / median | false pages | before minute 30 |"
    )
    print("|---|---|---|---|")
    for rate, results in cold.items():
        soon = sum(delay <= 5 for delay, _, _ in results) / len(results)
        middle = median(delay for delay, _, _ in results)
        early, first = sum(false for _, false, _ in results), sum(soonest for _, _, soonest in results)
        print(f"| {rate:g}/min ({len(results)}) | {soon:.0%} / {middle:.0f} min | {early} | {first} |")


def sum_up(name: str, cells: list[Cell], cold: dict[float, list[tuple[int, int, int]]]) -> str:
    """Return a detector's line in the table that sets them side by side."""
    busy = [cell for cell in cells if cell.rate >= SLOWEST]

    def of(crisis: Crisis, *, rough: bool | None = None) -> str:
        chosen = [cell for cell in busy if rough is None or cell.rough is rough]
        return tell([delay for cell in chosen for delay in cell.delays.get(crisis, [])])

    rates = [cell.false_pages / cell.weeks for cell in busy]
    young = [result for results in cold.values() for result in results]
    parts = (
        of(Crisis.STEP_10),
        of(Crisis.RAMP_6),
        of(Crisis.SHARE_60),
        of(Crisis.STEP_3, rough=False),
        of(Crisis.STEP_3, rough=True),
        of(Crisis.VIRAL),
        f"{np.mean(rates):.2f} / {max(rates):.2f}",
        f"{sum(delay <= 5 for delay, _, _ in young) / len(young):.0%} / {sum(false for _, false, _ in young)}",
    )
    return f"| {name} | {' | '.join(parts)} |"


def print_comparison(lines: list[str]) -> None:
    print("\n## Side by side, rates of 2 a minute and more: found in 3 h / in 45 min / median delay\n")
    print(
        "| detector | x10 | ramp | share .2 to .6 | x3 clean | x3 rough | virality (control) |"
        " false pages a week, mean / worst | cold start: in 5 min / false |"
    )
    print(f"|{'---|' * 9}")
    print("\n".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", default="glr", help="a registered name, or all")
    parser.add_argument("--seeds", type=int, default=4, help="streams of six weeks for each cell")
    parser.add_argument("--first-seed", type=int, default=90_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--resolve-after", type=int, help="minutes after a crisis's page; never if left out")
    parser.add_argument("--synthetic-only", action="store_true", help="without NAB and the recordings")
    options = parser.parse_args()
    names = sorted(DETECTORS) if options.detector == "all" else [options.detector]
    cells = [(rate, rough) for rough in (False, True) for rate in RATES]
    lines = []
    for name in names:
        jobs = [
            (name, rate, rough, options.first_seed + 1000 * place + seed, options.resolve_after)
            for place, (rate, rough) in enumerate(cells)
            for seed in range(options.seeds)
        ]
        with Pool(options.processes) as pool:
            found = join(pool.map(run_stream, jobs, chunksize=1))
            cold = {
                rate: pool.map(
                    run_cold,
                    [
                        (name, rate, bool(seed % 2), options.first_seed + 50_000 + seed)
                        for seed in range(10 * options.seeds)
                    ],
                )
                for rate in RATES[1:]
            }
        print_synthetic(name, found, cold)
        lines.append(sum_up(name, found, cold))
        if not options.synthetic_only:
            print_nab(name)
            print_recordings(name)
    if len(lines) > 1:
        print_comparison(lines)


if __name__ == "__main__":
    main()
