"""A drill's lane: a name that can never be the live one."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deploy.drills.errors import UnsafeError

PREFIX: Final = "drill-"
_NAME: Final = re.compile(r"drill-[a-z0-9][a-z0-9_-]{0,50}")


@dataclass(frozen=True, slots=True)
class DrillLane:
    """The lane of one drill. All that drills write, start and read takes one of these, not a string.

    Raises:
        UnsafeError: the name is not one of a drill.
    """

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise UnsafeError(
                f"`{self.name}` is no lane of a drill: a name is `{PREFIX}` and 1 to 51 of a-z, 0-9, - and _"
            )

    def __str__(self) -> str:
        return self.name

    @property
    def sentiment(self) -> str:
        """Id of the sentiment app in it, and of its consumer group."""
        return f"crisis-sentiment-{self.name}"

    @property
    def response(self) -> str:
        return f"crisis-response-{self.name}"


def name_lane(what: str, at: datetime) -> DrillLane:
    """A name that says what is drilled and when it began."""
    said = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:30] or "recording"
    return DrillLane(f"{PREFIX}{said}-{at:%Y%m%d-%H%M%S}")
