"""Limits: how many requests one address and one hook may make. Pure; time is an argument."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class Bucket:
    """A bucket of `size` requests that fills by `size` a minute."""

    size: int
    left: float
    at: datetime

    def take(self, now: datetime) -> timedelta | None:
        """Take one request; None, or how long to wait when there is none."""
        passed = max((now - self.at).total_seconds(), 0.0)
        self.left = min(self.left + passed * self.size / 60, float(self.size))
        self.at = max(now, self.at)
        if self.left >= 1:
            self.left -= 1
            return None
        return timedelta(seconds=(1 - self.left) * 60 / self.size)


@dataclass(slots=True)
class Limiter:
    """One bucket for each name; bounded: the one asked for longest ago is forgotten first."""

    a_minute: int
    names: int = 10_000
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def take(self, name: str, now: datetime) -> timedelta | None:
        """Take one request from a name's bucket; see `Bucket.take`."""
        bucket = self._buckets.pop(name, None) or Bucket(self.a_minute, float(self.a_minute), now)
        self._buckets[name] = bucket
        if len(self._buckets) > self.names:
            self._buckets.popitem(last=False)
        return bucket.take(now)
