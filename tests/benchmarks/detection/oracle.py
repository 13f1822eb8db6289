"""How well anybody could find tripled talk in a rough stream: `python -m tests.benchmarks.detection.oracle`.

The oracle is told what no detector knows: the level, season and drift of every minute, how bursts of retweets begin
and fade, how the rate wanders, and that a crisis triples all talk for three hours. What it is not told is where they
are: it follows the probability of every wander, burst and crisis (a hidden Markov model in steps of three minutes) and
pages when the odds of a crisis pass a bar, set so that it pages falsely as often as asked.
"""

import argparse
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.benchmarks.detection.simulator import (
    DAY,
    LENGTH,
    Crisis,
    Floats,
    Ints,
    Laid,
    make_levels,
    make_stream,
)

STEP: Final = 3
"""Minutes."""
EVERY: Final = 2 * DAY
"""Minutes between the crises of a stream."""
DAYS: Final = 28
WANDERS: Final = np.linspace(-0.5, 0.5, 11)
SD: Final = 0.2
TAU: Final = 240.0
FADES: Final = (6.5, 10.0, 15.0, 20.0, 25.5)
"""Minutes in which a burst falls by e: the middles of what the simulator draws from 5 to 30."""
FADED: Final = 0.15
"""Share of the ordinary rate below which a burst is over."""
LARGEST: Final = 120.0
SMALLEST: Final = 5.0
TAIL: Final = 1.8
BURSTS_A_DAY: Final = 1.5
FOLD: Final = 3.0
HAZARD: Final = STEP / EVERY
SIZE: Final = STEP / 0.1
"""Of the negative binomial over a step: minutes have dispersions of .1 each."""
HELD_FOR: Final = 12 * 60 // STEP
"""Steps after a page in which another is the same one."""


@dataclass(frozen=True, slots=True)
class Model:
    """The hidden states: bursts by wanders, and how bursts follow each other."""

    heights: Floats
    """Of each burst state, in ordinary rates; the first is none."""
    burst: Floats
    """Probabilities from one burst state (row) to the next: it fades, or another begins."""
    wander: Floats
    """Probabilities from one wander (column) to the next."""


def make_model() -> Model:
    heights: list[float] = [0.0]
    fades, births = [0], [0.0]
    for tau in FADES:
        top = LARGEST / tau
        steps = int(np.ceil(tau / STEP * np.log(top / FADED)))
        first = len(heights)
        grid = top * np.exp(-STEP * np.arange(steps) / tau)
        heights += grid.tolist()
        fades += [*range(first + 1, first + steps), 0]
        # P(size > s) = (SMALLEST / s) ** TAIL, with all above the largest in the first state.
        above = np.minimum((SMALLEST / (grid * tau)) ** TAIL, 1.0)
        births += (np.diff(above, prepend=0.0) / len(FADES)).tolist()
    born = STEP * BURSTS_A_DAY / DAY
    fading = np.eye(len(heights))[fades]
    return Model(np.array(heights), (1 - born) * fading + born * np.array(births), _make_wander())


def _make_wander() -> Floats:
    """Return the chain over the grid whose steps have the mean and variance of the simulator's wander."""
    keep = float(np.exp(-STEP / TAU))
    spacing = WANDERS[1] - WANDERS[0]
    mean = -(1 - keep) * WANDERS / spacing
    square = (SD / spacing) ** 2 * (1 - keep**2) + mean**2
    up, down = np.maximum((square + mean) / 2, 0), np.maximum((square - mean) / 2, 0)
    up[-1] = down[0] = 0
    return np.diag(1 - up - down) + np.diag(up[:-1], -1) + np.diag(down[1:], 1)


def follow(model: Model, counts: Ints, levels: Floats, rate: float) -> Floats:
    """Return the log odds of a crisis at the end of every step.

    Args:
        model: what is hidden.
        counts: all mentions of every step.
        levels: mentions a minute at that step without wander, burst or crisis.
        rate: mentions a minute by which bursts are measured.
    """
    # Axes: crisis, wander, burst.
    belief = np.zeros((2, len(WANDERS), len(model.heights)))
    belief[0, :, 0] = np.exp(-0.5 * (WANDERS / SD) ** 2)
    folds = np.array([1.0, FOLD])[:, None, None]
    shape = np.exp(WANDERS - 0.02)[None, :, None]
    odds = np.empty(len(counts))
    leave = STEP / LENGTH[Crisis.STEP_3]
    for index, (count, level) in enumerate(zip(counts.tolist(), levels.tolist(), strict=True)):
        moved = np.asarray(model.wander @ (belief @ model.burst))
        calm, crisis = moved[0].copy(), moved[1].copy()
        moved[0] = (1 - HAZARD) * calm + leave * crisis
        moved[1] = HAZARD * calm + (1 - leave) * crisis
        mean = STEP * folds * (level * shape + rate * model.heights)
        likelihood = count * np.log(mean) - (count + SIZE) * np.log(mean + SIZE)
        belief = moved * np.exp(likelihood - likelihood.max())
        belief /= belief.sum()
        odds[index] = np.log(belief[1].sum() + 1e-300) - np.log(belief[0].sum() + 1e-300)
    return odds


def watch(seed: int, rate: float) -> tuple[Floats, list[int]]:
    """Return the oracle's odds over a rough stream with a crisis every other day, and the steps at which these begin."""
    rng = np.random.default_rng(seed + 777)
    starts = [day * DAY + int(rng.uniform(0, DAY - 2 * LENGTH[Crisis.STEP_3])) for day in range(1, DAYS, 2)]
    crises = tuple(Laid(Crisis.STEP_3, start) for start in starts)
    stream = make_stream(seed, rate=rate, rough=True, days=DAYS, crises=crises)
    levels = make_levels(seed, rate=rate, days=DAYS)
    counts = stream.mentions.reshape(-1, STEP).sum(axis=1)
    odds = follow(make_model(), counts, levels.reshape(-1, STEP).mean(axis=1), rate)
    return odds, starts


def find_pages(odds: Floats, bar: float) -> list[int]:
    """Return the steps at which it pages."""
    pages: list[int] = []
    for step in np.flatnonzero(odds >= bar).tolist():
        if not pages or step - pages[-1] >= HELD_FOR:
            pages.append(step)
    return pages


def judge(runs: list[tuple[Floats, list[int]]], bar: float) -> tuple[float, list[float]]:
    """Return false pages a week and the delays of all crises, in minutes; never is infinity."""
    false, weeks, delays = 0, 0.0, []
    for odds, starts in runs:
        pages = [(step + 1) * STEP for step in find_pages(odds, bar)]
        spans = [(start, start + LENGTH[Crisis.STEP_3] + 60) for start in starts]
        false += sum(not any(first < at <= last for first, last in spans) for at in pages)
        weeks += (DAYS * DAY - sum(last - first for first, last in spans)) / (7 * DAY)
        for start in starts:
            hits = [at - start for at in pages if start < at <= start + LENGTH[Crisis.STEP_3]]
            delays.append(float(hits[0]) if hits else float("inf"))
    return false / weeks, delays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4, help="streams of four weeks for each rate")
    parser.add_argument("--first-seed", type=int, default=60_000)
    options = parser.parse_args()
    print("| rate | false pages a week | step x3 found in 3 h | in 45 min | in 15 min | median |")
    print("|---|---|---|---|---|---|")
    for rate in (0.2, 2.0, 20.0, 200.0):
        runs = [watch(options.first_seed + seed, rate) for seed in range(options.seeds)]
        for allowed in (0.15, 0.5):
            bars = np.arange(-4.0, 12.0, 0.25).tolist()
            bar = next((bar for bar in bars if judge(runs, bar)[0] <= allowed), bars[-1])
            false, delays = judge(runs, bar)
            shares = [np.mean([delay <= limit for delay in delays]) for limit in (180, 45, 15)]
            told = " | ".join(f"{share:.0%}" for share in shares)
            print(f"| {rate:g}/min ({len(delays)}) | {false:.2f} | {told} | {np.median(delays):.0f} min |")


if __name__ == "__main__":
    main()
