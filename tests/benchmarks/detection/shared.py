"""What a shared pager still finds: `python -m tests.benchmarks.detection.shared --seeds 2`.

Storms on brands that have been watched for two weeks or more, as a person with one brand and one with 200 would
hear of them. Each stream is watched once; from several of its minutes each storm is tried on a copy of the detector.
Prints how many are found within 3 hours and 45 minutes, the median delay and the severities.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pool
from typing import Final

import numpy as np

from connectors.mention import Platform
from streams.detectors.glr import GlrFactory
from streams.minute import Counts, Minute
from streams.spike import Severity, Spike, SpikePhase
from tests.benchmarks.detection.minutes import as_minutes
from tests.benchmarks.detection.runner import is_page
from tests.benchmarks.detection.simulator import DAY, LENGTH, Crisis, Laid, make_stream
from tests.benchmarks.detection.table import NEVER, tell

RATES: Final = (2.0, 20.0, 200.0)
WARM: Final = 14
"""Days before the first storm."""
STORMS: Final = {
    "x10, as angry as ever": (Crisis.STEP_10,),
    "x10 and .6 of it negative": (Crisis.STEP_10, Crisis.SHARE_60),
    "x3, as angry as ever": (Crisis.STEP_3,),
    "x3 and .6 of it negative": (Crisis.STEP_3, Crisis.SHARE_60),
    "x3, negative only": (Crisis.STEP_3_NEGATIVE,),
    ".6 negative, no more talk": (Crisis.SHARE_60,),
    "ramp x6 in 2 h": (Crisis.RAMP_6,),
    "x3, .6 of the negative backlash": (Crisis.STEP_3,),
    "x10 of praise (control)": (Crisis.VIRAL,),
}
BACKLASH: Final = "x3, .6 of the negative backlash"
USUAL_BACKLASH: Final = 0.1
"""Part of the negative mentions; rather more than most brands have."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What came of one storm."""

    storm: str
    brands: int
    delay: int
    severity: Severity | None


def add_backlash(minutes: Iterable[Minute], part: float, seed: int) -> list[Minute]:
    """Let a part of the negative mentions be against AI-made content, all for one reason."""
    rng = np.random.default_rng(seed)
    told = []
    for minute in minutes:
        backlash = int(rng.binomial(minute.counts.negative, part))
        themes = {"jobs": backlash} if backlash else {}
        counts: Counts = replace(minute.counts, backlash=backlash, themes=themes)
        places = {Platform.X: counts} if minute.platforms else {}
        told.append(replace(minute, counts=counts, platforms=places))
    return told


def make_storm(job: tuple[float, bool, int], storm: str, onset: int, days: int) -> list[Minute]:
    """Return the minutes of a storm."""
    rate, rough, seed = job
    laid = tuple(Laid(crisis, onset) for crisis in STORMS[storm])
    stream = make_stream(seed, rate=rate, rough=rough, days=days, crises=laid)
    stretch = as_minutes(stream)[onset : onset + max(LENGTH[crisis] for crisis in STORMS[storm])]
    return add_backlash(stretch, 0.6 if storm == BACKLASH else USUAL_BACKLASH, onset)


def run_stream(job: tuple[float, bool, int], days: int, tries: int, pagers: Iterable[int]) -> list[Hit]:
    rate, rough, seed = job
    length, longest = days * DAY, max(LENGTH.values())
    plain = make_stream(seed, rate=rate, rough=rough, days=days)
    calm = add_backlash(as_minutes(plain), USUAL_BACKLASH, seed)
    onsets = sorted(np.random.default_rng(seed + 9).integers(WARM * DAY, length - longest, tries).tolist())
    tried = [(onset, storm, make_storm(job, storm, onset, days)) for onset in onsets for storm in STORMS]
    hits = []
    for brands in pagers:
        make, at, state = GlrFactory(brands=brands), 0, ""
        detector = make("acme", lane="live", snapshot=None)
        for onset, storm, minutes in tried:
            if onset != at:
                for minute in calm[at:onset]:
                    detector.observe(minute)
                at, state = onset, json.dumps(detector.snapshot())
            copy = make("acme", lane="live", snapshot=json.loads(state))
            seen = [spike for one in minutes for spike in copy.observe(one).spikes]
            hits.append(_find_hit(storm, brands, seen, calm[onset]))
    return hits


def _find_hit(storm: str, brands: int, seen: list[Spike], first: Minute) -> Hit:
    """Return the first page, with the worst that its spike came to be."""
    page = next((spike for spike in seen if is_page(spike)), None)
    if page is None:
        return Hit(storm, brands, NEVER, None)
    delay = int((page.at - first.start).total_seconds() // 60)
    worst = min(one.severity for one in seen if one.id == page.id and one.phase is not SpikePhase.CLOSED)
    return Hit(storm, brands, delay, worst)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="streams for each rate, clean and rough")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--tries", type=int, default=4, help="of each storm in each stream")
    parser.add_argument("--first-seed", type=int, default=10_300_000)
    parser.add_argument("--pagers", nargs="+", type=int, default=[1, 200])
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [
        (rate, rough, options.first_seed + 1000 * place + seed)
        for place, (rough, rate) in enumerate((rough, rate) for rough in (False, True) for rate in RATES)
        for seed in range(options.seeds)
    ]
    run = partial(run_stream, days=options.days, tries=options.tries, pagers=options.pagers)
    found: dict[tuple[str, int, bool], list[Hit]] = defaultdict(list)
    with Pool(options.processes) as pool:
        for (_, rough, _), hits in zip(jobs, pool.imap(run, jobs), strict=True):
            for hit in hits:
                found[hit.storm, hit.brands, rough].append(hit)
    heads = [
        f"{'rough' if rough else 'clean'}, {n} on a pager" for n in options.pagers for rough in (False, True)
    ]
    print(f"found within 3 h / within 45 min / median delay; severities\n\n| storm | {' | '.join(heads)} |")
    print(f"|{'---|' * (len(heads) + 1)}")
    for storm in STORMS:
        cells = []
        for brands in options.pagers:
            for rough in (False, True):
                hits = found[storm, brands, rough]
                grades = Counter(hit.severity for hit in hits if hit.severity)
                said = ", ".join(f"{grades[one]} {one}" for one in sorted(grades))
                cells.append(f"{tell([hit.delay for hit in hits])}; {said or 'none'} of {len(hits)}")
        print(f"| {storm} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
