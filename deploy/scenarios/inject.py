"""An inject: something that happens to the team during a drill, beside what the public says."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from connectors.config import Duration, Section
from connectors.mention import Platform
from connectors.settings import Name


class InjectKind(StrEnum):
    """What sort of thing happens."""

    JOURNALIST = "journalist"
    """A journalist's e-mail, with a deadline."""
    BOSS = "boss"
    """Somebody above asks whether it is true."""
    OUTAGE = "outage"
    """A platform brings nothing for a while."""
    RUMOUR = "rumour"
    SWARM = "swarm"
    """Bots say the same thing, many times."""
    OWN_BOT = "own_bot"
    """The brand's own bot says something, as its operator's program would send it."""
    VENDOR = "vendor"
    """The maker of the AI tool, or the agency, says that it was not them."""
    OTHER = "other"


SPEAKING: Final = frozenset({InjectKind.SWARM, InjectKind.OWN_BOT})
"""What adds to the stream."""


class Inject(Section):
    """`[[injects]]` of a scenario, or of a recording's `NAME.injects.toml`."""

    id: Name
    at: NonNegativeFloat
    """Hours since the scenario's start, or since the recording's first mention."""
    kind: InjectKind
    sender: Annotated[str, Field(min_length=2, max_length=120)]
    text: Annotated[str, Field(min_length=10, max_length=2_000)]
    answer_within: Duration | None = timedelta(minutes=30)
    """Of the drill's time; none where nobody has to answer: written `"no"`, and so for an outage if not said."""
    platforms: tuple[Platform, ...] = ()
    """For an outage: what brings nothing. For a swarm, or the own bot: where it speaks."""
    hours: PositiveFloat = 1.0
    """For an outage, a swarm and the own bot: how long."""
    says: tuple[str, ...] = ()
    """For a swarm and the own bot: what they say, in turn."""
    posts: Annotated[int, Field(ge=1, le=20_000)] = 200
    """For a swarm and the own bot: how many."""

    @model_validator(mode="before")
    @classmethod
    def _may_need_no_answer(cls, values: Any) -> Any:  # noqa: ANN401 - as it stands in the file.
        if not isinstance(values, dict):
            return values
        fallback = None if values.get("kind") == InjectKind.OUTAGE else timedelta(minutes=30)
        within = values.get("answer_within", fallback)
        return {**values, "answer_within": None if within == "no" else within}

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.kind in {InjectKind.OUTAGE, *SPEAKING} and not self.platforms:
            raise ValueError(f"inject `{self.id}`: an {self.kind} names its `platforms`")
        if self.kind in SPEAKING and not self.says:
            raise ValueError(f"inject `{self.id}`: an {self.kind} needs what it `says`")
        return self


TITLES: Final[Mapping[InjectKind, str]] = {
    InjectKind.JOURNALIST: "E-mail from a journalist",
    InjectKind.BOSS: "A question from above",
    InjectKind.OUTAGE: "Platform outage",
    InjectKind.RUMOUR: "A rumour",
    InjectKind.SWARM: "Something looks automatic",
    InjectKind.OWN_BOT: "From your bot's operator",
    InjectKind.VENDOR: "The vendor says",
    InjectKind.OTHER: "News",
}
