"""What is known by name: types of channels, and playbooks. A newcomer adds a line here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from pydantic import SecretStr
from rich.console import Console

from alerts.channels.alertmanager.client import AlertmanagerChannel
from alerts.channels.channel import Channel
from alerts.channels.console import ConsoleChannel
from alerts.channels.courier import Courier
from alerts.channels.form import Form
from alerts.channels.line import LinePush
from alerts.channels.mail.client import MailChannel, Server
from alerts.channels.pagerduty import PagerDuty
from alerts.channels.slack.client import SlackChannel
from alerts.channels.slack.webhook import SlackWebhook
from alerts.channels.teams import TeamsWorkflow
from alerts.channels.webhook import SignedWebhook
from alerts.places import ChannelType
from alerts.posts import Post
from alerts.sections import Response

OpenChannel = Callable[[Post, Response], Channel]


def _open_console(post: Post, response: Response) -> Channel:  # noqa: ARG001 - one signature for all.
    return ConsoleChannel(post.channel.name, Console())


def _open_slack(post: Post, response: Response) -> Channel:
    return SlackChannel(
        post.channel.name,
        conversation=post.channel.to or "",
        token=_secret(post),
        base_url=response.slack.base_url,
        timeout=response.slack.timeout,
        has_desk=lambda lane: response.slack.find_desk(lane) is not None,
    )


def _open_slack_webhook(post: Post, response: Response) -> Channel:
    return SlackWebhook(post.channel.name, address=_secret(post), timeout=response.slack.timeout)


def _open_alertmanager(post: Post, response: Response) -> Channel:
    return AlertmanagerChannel(
        post.channel.name,
        url=post.channel.url or "",
        labels=post.channel.labels,
        token=post.secret,
        timeout=response.alerts.timeout,
        now=_now,
    )


def _open_pagerduty(post: Post, response: Response) -> Channel:
    return _send_by(PagerDuty(_secret(post), url=post.channel.url), post, response)


def _open_line(post: Post, response: Response) -> Channel:
    channel = post.channel
    return _send_by(LinePush(_secret(post), to=channel.to or "", url=channel.url), post, response)


def _open_teams(post: Post, response: Response) -> Channel:
    return _send_by(TeamsWorkflow(_secret(post)), post, response)


def _open_mail(post: Post, response: Response) -> Channel:
    channel = post.channel
    return MailChannel(
        channel.name,
        server=Server.from_url(channel.url or ""),
        sender=channel.sender or "",
        to=channel.to or "",
        user=channel.user,
        password=post.secret,
        timeout=response.alerts.timeout,
        now=_now,
    )


def _open_webhook(post: Post, response: Response) -> Channel:
    return _send_by(SignedWebhook(_secret(post), url=post.channel.url or ""), post, response)


def _send_by(form: Form, post: Post, response: Response) -> Channel:
    return Courier(post.channel.name, form, timeout=response.alerts.timeout, now=_now)


def _secret(post: Post) -> SecretStr:
    return post.secret or SecretStr("")


def _now() -> datetime:
    return datetime.now(UTC)


CHANNELS: Final[Mapping[ChannelType, OpenChannel]] = {
    ChannelType.CONSOLE: _open_console,
    ChannelType.SLACK: _open_slack,
    ChannelType.SLACK_WEBHOOK: _open_slack_webhook,
    ChannelType.ALERTMANAGER: _open_alertmanager,
    ChannelType.PAGERDUTY: _open_pagerduty,
    ChannelType.LINE: _open_line,
    ChannelType.TEAMS: _open_teams,
    ChannelType.EMAIL: _open_mail,
    ChannelType.WEBHOOK: _open_webhook,
}

PLAYBOOKS: Final = (
    "ai-content-backlash",
    "undisclosed-ai",
    "brand-ai-output-harm",
    "follower-exodus",
    "general-negative-spike",
)
"""Files of `alerts/playbooks`."""


def open_channels(posts: Iterable[Post], response: Response) -> Mapping[str, Channel]:
    """Open what the worker may use, by name."""
    return {post.channel.name: CHANNELS[post.channel.type](post, response) for post in posts}
