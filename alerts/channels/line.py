"""LINE by push message, to a user, a group or a room that the official account is in.

The retry key makes a push that comes twice count once, so nothing is marked as a repeat. What wakes
nobody is pushed without a sound.
"""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import msgspec
from pydantic import SecretStr

from alerts.channels.form import Parcel
from alerts.channels.verdict import Reply, judge_reply
from alerts.errors import DeliveryError, Failure, UnwelcomeError
from alerts.gist import write_gist
from alerts.letter import Letter
from alerts.notice import PAGES, Notice, Reason

API: Final = "https://api.line.me"
PATH: Final = "/v2/bot/message/push"
TEXT: Final = 3_000
"""UTF-16 units; LINE takes 5,000, and nobody reads as much on a phone."""
LOUD: Final = PAGES | {Reason.FEED_SILENT}


class LinePush:
    """One receiver; see `Form`."""

    service = "LINE"

    def __init__(self, token: SecretStr, *, to: str, url: str | None = None) -> None:
        self._token = token
        self._to = to
        self._url = (url or API).rstrip("/") + PATH

    def write(self, letter: Letter, now: datetime) -> Parcel | None:  # noqa: ARG002 - LINE asks for no time.
        notice = letter.notice
        gist = write_gist(replace(letter, is_repeat=False))
        text = gist.write_plain(limit=TEXT, sections=None if notice.reason in LOUD else 0)
        body = {
            "to": self._to,
            "messages": [{"type": "text", "text": text}],
            "notificationDisabled": notice.reason not in LOUD,
        }
        headers = {
            "Authorization": f"Bearer {self._token.get_secret_value()}",
            "X-Line-Retry-Key": make_key(notice),
        }
        return Parcel(self._url, msgspec.json.encode(body), headers)

    def judge(self, reply: Reply) -> DeliveryError | None:
        if reply.is_ok or reply.status == HTTPStatus.CONFLICT:  # The same key came before: it was taken then.
            return None
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS and "monthly limit" in _read_message(reply):
            what = "LINE's free messages of this month are used up: change the plan"
            return UnwelcomeError(what, Failure.RATE_LIMITED)
        advice = "check the channel access token, and that `to` has the account as a friend or member"
        return judge_reply(reply, self.service, advice)


def make_key(notice: Notice) -> str:
    """A UUID that is the same for the same notice in the same lane."""
    return str(uuid5(NAMESPACE_URL, f"crisis-monitor/{notice.lane}/{notice.id}"))


def _read_message(reply: Reply) -> str:
    try:
        answer: Any = msgspec.json.decode(reply.body)
    except msgspec.DecodeError:
        return ""
    message = answer.get("message") if isinstance(answer, dict) else None
    return message if isinstance(message, str) else ""
