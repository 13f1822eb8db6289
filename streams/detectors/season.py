"""The season: how busy an hour of the day and a day of the week usually are, as factors around one.

Each slot holds what was counted and what the level alone expected; the factor is their ratio, drawn to
one while little is known. Slots forget on their own clock: the hour of three o'clock ages only at three.
They are kept in single precision, which is how they travel, so that going on from a snapshot is exact.
"""

from array import array
from base64 import b85decode, b85encode
from struct import pack, unpack
from typing import Final

HOURS: Final = 24
DAYS: Final = 7
_SLOTS: Final = HOURS + DAYS
_HOUR_PRIOR: Final = 10.0
_DAY_PRIOR: Final = 20.0
_KEEP: Final = 0.5 ** (1 / (336 * 60))
"""Per minute of a slot's own clock."""
_MONDAY: Final = 5
"""2000-01-01, minute 0 of our count, was a Saturday."""


class Season:
    """Factors for 24 hours, interpolated, and 7 days, in UTC."""

    __slots__ = ("expected", "seen")

    def __init__(self, state: str | None = None) -> None:
        self.seen = array("f", bytes(4 * _SLOTS))
        self.expected = array("f", bytes(4 * _SLOTS))
        if state:
            both = array("f", b85decode(state))
            self.seen, self.expected = both[:_SLOTS], both[_SLOTS:]

    def factor(self, now: int) -> tuple[float, float]:
        """Return the factor of a minute, and the relative variance of what is known about it."""
        seen, expected = self.seen, self.expected
        hour, after, share, day = _place(now)
        first = (seen[hour] + _HOUR_PRIOR) / (expected[hour] + _HOUR_PRIOR)
        second = (seen[after] + _HOUR_PRIOR) / (expected[after] + _HOUR_PRIOR)
        weekday = (seen[day] + _DAY_PRIOR) / (expected[day] + _DAY_PRIOR)
        doubt = 1 / (expected[hour] + _HOUR_PRIOR) + 1 / (expected[day] + _DAY_PRIOR)
        return (first + share * (second - first)) * weekday, doubt

    def learn(self, now: int, count: float, mu: float, hour_weight: float, day_weight: float) -> None:
        """Take in a minute's count where `mu` was expected with today's factors."""
        seen, expected = self.seen, self.expected
        hour, after, share, day = _place(now)
        for slot, part, prior, weight in (
            (hour, 1 - share, _HOUR_PRIOR, hour_weight),
            (after, share, _HOUR_PRIOR, hour_weight),
            (day, 1.0, _DAY_PRIOR, day_weight),
        ):
            # What was expected without this slot's own factor.
            plain = mu * (expected[slot] + prior) / (seen[slot] + prior)
            keep = 1 - (1 - _KEEP) * part
            seen[slot] = seen[slot] * keep + part * weight * count
            expected[slot] = expected[slot] * keep + part * weight * plain

    def settle(self) -> float:
        """End the first day, whose level was still being found: its hours are set around one.

        Returns what the levels must be multiplied with, so that hour factors are one on average.
        """
        factors = [self._hour_factor(hour) for hour in range(HOURS)]
        middle = sum(factors) / HOURS
        for hour, factor in enumerate(factors):
            self.seen[hour] = max(0.0, factor / middle * (self.expected[hour] + _HOUR_PRIOR) - _HOUR_PRIOR)
        return middle

    def _hour_factor(self, hour: int) -> float:
        return (self.seen[hour] + _HOUR_PRIOR) / (self.expected[hour] + _HOUR_PRIOR)

    def add(self, other: "Season") -> None:
        """Take in what another shard saw of the same time."""
        for slot in range(_SLOTS):
            self.seen[slot] += other.seen[slot]
            self.expected[slot] += other.expected[slot]

    def remember(self) -> bytes:
        """Return the factors alone, in half precision: enough to go back to."""
        factors = [
            (self.seen[slot] + _prior(slot)) / (self.expected[slot] + _prior(slot)) for slot in range(_SLOTS)
        ]
        return pack(f"<{_SLOTS}e", *(min(factor, 60_000.0) for factor in factors))

    def go_back(self, remembered: bytes) -> None:
        """Return to factors remembered earlier, with the certainty of today."""
        for slot, factor in enumerate(unpack(f"<{_SLOTS}e", remembered)):
            prior = _prior(slot)
            self.seen[slot] = max(0.0, factor * (self.expected[slot] + prior) - prior)

    def snapshot(self) -> str:
        return b85encode((self.seen + self.expected).tobytes()).decode()


def _prior(slot: int) -> float:
    return _HOUR_PRIOR if slot < HOURS else _DAY_PRIOR


def _place(now: int) -> tuple[int, int, float, int]:
    """Return the hour's slot, the next one's, how far between their middles, and the day's slot."""
    shifted = now - 30
    hour = shifted // 60 % HOURS
    day = HOURS + (now // 1440 + _MONDAY) % DAYS
    return hour, (hour + 1) % HOURS, shifted % 60 / 60, day
