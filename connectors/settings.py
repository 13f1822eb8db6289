"""The parts of `crisis.toml` that everybody shares: the broker, the lane, the brands."""

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from connectors.ai_content import AiContent
from connectors.config import Duration, Section

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


PROMISES_NOTHING: Final = frozenset({"file"})
"""Kinds that bring what they are given, whenever that is: their silence is no alarm."""


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError("a name has 1 to 63 of a-z, 0-9, - and _, and starts with a letter or digit")
    return value


Name = Annotated[str, AfterValidator(_check_name)]
"""Of a brand, a connector, a channel, a lane: safe in a topic name, a path and a metric label."""


class Kafka(Section):
    """`[kafka]`: where the topics are."""

    bootstrap: str = "127.0.0.1:9092"
    lane: Name = "live"
    partitions: Annotated[int, Field(ge=1, le=256)] = 8
    """Of every topic; also the most workers that can share the work. Fixed once topics exist."""
    replication: Annotated[int, Field(ge=1, le=7)] = 1


class Brand(Section):
    """`[[brands]]`: whom to listen for."""

    name: Name
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    """The brand's own accounts: `@acme`, `acme.example`, `did:plc:…`. Who names or answers one talks about it."""
    hashtags: tuple[str, ...] = ()
    """With or without `#`; matched whole."""
    exclude: tuple[str, ...] = ()
    """A text with one of these is not about the brand."""
    ai_content: tuple[AiContent, ...] = ()
    """What the brand made with AI: under it, a reply that does not name AI may still be against it."""


class Connector(Section):
    """`[[connectors]]`: what every kind has; each kind adds its own keys."""

    name: Name
    kind: str
    brands: tuple[Name, ...] = ()
    """Whom to listen for; empty means every brand."""
    every: Annotated[Duration, Field(ge=timedelta(seconds=10), le=timedelta(days=1))] = timedelta(minutes=2)
    """How often to look."""

    @property
    def is_swept(self) -> bool:
        """Whether `crisis connectors run` looks there; what is only pushed to us is the receiver's."""
        return True


def topic(lane: str, name: str) -> str:
    """Name of a topic: the lane comes first, so that a drill cannot read or write a live one."""
    return f"{lane}.{name}"
