"""The parts of `crisis.toml` that everybody shares: the broker, the lane, the brands."""

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from connectors.ai_content import AiContent
from connectors.config import Duration, Section
from connectors.measure import Measure
from connectors.secret import Secret, Variable

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


PROMISES_NOTHING: Final = frozenset({"file"})
"""Kinds that bring what they are given, whenever that is: their silence is no alarm."""


def check_name(value: str) -> str:
    """Check a name; see `Name`. Raises ValueError."""
    if not NAME.fullmatch(value):
        raise ValueError("a name has 1 to 63 of a-z, 0-9, - and _, and starts with a letter or digit")
    return value


Name = Annotated[str, AfterValidator(check_name)]
"""Of a brand, a connector, a channel, a lane: safe in a topic name, a path and a metric label."""


class Guard(StrEnum):
    """Kafka's `security.protocol`: whether the line is encrypted, and whether we say who we are."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"

    @property
    def is_encrypted(self) -> bool:
        return self in {Guard.SSL, Guard.SASL_SSL}

    @property
    def asks_who(self) -> bool:
        return self in {Guard.SASL_PLAINTEXT, Guard.SASL_SSL}


class Mechanism(StrEnum):
    """How a user and a password are shown to the broker; those that every client here speaks."""

    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


_FOR_SASL: Final = ("sasl_mechanism", "user", "password_env", "password_file")
_FOR_SSL: Final = ("ca_file", "cert_file", "key_file")
GUARDED: Final = frozenset({"security_protocol", *_FOR_SASL, *_FOR_SSL})
"""Keys of `[kafka]` that an embedded broker has no use for."""


class Kafka(Section):
    """`[kafka]`: where the topics are, and how one gets in."""

    bootstrap: str = "127.0.0.1:9092"
    lane: Name = "live"
    partitions: Annotated[int, Field(ge=1, le=256)] = 8
    """Of every topic; also the most workers that can share the work. Fixed once topics exist."""
    replication: Annotated[int, Field(ge=1, le=7)] = 1
    security_protocol: Guard = Guard.PLAINTEXT
    sasl_mechanism: Mechanism | None = None
    user: str | None = None
    password_env: Variable | None = None
    """The environment variable that holds the password."""
    password_file: Path | None = None
    """Or the file that holds it."""
    ca_file: Path | None = None
    """Certificates that sign the broker's, in PEM; without it the system's own."""
    cert_file: Path | None = None
    """Our own certificate with its key, in PEM, where the broker asks for one."""
    key_file: Path | None = None
    """The key, if it does not stand in `cert_file`."""

    _password: Secret | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _check_guard(self) -> Self:
        guard, given = self.security_protocol, self.model_fields_set
        wrong = [
            f"`{key}` is only for a security_protocol with {what}, this is {guard}"
            for what, keys, is_used in (
                ("SASL", _FOR_SASL, guard.asks_who),
                ("SSL", _FOR_SSL, guard.is_encrypted),
            )
            for key in keys
            if key in given and not is_used
        ]
        if guard.asks_who:
            wrong += [
                f"{guard} needs `{key}`" for key in ("sasl_mechanism", "user") if not getattr(self, key)
            ]
            if (self.password_env is None) == (self.password_file is None):
                wrong.append(f"{guard} needs one of `password_env` and `password_file`")
        if self.key_file and not self.cert_file:
            wrong.append("`key_file` needs `cert_file`")
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def __str__(self) -> str:
        return self.bootstrap

    @property
    def password(self) -> Secret | None:
        """What `connectors.access.unlock` has read; none before."""
        return self._password

    def with_password(self, password: Secret) -> Self:
        """The same with its password, which no text of it shows."""
        unlocked = self.model_copy()
        unlocked._password = password  # noqa: SLF001 - our own.
        return unlocked


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
    ai_share_warn: Annotated[float, Field(gt=0, le=1)] | None = None
    """Share of the brand's own posts of 30 days from which on AI-made ones are a warning; none if not given."""
    north_star: Measure = Measure.NEGATIVE_SHARE
    """The one measure it is steered by; the overview shows it first."""
    category: Name | None = None
    """What it is one of, such as `coffee`: its mentions are told as a share of those of all brands there."""
    competitor: bool = False
    """Somebody else's, to compare with: it is listened for and measured by its own past, and opens no incident."""

    @model_validator(mode="after")
    def _check_north_star(self) -> Self:
        if self.north_star is Measure.MENTION_RATE and self.category is None:
            raise ValueError(
                '`north_star = "mention_rate"` needs a `category`: it is a share of its mentions'
            )
        return self


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
