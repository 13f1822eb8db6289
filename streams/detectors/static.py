"""Static: a fixed number of negative mentions in the last hour, the same for every brand and hour."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from streams.detectors.history import HOUR, History
from streams.detectors.reference import Reading


@dataclass(frozen=True, slots=True)
class Static:
    """Alarm at a count."""

    count: Annotated[int, Field(ge=1)] = 50
    name: str = "static"
    note: str = "last hour; alarm at a fixed count"

    def read(self, history: History) -> Reading | None:
        if len(history.minutes) < HOUR:
            return None
        return Reading(history.last_hour, 0.0, self.count)
