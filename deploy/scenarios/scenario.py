"""A scenario: who, what, when and how loud, as one TOML file says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, NonNegativeFloat, PositiveFloat, model_validator

from connectors.config import Section
from connectors.mention import Platform
from deploy.scenarios.inject import Inject
from deploy.scenarios.phrases import Form, Kind, Theme

_USUAL_DAY: Final = (
    *(0.5, 0.3, 0.2, 0.15, 0.15, 0.2, 0.4, 0.8),
    *(1.0, 1.0, 1.0, 1.1, 1.4, 1.3, 1.1, 1.1),
    *(1.1, 1.2, 1.3, 1.5, 1.7, 1.7, 1.4, 0.9),
)

Hour = NonNegativeFloat
"""Hours since the scenario's start."""


class Named(Section):
    """A brand and what people call it."""

    key: str
    """As in `Mention.brand`."""
    handle: str
    tag: str
    handles: Mapping[str, str] = {}
    """For languages in which the account is called otherwise."""
    names: Mapping[str, tuple[str, ...]]
    """For each language; the more usual ones stand more than once."""


class Tongue(Section):
    """How much is said in a language, where, and at which hours."""

    share: PositiveFloat
    zones: tuple[tuple[float, PositiveFloat], ...]
    """Hours ahead of UTC, and how many live there."""
    platforms: Mapping[Platform, PositiveFloat]
    hints: Mapping[str, PositiveFloat]
    """What the platform believes the language is; empty for no hint."""


class Strand(Section):
    """One flow of talk in a phase."""

    name: str
    story: str
    rate: tuple[NonNegativeFloat, NonNegativeFloat]
    """Mentions an hour over all languages, at the phase's begin and end."""
    kinds: Mapping[Kind, PositiveFloat]
    themes: Mapping[Theme, PositiveFloat] = {}
    forms: Mapping[Form, PositiveFloat] = {Form.LINE: 1.0}
    under: Mapping[str, PositiveFloat] = {}
    """Under which events it is said; `elsewhere` for none."""
    names_ai: Annotated[float, Field(ge=0, le=1)] | None = None
    """Share of lines that say AI; as the phrase books have it if not given."""
    about_rival: bool = False
    night: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How much the hour of the day counts: 0 is sleepless."""


class Phase(Section):
    name: str
    begin: Hour
    end: Hour
    strands: tuple[Strand, ...]


class Event(Section):
    """Something that happens once; people answer under it."""

    name: str
    at: Hour
    story: str
    kind: Kind
    form: Form
    places: Mapping[str, tuple[Platform, ...]]
    """For each language, where it appears."""


class Ending(Section):
    """What is true, in the scenario's hours."""

    onset: Hour
    end: Hour
    kind: str
    about: str
    themes: tuple[Theme, ...]


class Scenario(Section):
    title: str
    summary: str
    seed: int
    starts: AwareDatetime
    hours: PositiveFloat
    day: Annotated[tuple[PositiveFloat, ...], Field(min_length=24, max_length=24)] = _USUAL_DAY
    """How awake people are at each local hour."""
    brand: Named
    rival: Named
    films: Mapping[str, tuple[str, ...]] = {}
    truth: Ending | None = None
    """None when it is calm: nothing in it may page for the brand."""
    rival_truth: Ending | None = None
    """The rival's own storm, which is as real as ours would be; a page about the rival is then no false one."""
    languages: Mapping[str, Tongue]
    events: tuple[Event, ...]
    phases: tuple[Phase, ...]
    injects: tuple[Inject, ...] = ()
    """What happens to the team in a drill; a back-test leaves it out."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        events = {event.name for event in self.events} | {"elsewhere"}
        for phase in self.phases:
            if not phase.begin < phase.end <= self.hours:
                raise ValueError(f"phase {phase.name!r} must begin before it ends, within {self.hours} hours")
            for strand in phase.strands:
                if unknown := strand.under.keys() - events:
                    raise ValueError(f"strand {strand.name!r} is under unknown events: {sorted(unknown)}")
        for event in self.events:
            if event.at > self.hours or event.places.keys() - self.languages.keys():
                raise ValueError(f"event {event.name!r} is too late or in a language that nobody speaks here")
        for name, ending in (("truth", self.truth), ("rival_truth", self.rival_truth)):
            if ending and not ending.onset < ending.end <= self.hours:
                raise ValueError(f"`{name}` must have its onset before its end, within {self.hours} hours")
        return self


@dataclass(frozen=True, slots=True)
class Truth:
    """What a detector should have found."""

    brand: str
    onset: datetime
    """The backlash begins to grow."""
    end: datetime
    """It is back to a tenth of its height."""
    kind: str
    about: str
    themes: tuple[Theme, ...]
    events: Mapping[str, datetime]
