"""Posts: the channels that a worker may use, each with its secret.

A worker of a drill lane is never given a live channel's secret: what it does not hold it cannot use.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from alerts.places import NEEDS, Channel, may_use
from alerts.sections import Response
from connectors.config import ConfigurationError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A channel with its secret: all that is needed to open it."""

    channel: Channel
    secret: SecretStr | None = None


def read_posts(response: Response, environ: Mapping[str, str], *, lane: str, file: str) -> tuple[Post, ...]:
    """Pick the channels that the lane may use, and read their secrets.

    Raises:
        ConfigurationError: a secret is missing, or a drill has no channel. It never shows a secret.
    """
    posts, problems = [], []
    for number, channel in enumerate(response.channels):
        if not may_use(channel, lane):
            continue
        try:
            posts.append(Post(channel=channel, secret=_read_secret(channel, environ)))
        except ValueError as exc:
            key = "secret_env" if channel.secret_env else "secret_file"
            problems.append(Problem(file, f"channels.{number}.{key}", str(exc)))
    if not posts and not problems:
        what = "no channel has `drill = true`, so a drill would tell nobody"
        problems.append(Problem(file, "channels", what))
    if problems:
        raise ConfigurationError(tuple(problems))
    return tuple(posts)


def _read_secret(channel: Channel, environ: Mapping[str, str]) -> SecretStr | None:
    if channel.secret_env:
        value = environ.get(channel.secret_env, "").strip()
        where = f"the environment variable {channel.secret_env}"
    elif channel.secret_file:
        where = f"the file {channel.secret_file}"
        try:
            value = channel.secret_file.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            raise ValueError(f"{where} cannot be read") from None
    else:
        return None
    if not value:
        raise ValueError(f"{where} is not set or empty")
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError(f"{where} holds a space or a character that no secret has")
    form = NEEDS[channel.type].secret_form
    if not form.fits(value):
        raise ValueError(f"{where} does not hold {form.what}")
    return SecretStr(value)
