"""A place: `[[channels]]`, one place where people are told, and what each type of it needs.

A newcomer's type gets its line in `ChannelType` and in `NEEDS`; keys that no type had before are added to
`Channel`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from connectors.config import Duration, Section
from connectors.settings import Name

LIVE: Final = "live"


class ChannelType(StrEnum):
    """A type of channel; each has its line in `NEEDS` and in `registry.CHANNELS`."""

    CONSOLE = "console"
    SLACK = "slack"
    SLACK_WEBHOOK = "slack_webhook"
    ALERTMANAGER = "alertmanager"
    PAGERDUTY = "pagerduty"
    LINE = "line"
    TEAMS = "teams"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Form:
    """What a value looks like."""

    pattern: str
    what: str
    """For a person who has to write one."""

    def fits(self, value: str) -> bool:
        return re.fullmatch(self.pattern, value) is not None


ADDRESS: Final = Form(
    r"https://[^\s/@]+(/\S*)?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/\S*)?", "an https:// address"
)
_SERVER: Final = Form(r"https?://[^\s/@?#]+(/[^\s?#]*)?", "an http:// or https:// address")
_SMTP: Final = Form(
    r"smtps?://([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?",
    "smtp://HOST:PORT (with STARTTLS) or smtps://HOST:PORT (with TLS from the start)",
)
_MAILBOX: Final = r"[A-Za-z0-9._%+=-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
_TOKEN: Final = Form(r"[!-~]+", "without a space or a sign that no secret has")


class Needed(StrEnum):
    NO = "no"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a type of channel must be told."""

    secret: Needed = Needed.MUST
    secret_form: Form = _TOKEN
    must: Mapping[str, Form] = field(default_factory=dict)
    may: Mapping[str, Form | None] = field(default_factory=dict)
    states: bool = False
    """It shows how things stand and rings until they are over: digests and the like are not for it."""
    repeats: bool = True
    """A message sent twice is seen twice; False where the service drops the second."""


NEEDS: Final[Mapping[ChannelType, Needs]] = {
    ChannelType.CONSOLE: Needs(secret=Needed.NO),
    ChannelType.SLACK: Needs(
        must={
            "to": Form(
                r"[CGD][A-Z0-9]{2,20}", "an id such as C0123456789, from the channel's details in Slack"
            )
        }
    ),
    ChannelType.SLACK_WEBHOOK: Needs(secret_form=ADDRESS),
    ChannelType.ALERTMANAGER: Needs(
        secret=Needed.MAY,
        must={"url": _SERVER},
        may={"labels": None, "every": None},
        states=True,
        repeats=False,
    ),
    ChannelType.PAGERDUTY: Needs(
        secret_form=Form(r"[0-9A-Za-z]{32}", "an integration key of 32 letters and digits"),
        may={"url": ADDRESS},
        states=True,
        repeats=False,
    ),
    ChannelType.LINE: Needs(
        must={"to": Form(r"[UCR][0-9a-f]{32}", "an id of a user, group or room: U, C or R and 32 signs")},
        may={"url": ADDRESS},
        repeats=False,
    ),
    ChannelType.TEAMS: Needs(secret_form=ADDRESS),
    ChannelType.EMAIL: Needs(
        secret=Needed.MAY,
        must={
            "url": _SMTP,
            "to": Form(
                rf"{_MAILBOX}(,\s*{_MAILBOX}){{0,49}}", "addresses with commas between them, 50 at most"
            ),
            "sender": Form(_MAILBOX, "one address"),
        },
        may={"user": None},
    ),
    ChannelType.WEBHOOK: Needs(
        secret_form=Form(r"whsec_[A-Za-z0-9+/]{32,88}={0,2}", "whsec_ and 24 to 64 bytes in base64"),
        must={"url": ADDRESS},
        may={"pauses": None},
    ),
}


def _check_labels(labels: dict[str, str]) -> dict[str, str]:
    for name in labels:
        if not re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]{0,60}", name):
            raise ValueError("a label's name has letters, digits and _, and starts with no digit")
        if name in {"alertname", "brand", "incident", "feed", "lane"}:
            raise ValueError(f"`{name}` is a label of ours: an alert is known by it")
    return labels


class Channel(Section):
    """`[[channels]]`: one place where people are told."""

    name: Name
    type: ChannelType
    drill: bool = False
    """Whether drills may use it; a drill can reach no other."""
    to: Annotated[str, Field(max_length=4_000)] | None = None
    """Whom: a conversation in Slack, a user or group of LINE, addresses of e-mail."""
    url: Annotated[str, Field(max_length=500)] | None = None
    """Where a server is that is not everybody's: Alertmanager, the mail server, your own receiver."""
    sender: Annotated[str, Field(max_length=200)] | None = None
    """The address e-mail comes from."""
    user: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Who logs in to the mail server."""
    labels: Annotated[dict[str, Annotated[str, Field(max_length=200)]], AfterValidator(_check_labels)] = (
        Field(default_factory=dict)
    )
    """Put on each alert for Alertmanager, for its own routes; the same for an incident's whole life."""
    every: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=5))] | None = None
    """How often Alertmanager is told again of what still burns; left out: a minute."""
    pauses: bool = False
    """What answers the public by itself stands behind it: it is told of every incident, whatever routes, silences and
    the day's pages say, so that it pauses while one is open."""
    secret_env: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,80}$")] | None = None
    """Variable with the token, the key, the password or the secret address."""
    secret_file: Path | None = None
    """The same, in a file."""
    fallback: Name | None = None
    """Told instead when this channel refuses, or has failed three times."""

    @model_validator(mode="after")
    def _is_whole(self) -> "Channel":
        needs = NEEDS[self.type]
        given = (self.secret_env is not None) + (self.secret_file is not None)
        if needs.secret is Needed.NO and given:
            raise ValueError(f"a channel of type `{self.type}` has no secret")
        if given > 1 or (needs.secret is Needed.MUST and given != 1):
            raise ValueError(
                f"a channel of type `{self.type}` needs `secret_env` or `secret_file`, one of them"
            )
        if self.type is ChannelType.EMAIL and (self.user is not None) != (given == 1):
            raise ValueError("`user` and its password (`secret_env` or `secret_file`) are given together")
        for key in ("to", "url", "sender", "user", "labels", "every", "pauses"):
            self._check(key, needs)
        return self

    def _check(self, key: str, needs: Needs) -> None:
        value = getattr(self, key)
        if key not in {*needs.must, *needs.may}:
            if key in self.model_fields_set:
                raise ValueError(f"`{key}` means nothing to a channel of type `{self.type}`")
            return
        if key in needs.must and value is None:
            raise ValueError(f"`{key}` is needed for type `{self.type}`: {needs.must[key].what}")
        form = needs.must.get(key) or needs.may.get(key)
        if form and value is not None and not form.fits(value):
            raise ValueError(f"`{key}` is {form.what}")

    @property
    def places(self) -> frozenset[tuple[object, ...]]:
        """Where it leads; two channels with one of these in common tell the same people."""
        match self.type:
            case ChannelType.CONSOLE:
                return frozenset({(self.type, self.name)})
            case ChannelType.EMAIL:
                return frozenset((self.type, to.strip().lower()) for to in (self.to or "").split(","))
            case ChannelType.SLACK | ChannelType.LINE:
                return frozenset({(self.type, self.to)})
            case ChannelType.ALERTMANAGER | ChannelType.WEBHOOK:
                return frozenset({(self.type, (self.url or "").rstrip("/"))})
            case _:
                return frozenset({(self.type, self.secret_env, self.secret_file)})


def may_use(channel: Channel, lane: str) -> bool:
    """Whether a lane may reach a channel: a drill reaches only what is marked for drills."""
    return lane == LIVE or channel.drill
