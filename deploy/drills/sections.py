"""`[drills]` of `crisis.toml`: what a team asks of itself, its standing drills, and the canary."""

from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from connectors.config import Duration, Section
from connectors.settings import Name
from deploy.scenarios.shelf import list_scenarios


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        raise ValueError("a time zone such as Europe/Budapest or Asia/Taipei") from exc
    return name


Zone = Annotated[str, AfterValidator(_check_zone)]


def _check_story(what: str) -> str:
    is_name = not {".", "/", "\\"} & set(what)  # A recording's file has an ending.
    if is_name and what not in (known := list_scenarios()):
        raise ValueError(
            f"there is no scenario `{what}`; there are: {', '.join(known)}; or name a recording's file"
        )
    return what


Story = Annotated[str, AfterValidator(_check_story)]


class Targets(Section):
    """`[drills.targets]`: what a drill is held against. Times of the drill."""

    paged_within: Duration = timedelta(minutes=30)
    """From the true onset."""
    acknowledged_within: Duration = timedelta(minutes=10)
    """From the page."""
    replied_within: Duration = timedelta(minutes=60)
    """From the page to the first human answer in public."""
    steps_in_time: Annotated[float, Field(ge=0, le=1)] = 0.8
    """Share of the playbook's steps that were due."""
    injects_in_time: Annotated[float, Field(ge=0, le=1)] = 0.8
    false_pages: Annotated[int, Field(ge=0)] = 0


class Hours(StrEnum):
    """When a standing drill may begin."""

    OFF = "off"
    """Not within working hours: that is when it happens."""
    WORKING = "working"
    ANY = "any"


class Standing(Section):
    """`[[drills.standing]]`: a drill that comes back every month, at a moment nobody can guess."""

    name: Name
    what: Story
    """A scenario or a recording."""
    hours: Hours = Hours.OFF
    zone: Zone = "UTC"
    working_from: time = time(9)
    working_to: time = time(18)
    speed: Annotated[float, Field(gt=0)] = 1.0
    start_at: Duration | None = None
    """How far into the story the clock starts to run at `speed`; what lies before is sent at once."""
    participants: tuple[str, ...] = ()
    seed: int = 0
    """Another one chooses other moments."""

    @model_validator(mode="after")
    def _works_at_some_time(self) -> Self:
        if self.working_to <= self.working_from:
            raise ValueError(f"standing drill `{self.name}`: `working_to` is not after `working_from`")
        return self


class Canary(Section):
    """`[drills.canary]`: a small storm that is sent through everything, again and again."""

    every: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(minutes=15)
    within: Annotated[Duration, Field(ge=timedelta(seconds=10))] = timedelta(minutes=3)
    """How long one may take from its first mention to a delivered message."""


class Drills(Section):
    """`[drills]`."""

    targets: Targets = Targets()
    standing: tuple[Standing, ...] = ()
    canary: Canary = Canary()


TABLE: Final = "drills"
"""At the top of `crisis.toml`."""
