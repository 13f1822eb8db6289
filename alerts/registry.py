"""What is known by name: sorts of channels, and playbooks. A newcomer adds a line here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pydantic import SecretStr
from rich.console import Console

from alerts.channels.channel import Channel
from alerts.channels.console import ConsoleChannel
from alerts.channels.slack.client import SlackChannel
from alerts.channels.slack.webhook import SlackWebhook
from alerts.posts import Post
from alerts.sections import ChannelType, Slack

OpenChannel = Callable[[Post, Slack], Channel]


def _open_console(post: Post, slack: Slack) -> Channel:  # noqa: ARG001 - one signature for all.
    return ConsoleChannel(post.channel.name, Console())


def _open_slack(post: Post, slack: Slack) -> Channel:
    return SlackChannel(
        post.channel.name,
        conversation=post.channel.to or "",
        token=post.secret or SecretStr(""),
        base_url=slack.base_url,
        timeout=slack.timeout,
    )


def _open_webhook(post: Post, slack: Slack) -> Channel:
    return SlackWebhook(post.channel.name, address=post.secret or SecretStr(""), timeout=slack.timeout)


CHANNELS: Final[Mapping[ChannelType, OpenChannel]] = {
    ChannelType.CONSOLE: _open_console,
    ChannelType.SLACK: _open_slack,
    ChannelType.SLACK_WEBHOOK: _open_webhook,
}

PLAYBOOKS: Final = (
    "ai-content-backlash",
    "general-negative-spike",
)
"""Files of `alerts/playbooks`."""


def open_channels(posts: Iterable[Post], slack: Slack) -> Mapping[str, Channel]:
    """Open what the worker may use, by name."""
    return {post.channel.name: CHANNELS[post.channel.type](post, slack) for post in posts}
