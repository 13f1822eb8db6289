"""The sections of `crisis.toml` for alerts: channels, routes, who is on call, how to reach Slack.

Secrets never stand in the file: a channel names an environment variable or a file (`posts.py` reads them).
"""

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from alerts.escalation import Escalation
from alerts.hours import Hours
from alerts.letter import Duty
from alerts.rota import Rota
from alerts.targets import Target
from alerts.wording import Language
from connectors.config import Duration, Section
from connectors.settings import Brand, Kafka, Name
from streams.spike import Severity

LIVE: Final = "live"


class ChannelType(StrEnum):
    """A sort of channel; each has its line in `registry.CHANNELS`."""

    CONSOLE = "console"
    SLACK = "slack"
    SLACK_WEBHOOK = "slack_webhook"


class RouteKind(StrEnum):
    """What a route may ask for: a kind of spike that pages, or a dead feed."""

    NEGATIVE = "negative"
    BACKLASH = "backlash"
    FEED = "feed"


def _check_pattern(pattern: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(what)
        return value

    return AfterValidator(check)


Conversation = Annotated[
    str,
    _check_pattern(r"[CGD][A-Z0-9]{2,20}", "an id such as C0123456789, from the channel's details in Slack"),
]
Person = Annotated[
    str, _check_pattern(r"[UW][A-Z0-9]{2,20}", "a member id such as U0123456789, from the profile in Slack")
]
Variable = Annotated[str, _check_pattern(r"[A-Z][A-Z0-9_]{0,80}", "a name of A-Z, 0-9 and _")]
ADDRESS: Final = r"https://[^\s/@]+(/\S*)?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/\S*)?"
Address = Annotated[str, _check_pattern(ADDRESS, "an https:// address")]


class Alerts(Section):
    """`[alerts]`: how the response app works."""

    language: Language = Language.EN
    """Of messages and playbooks."""
    give_up_after: Duration = timedelta(days=1)
    """How long a notice is retried; then it is shown as undelivered."""
    store: Annotated[str, Field(pattern=r"^(memory|rocksdb)://$")] = "rocksdb://"
    max_unreadable: Annotated[int, Field(ge=1)] = 100
    """Unreadable records in a row after which a worker stops."""


class Slack(Section):
    """`[slack]`: how to reach Slack; the defaults suit everybody but tests."""

    base_url: Address = "https://slack.com/api/"
    timeout: Duration = timedelta(seconds=10)


class Channel(Section):
    """`[[channels]]`: one place where people are told."""

    name: Name
    type: ChannelType
    drill: bool = False
    """Whether drills may use it; a drill can reach no other."""
    to: Conversation | None = None
    """For `slack`: the conversation."""
    secret_env: Variable | None = None
    """Variable with the bot token (`slack`) or the webhook's address (`slack_webhook`)."""
    secret_file: Path | None = None
    """The same, in a file."""
    fallback: Name | None = None
    """Told instead when this channel refuses, or has failed three times."""

    @model_validator(mode="after")
    def _is_whole(self) -> "Channel":
        has_secret = (self.secret_env is not None) + (self.secret_file is not None)
        if self.type is ChannelType.CONSOLE:
            if has_secret or self.to:
                raise ValueError("a console needs neither `to` nor a secret")
            return self
        if has_secret != 1:
            raise ValueError(
                f"a channel of type `{self.type}` needs `secret_env` or `secret_file`, one of them"
            )
        if (self.to is None) == (self.type is ChannelType.SLACK):
            raise ValueError("`to` is needed for type `slack`, and for no other")
        return self


class Route(Section):
    """`[[routes]]`: who is told of what. The first that fits wins; the last fits everything."""

    brands: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    severities: Annotated[tuple[Severity, ...], Field(min_length=1)] | None = None
    """A dead feed has no severity: a route that asks for one never fits it."""
    kinds: Annotated[tuple[RouteKind, ...], Field(min_length=1)] | None = None
    channels: Annotated[tuple[Name, ...], Field(min_length=1)]

    @property
    def fits_everything(self) -> bool:
        return self.brands is None and self.severities is None and self.kinds is None


class OnCall(Section):
    """`[[oncall]]`: who is on call. The first whose brands fit is named, and pinged, in messages."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    slack: Person | None = None
    brands: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None

    def to_duty(self) -> Duty:
        return Duty(name=self.name, slack=self.slack)


class Response(Section):
    """Everything of `crisis.toml` that the response app reads."""

    kafka: Kafka = Kafka()
    alerts: Alerts = Alerts()
    slack: Slack = Slack()
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
            if other.drill != channel.drill and _place(other) == _place(channel)
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
    return found + _check_brands(response) + _check_rotas(response)


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


def _place(channel: Channel) -> tuple[object, ...]:
    if channel.type is ChannelType.SLACK:
        return (channel.type, channel.to)
    if channel.type is ChannelType.SLACK_WEBHOOK:
        return (channel.type, channel.secret_env, channel.secret_file)
    return (channel.type, channel.name)


def may_use(channel: Channel, lane: str) -> bool:
    """Whether a lane may reach a channel: a drill reaches only what is marked for drills."""
    return lane == LIVE or channel.drill
