"""Hour ratio: the last hour against the last twelve, and against the same hour a day and a week ago.

Our reading of the rule that Meltwater documents for its spike alerts; the factor is ours.
"""

from dataclasses import dataclass
from statistics import fmean
from typing import Annotated, Final

from pydantic import Field

from streams.detectors.history import History
from streams.detectors.reference import Reading

HALF_DAY: Final = 12
DAY: Final = 24
WEEK: Final = 168


@dataclass(frozen=True, slots=True)
class HourRatio:
    """Alarm above a multiple of the busiest of three comparisons."""

    factor: Annotated[float, Field(gt=1)] = 2.0
    name: str = "hour_ratio"
    note: str = "last hour; alarm above a multiple of the last 12 hours' mean and the same hour before"

    def read(self, history: History) -> Reading | None:
        hours = history.known(HALF_DAY)
        if len(hours) < HALF_DAY:
            return None
        earlier = [float(count) for count in (history.ago(DAY), history.ago(WEEK)) if count is not None]
        expected = max(fmean(hours), 1.0, *earlier)
        return Reading(history.last_hour, expected, self.factor * expected)
