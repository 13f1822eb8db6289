"""A series: the buckets of one brand on one platform, from old to new."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from connectors.mention import Platform
from streams.account.figures import Bucket
from streams.account.rate import Component, Weights, add_up, choose_components, find_rate

DAY: Final = timedelta(days=1)
_APART: Final = 3
"""Steps between two buckets that still follow each other: Friday and Monday do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Buckets in order of time, none of them twice."""

    brand: str
    platform: Platform
    buckets: tuple[Bucket, ...]
    times: tuple[datetime, ...]
    """Of the buckets."""
    step: timedelta
    """Usual distance of two; a day where there is only one."""
    components: tuple[Component, ...]
    """What its engagement rate is made of; empty if it has none."""
    rates: Mapping[datetime, float | None]
    """The weighted engagement rate of each bucket, by when it begins."""
    totals: Mapping[datetime, float | None]
    """Its interactions, each counted as one; None where nobody was reached."""

    def between(self, begins: datetime, ends: datetime) -> tuple[Bucket, ...]:
        """Those that begin at `begins` or later and before `ends`."""
        return self.buckets[bisect_left(self.times, begins) : bisect_left(self.times, ends)]

    def run(self, index: int, count: int) -> tuple[Bucket, ...]:
        """The last `count` that end with `index`; fewer where a gap lies between them."""
        run = [self.buckets[index]]
        while (
            len(run) < count and index > 0 and self.times[index] - self.times[index - 1] <= _APART * self.step
        ):
            index -= 1
            run.insert(0, self.buckets[index])
        return tuple(run)

    @property
    def gaps(self) -> tuple[tuple[datetime, datetime], ...]:
        """Neighbours with so much time between them that figures are missing."""
        return tuple((a, b) for a, b in pairwise(self.times) if b - a > _APART * self.step)


def build_series(buckets: Iterable[Bucket], weights: Weights) -> tuple[Series, ...]:
    """One for each brand and platform; of two buckets that begin at one time the later one given counts."""
    latest = {(bucket.brand, bucket.platform, bucket.at): bucket for bucket in buckets}
    found = []
    for (brand, platform), keys in groupby(sorted(latest), key=lambda key: key[:2]):
        mine = tuple(latest[key] for key in keys)
        times = tuple(bucket.at for bucket in mine)
        components = choose_components(mine)
        found.append(
            Series(
                brand=brand,
                platform=platform,
                buckets=mine,
                times=times,
                step=find_step(times),
                components=components,
                rates={bucket.at: find_rate(bucket, components, weights) for bucket in mine},
                totals={bucket.at: add_up(bucket, components) if bucket.reach else None for bucket in mine},
            )
        )
    return tuple(found)


def find_step(times: Sequence[datetime]) -> timedelta:
    seconds = [(b - a).total_seconds() for a, b in pairwise(times)]
    return timedelta(seconds=median(seconds)) if seconds else DAY
