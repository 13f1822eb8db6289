"""Mean and standard deviation: the last hour against the hours of seven days (Socialmetrix' rule)."""

from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Annotated, Final

from pydantic import Field

from streams.detectors.history import History
from streams.detectors.reference import Reading

WEEK: Final = 7 * 24
NEEDED: Final = 24


@dataclass(frozen=True, slots=True)
class MeanSd:
    """Alarm above mean + k standard deviations."""

    k: Annotated[float, Field(gt=0)] = 3.0
    name: str = "mean_sd"
    note: str = "last hour; alarm above mean + k·sd of seven days' hours"

    def read(self, history: History) -> Reading | None:
        hours = history.known(WEEK)
        if len(hours) < NEEDED:
            return None
        mean = fmean(hours)
        return Reading(history.last_hour, mean, mean + self.k * max(pstdev(hours), 1.0))
