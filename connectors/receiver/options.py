"""`[receiver]` of `crisis.toml`: where deliveries are taken, and how much of them."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from connectors.config import Duration, Section


class ReceiverOptions(Section):
    """`[receiver]`; every key has a default."""

    host: str = "127.0.0.1"
    """Loopback: a proxy with TLS stands in front, see docs/receiver.md."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8480
    """0 takes a free one and says which."""
    max_bytes: Annotated[int, Field(ge=1_000, le=16_000_000)] = 1_000_000
    """Of a delivery's body."""
    a_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 1_200
    """Authentic deliveries of one hook."""
    a_minute_each: Annotated[int, Field(ge=1, le=1_000_000)] = 2_400
    """Requests of one address, authentic or not."""
    at_once: Annotated[int, Field(ge=1, le=256)] = 16
    """Deliveries being read or written at the same time; more are asked to come again."""
    read_within: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=2))] = timedelta(
        seconds=10
    )
    """A body that takes longer is refused."""
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    """How many proxies of ours stand in front; so many addresses at the end of X-Forwarded-For are believed."""
    beat_every: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=2))] = timedelta(
        seconds=15
    )
    """How often heartbeats are sent for what is pushed."""
    settle: Duration = timedelta(minutes=1)
    """How late a platform may deliver; heartbeats stay that far behind."""
