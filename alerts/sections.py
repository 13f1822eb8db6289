"""The sections of `crisis.toml` for alerts: routes, noise, who is on call, how to reach Slack.

Secrets never stand in the file: a channel names an environment variable or a file (`posts.py` reads them).
"""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, field_validator

from alerts.action import is_service_account
from alerts.daytime import Daytime, read_clock, read_hours
from alerts.escalation import Escalation
from alerts.hours import Hours, Weekday, Zone
from alerts.letter import Duty
from alerts.places import ADDRESS, LIVE, NEEDS, Channel, ChannelType
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


def check_together(response: Response) -> list[tuple[str, str]]:
    """Find what no section can see alone; pairs of key and what is wrong."""
    names = [channel.name for channel in response.channels]
    found = []
    for number, channel in enumerate(response.channels):
        at = f"channels.{number}"
        if channel.name in names[:number]:
            found.append((f"{at}.name", f"there are two channels named `{channel.name}`"))
        if channel.fallback is not None:
            found += [(f"{at}.fallback", what) for what in _check_fallback(channel, response.channels)]
        found += [
            (
                f"{at}.drill",
                f"`{other.name}` is the same place and has another `drill`: a drill could reach it",
            )
            for other in response.channels[:number]
            if other.drill != channel.drill and other.places & channel.places
        ]
    for number, route in enumerate(response.routes):
        found += [
            (f"routes.{number}.channels", f"there is no channel `{name}`; there are: {', '.join(names)}")
            for name in route.channels
            if name not in names
        ]
        is_last = number == len(response.routes) - 1
        if is_last and not route.fits_everything:
            found.append((f"routes.{number}", "the last route is the default: it must have no conditions"))
        if not is_last and route.fits_everything:
            found.append((f"routes.{number}", "fits everything, so the routes after it are never used"))
    found += _check_brands(response) + _check_people(response) + _check_rotas(response)
    found += _check_noise(response)
    return found + _check_reviewers(response)


def _check_reviewers(response: Response) -> list[tuple[str, str]]:
    """Who approves what AI made is a person."""
    what = "`{}` is a service account: name the person who has reviewed it"
    return [
        (f"brands.{brand.name}.ai_content.{number}.reviewed_by", what.format(content.reviewed_by))
        for brand in response.brands
        for number, content in enumerate(brand.ai_content)
        if is_service_account(content.reviewed_by)
    ]


def _check_noise(response: Response) -> list[tuple[str, str]]:
    found = []
    pages = response.noise.pages_a_day
    brands = sum(not brand.competitor for brand in response.brands)
    is_set = "pages_a_day" in response.noise.model_fields_set
    if is_set and pages is not None and pages < brands:
        what = f"fewer than your {brands} brands, so that one of them could never call anybody"
        found.append(("noise.pages_a_day", what))
    by_name = {channel.name: channel for channel in response.channels}
    default = [by_name[name] for name in response.routes[-1].channels if name in by_name]
    if default and all(NEEDS[channel.type].states for channel in default):
        what = "the last route also tells digests: it needs a channel beside PagerDuty and Alertmanager"
        found.append((f"routes.{len(response.routes) - 1}.channels", what))
    return found


def _check_brands(response: Response) -> list[tuple[str, str]]:
    known = sorted(brand.name for brand in response.brands)
    named = [(f"routes.{number}.brands", route.brands) for number, route in enumerate(response.routes)]
    named += [(f"oncall.{number}.brands", person.brands) for number, person in enumerate(response.oncall)]
    named += [(f"rotas.{number}.brands", rota.brands) for number, rota in enumerate(response.rotas)]
    return [
        (key, f"there is no brand `{brand}`; there are: {', '.join(known)}")
        for key, brands in named
        for brand in brands or ()
        if brand not in known
    ]


def _check_people(response: Response) -> list[tuple[str, str]]:
    """A person may stand there several times, for other brands; two of one name could not be told apart.

    A name says who has an incident, who is called and who may approve: a deed of the one would be the other's.
    """
    first: dict[str, OnCall] = {}
    found = []
    for number, person in enumerate(response.oncall):
        other = first.setdefault(" ".join(person.name.casefold().split()), person)
        if (other.name, other.slack) != (person.name, person.slack):
            ids = f"{other.slack or 'no id in Slack'} and {person.slack or 'no id in Slack'}"
            what = f"`{other.name}` and `{person.name}` ({ids}) cannot be told apart"
            advice = "give each a name of their own, or one person the same name and `slack` everywhere"
            found.append((f"oncall.{number}.name", f"{what}: {advice}"))
        if is_service_account(person.name):
            what = f"`{person.name}` is a service account: whoever is called, and approves, is a person"
            found.append((f"oncall.{number}.name", what))
    return found


def _check_rotas(response: Response) -> list[tuple[str, str]]:
    known = [person.name for person in response.oncall]
    return [
        (f"rotas.{number}", f"there is nobody named `{name}` in [[oncall]]; there are: {', '.join(known)}")
        for number, rota in enumerate(response.rotas)
        for name in sorted(rota.people)
        if name not in known
    ]


def _check_fallback(channel: Channel, channels: tuple[Channel, ...]) -> list[str]:
    target = next((other for other in channels if other.name == channel.fallback), None)
    if target is None:
        return [f"there is no channel `{channel.fallback}`"]
    if target is channel:
        return ["a channel cannot be its own fallback"]
    if target.fallback is not None:
        return [f"`{target.name}` has a fallback of its own; one is enough, two can run in a circle"]
    if channel.drill and not target.drill:
        return [f"`{target.name}` has no `drill = true`: a drill could not fall back to it"]
    return []
