"""The sections of `crisis.toml` for alerts: routes, noise, who is on call, how to reach Slack.

Secrets never stand in the file: a channel names an environment variable or a file (`posts.py` reads them). What the
sections must hold together, `together.py` checks.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, field_validator

from alerts.daytime import Daytime, read_clock, read_hours
from alerts.escalation import Escalation
from alerts.hours import Hours, Weekday, Zone
from alerts.letter import Duty
from alerts.places import ADDRESS, LIVE, Channel, ChannelType
from alerts.playbook import Role
from alerts.rota import Rota
from alerts.targets import Target
from alerts.words.language import Language
from connectors.config import Duration, Section
from connectors.settings import Brand, Kafka, Name
from streams.spike import Severity


class RouteKind(StrEnum):
    """What a route may ask for: a kind of spike that pages, or what else people are told of."""

    NEGATIVE = "negative"
    BACKLASH = "backlash"
    VOLUME = "volume"
    """Opens no incident by itself."""
    BOT_UNDER_ATTACK = "bot_under_attack"
    BOT_SPEAKS_HATE = "bot_speaks_hate"
    FEED = "feed"
    DIGEST = "digest"
    """What was not told by itself."""
    SILENCE = "silence"
    """A silence is about to end."""


def _check_pattern(pattern: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(what)
        return value

    return AfterValidator(check)


def _check_by(read: Callable[[str], object]) -> Callable[[str], str]:
    def check(value: str) -> str:
        read(value)
        return value

    return check


Person = Annotated[
    str, _check_pattern(r"[UW][A-Z0-9]{2,20}", "a member id such as U0123456789, from the profile in Slack")
]
Span = Annotated[str, AfterValidator(_check_by(read_hours))]
Clock = Annotated[str, AfterValidator(_check_by(read_clock))]
Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,80}$")]
Address = Annotated[str, _check_pattern(ADDRESS.pattern, ADDRESS.what)]


class Alerts(Section):
    """`[alerts]`: how the response app works."""

    language: Language = Language.EN
    """Of messages and playbooks."""
    zone: Zone = "UTC"
    """Of times in messages, of routes' hours and of the digest, by its IANA name."""
    give_up_after: Duration = timedelta(days=1)
    """How long a notice is retried; then it is shown as undelivered."""
    timeout: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=1))] = timedelta(
        seconds=10
    )
    """How long a channel other than Slack may take to answer."""
    store: Annotated[str, Field(pattern=r"^(memory|rocksdb)://$")] = "rocksdb://"
    max_unreadable: Annotated[int, Field(ge=1)] = 100
    """Unreadable records in a row after which a worker stops."""


class DeskMode(StrEnum):
    """How what people press in Slack reaches the desk."""

    SOCKET = "socket"
    """Slack's Socket Mode: the desk calls out, so it needs no public address."""
    HTTP = "http"
    """Slack posts signed requests to the desk, through your own TLS proxy."""


class Desk(Section):
    """`[slack.desk]` and, for drills, `[slack.drill_desk]`: a Slack app of its own for each."""

    mode: DeskMode = DeskMode.SOCKET
    token_env: Variable
    """Variable with the app's bot token."""
    secret_env: Variable
    """Variable with the app-level token (`socket`) or the signing secret (`http`)."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3000
    """For `http`; 0 takes a free one."""


class Slack(Section):
    """`[slack]`: how to reach Slack; the defaults suit everybody but tests."""

    base_url: Address = "https://slack.com/api/"
    timeout: Duration = timedelta(seconds=10)
    desk: Desk | None = None
    drill_desk: Desk | None = None

    def find_desk(self, lane: str) -> Desk | None:
        """Find the desk that listens to a lane's buttons; a drill's never reach the live one."""
        return self.desk if lane == LIVE else self.drill_desk


class Route(Section):
    """`[[routes]]`: who is told of what. The first that fits wins; the last fits everything."""

    brands: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    severities: Annotated[tuple[Severity, ...], Field(min_length=1)] | None = None
    """What has no severity, such as a dead feed, never fits a route that asks for one."""
    kinds: Annotated[tuple[RouteKind, ...], Field(min_length=1)] | None = None
    hours: Span | None = None
    """`"22:00-07:00"`: by when it happened, not by when it is told."""
    days: Annotated[frozenset[Weekday], Field(min_length=1)] | None = None
    """Those on which the hours begin."""
    zone: Zone | None = None
    """Of hours and days; left out: that of `[alerts]`."""
    channels: Annotated[tuple[Name, ...], Field(min_length=1)]

    @property
    def fits_everything(self) -> bool:
        conditions = (self.brands, self.severities, self.kinds, self.hours, self.days)
        return all(condition is None for condition in conditions)

    def to_daytime(self, zone: str) -> Daytime:
        """When it fits; `zone` is that of `[alerts]`."""
        start, end = read_hours(self.hours or "00:00-24:00")
        days = self.days or frozenset(Weekday)
        return Daytime(zone=ZoneInfo(self.zone or zone), start=start, end=end, days=days)


class Noise(Section):
    """`[noise]`: how people are kept from being told too much. SEV1 is never kept from anybody."""

    cooldown: Annotated[Duration, Field(le=timedelta(hours=6))] = timedelta(minutes=5)
    """How long after an update the next one waits that brings nothing but new numbers."""
    group_for: Annotated[Duration, Field(le=timedelta(hours=1))] = timedelta(minutes=5)
    """How long after a dead feed is told further ones of the brand are gathered, to be told together."""
    pages_a_day: Annotated[int, Field(ge=1, le=1_000)] | None = 6
    """Most pages for one person from digest to digest; "off" is for no limit. The rest is in the digest.

    The person's brands share them equally; each may page at least once."""
    digest_at: Clock = "09:00"
    """When the digest is told, and the next day's pages begin to count."""
    warn_before: Annotated[Duration, Field(le=timedelta(days=1))] = timedelta(minutes=30)
    """How long before a silence ends its owner is warned."""

    @field_validator("pages_a_day", mode="before")
    @classmethod
    def _may_be_off(cls, value: object) -> object:
        return None if value == "off" else value


class OnCall(Section):
    """`[[oncall]]`: who is on call. The first whose brands fit is named, and pinged, in messages."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    slack: Person | None = None
    brands: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    roles: tuple[Role, ...] = ()
    """Of the playbooks; whoever is `pr_lead` approves drafts, and everybody listed may where nobody is."""
    language: Language | None = None
    """In which this person is written to; else `[alerts] language`."""

    def to_duty(self) -> Duty:
        return Duty(name=self.name, slack=self.slack, language=self.language)


class Response(Section):
    """Everything of `crisis.toml` that the response app reads."""

    kafka: Kafka = Kafka()
    alerts: Alerts = Alerts()
    slack: Slack = Slack()
    noise: Noise = Noise()
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = (
        Channel(name="console", type=ChannelType.CONSOLE, drill=True),
    )
    routes: Annotated[tuple[Route, ...], Field(min_length=1)] = (Route(channels=("console",)),)
    oncall: tuple[OnCall, ...] = ()
    rotas: tuple[Rota, ...] = ()
    escalation: Escalation = Escalation()
    hours: Hours | None = None
    targets: dict[Severity, Target] = Field(default_factory=dict)
    brands: tuple[Brand, ...] = ()
