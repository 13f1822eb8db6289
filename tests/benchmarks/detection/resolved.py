"""What a person who resolves a crisis is woken for: its tail, and a flare: `python -m tests.benchmarks.detection.resolved`.

Ten times the talk for two hours and then a tail that halves in half an hour to six hours, or fades as one over the
time. It is resolved at the peak's end, an hour or four hours later. Flares bring the talk back to what it was at the
peak, four hours after the resolve and, to see what a loud tail hides, one hour after it.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import Any

import numpy as np

from streams.detector import Detector
from streams.detectors.registry import DETECTORS
from tests.benchmarks.detection.minutes import as_minutes
from tests.benchmarks.detection.runner import is_page
from tests.benchmarks.detection.simulator import DAY, Floats, make_stream

WARM = 13
"""Days before the day of the crisis."""
HEIGHT = 10.0
PLATEAU = 120
FLARE = 180
"""Minutes that the peak and a flare last."""
WATCHED = 12 * 60
"""Minutes after the resolve in which a page for the tail is counted."""


@dataclass(frozen=True, slots=True)
class Tail:
    """How a crisis fades."""

    half: int
    """Minutes until half is left."""
    is_heavy: bool = False
    """It fades as one over the time, not by halves."""

    def fade(self, length: int) -> Floats:
        since = np.arange(length)
        left = 1 / (1 + since / self.half) if self.is_heavy else 0.5 ** (since / self.half)
        return np.asarray(left)

    def __str__(self) -> str:
        return f"{'1/t' if self.is_heavy else 'halves'}, {self.half} min"


TAILS = (Tail(30), Tail(30, is_heavy=True), Tail(120), Tail(120, is_heavy=True), Tail(360))
RESOLVED = (0, 60, 240)
FLARED = (Tail(30), Tail(90))


@dataclass(frozen=True, slots=True)
class Brand:
    """A stream, and a detector that has watched it for two weeks."""

    name: str
    rate: float
    rough: bool
    seed: int
    start: int
    """Of the crisis."""
    snapshot: str

    @classmethod
    def warm(cls, name: str, rate: float, rough: bool, seed: int) -> "Brand":  # noqa: FBT001
        start = WARM * DAY + int(np.random.default_rng(seed).integers(DAY))
        detector = DETECTORS[name]("acme", lane="live", snapshot=None)
        for minute in as_minutes(make_stream(seed, rate=rate, rough=rough, days=WARM + 3))[:start]:
            detector.observe(minute)
        return cls(name, rate, rough, seed, start, json.dumps(detector.snapshot()))

    def tell(self, tail: Tail, resolved: int, flare: int | None) -> list[int] | None:
        """Return when people are paged after the resolve; None when the crisis itself was not found.

        Args:
            tail: of the crisis.
            resolved: minutes between the end of the peak and the resolve.
            flare: minutes between the resolve and the flare; None for none.
        """
        end = self.start + PLATEAU
        shape = np.ones((WARM + 3) * DAY)
        shape[self.start : end] = HEIGHT
        shape[end:] += (HEIGHT - 1) * tail.fade(len(shape) - end)
        at, last = end + resolved, end + resolved + WATCHED
        if flare is not None:
            last = at + flare + FLARE
            shape[at + flare : last] = HEIGHT
        stream = make_stream(self.seed, rate=self.rate, rough=self.rough, days=WARM + 3, shape=shape)
        detector = DETECTORS[self.name]("acme", lane="live", snapshot=json.loads(self.snapshot))
        minutes = as_minutes(stream)
        found = [page for index in range(self.start, at) for page in _page(detector, minutes[index])]
        if not found:
            return None
        detector.judge(found[-1], is_crisis=True, is_over=True)
        return [index - at for index in range(at, last) for _ in _page(detector, minutes[index])]


def _page(detector: Detector, minute: Any) -> Iterator[str]:
    yield from (spike.id for spike in detector.observe(minute).spikes if is_page(spike))


def print_tails(name: str, brands: list[Brand]) -> None:
    print(f"\n## {name}: tails that paged within 12 h / within 1 h of the resolve, of all\n")
    print(f"| tail | {' | '.join(f'resolved {minutes} min after the peak' for minutes in RESOLVED)} |")
    print("|---|---|---|---|")
    for tail in TAILS:
        row = []
        for resolved in RESOLVED:
            told = [pages for brand in brands if (pages := brand.tell(tail, resolved, None)) is not None]
            soon = sum(any(page <= 60 for page in pages) for pages in told)
            row.append(f"{sum(map(bool, told))} / {soon} of {len(told)}")
        print(f"| {tail} | {' | '.join(row)} |", flush=True)


def print_flares(name: str, brands: list[Brand]) -> None:
    print(f"\n## {name}: flares found within 45 min / within 3 h / median delay; paged twice\n")
    print("| tail | flare 4 h after the resolve | 1 h after it |\n|---|---|---|")
    for tail in FLARED:
        row = []
        for flare in (240, 60):
            told = [pages for brand in brands if (pages := brand.tell(tail, 60, flare)) is not None]
            hits = [[page - flare for page in pages if page >= flare] for pages in told]
            first = [delays[0] if delays else 10**6 for delays in hits]
            soon, found = (sum(delay <= most for delay in first) for most in (45, FLARE))
            middle = median(first)
            when = f"{middle:.0f} min" if middle <= FLARE else "-"
            row.append(f"{soon} / {found} of {len(told)} / {when}; {sum(len(one) > 1 for one in hits)}")
        print(f"| {tail} | {' | '.join(row)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", default="glr", help="a registered name")
    parser.add_argument("--seeds", type=int, default=3, help="brands for each rate, clean and rough")
    parser.add_argument("--first-seed", type=int, default=16_000_000)
    parser.add_argument("--rates", type=float, nargs="+", default=[2.0, 20.0, 200.0])
    options = parser.parse_args()
    cells = product((False, True), options.rates, range(options.seeds))
    brands = [
        Brand.warm(options.detector, rate, rough, options.first_seed + 1000 * place + seed)
        for place, (rough, rate, seed) in enumerate(cells)
    ]
    print_flares(options.detector, brands)
    print_tails(options.detector, brands)


if __name__ == "__main__":
    main()
