"""What one may set for YouTube."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from connectors.config import Duration
from connectors.secret import Variable
from connectors.settings import Connector


class YouTubeOptions(Connector):
    """`[[connectors]]` with `kind = "youtube"`."""

    secret_env: Variable
    """The variable that holds an API key."""
    every: Annotated[Duration, Field(ge=timedelta(seconds=30), le=timedelta(days=1))] = timedelta(minutes=5)
    channels: tuple[str, ...] = ()
    """Ids (`UC…`) of channels; all comments under all their videos are read in one call."""
    videos: tuple[str, ...] = ()
    """Ids of single videos."""
    searches: tuple[str, ...] = ()
    """Words to look for videos with; those found are mentions, and the comments under them are read."""
    search_every: Annotated[Duration, Field(ge=timedelta(minutes=15))] = timedelta(minutes=30)
    follow_for: Duration = timedelta(days=3)
    """How long the comments under a video that was found are read."""
    lookback: Annotated[Duration, Field(le=timedelta(days=7))] = timedelta(hours=6)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=2)
    """How late a comment may appear; the heartbeat stays that far behind."""
    replies_for: Duration = timedelta(days=2)
    """How old a comment may be to be looked at for new replies."""
    replies_every: Duration = timedelta(minutes=30)
    recheck_for: Annotated[Duration, Field(le=timedelta(days=365))] = timedelta(days=30)
    """How long after its publication a thing is looked up again; 29 days after the last time it is taken down."""
    units_a_day: Annotated[int, Field(ge=1)] = 10_000
    searches_a_day: Annotated[int, Field(ge=0)] = 100

    @model_validator(mode="after")
    def _check_targets(self) -> Self:
        if not (self.channels or self.videos or self.searches):
            raise ValueError("name `channels`, `videos` or `searches`: nobody can read all of YouTube")
        return self
