"""A webhook of your own, signed as standardwebhooks.com says; docs/webhook.md is for who receives it."""

import re
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256
from hmac import digest
from typing import Any, Final

import msgspec
from pydantic import SecretStr

from alerts.channels.form import Parcel
from alerts.channels.verdict import Reply, judge_reply
from alerts.errors import DeliveryError
from alerts.excerpt import clean_excerpt
from alerts.gist import Gist, write_gist
from alerts.incident import ENDED, Incident
from alerts.letter import Letter

PREFIX: Final = "whsec_"


class SignedWebhook:
    """One receiver; see `Form`."""

    service = "the webhook's receiver"

    def __init__(self, secret: SecretStr, *, url: str) -> None:
        self._secret = secret
        self._url = url

    def write(self, letter: Letter, now: datetime) -> Parcel | None:
        body = msgspec.json.encode(_describe(letter, write_gist(letter)))
        message = _name(letter)
        stamp = str(int(now.timestamp()))
        signature = sign(self._secret, message=message, stamp=stamp, body=body)
        headers = {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": signature}
        return Parcel(self._url, body, headers)

    def judge(self, reply: Reply) -> DeliveryError | None:
        return None if reply.is_ok else judge_reply(reply, self.service, "check its address and its secret")


def sign(secret: SecretStr, *, message: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over id, time and the body's very bytes."""
    key = b64decode(
        secret.get_secret_value().removeprefix(PREFIX) + "=="
    )  # Padding that is there already does no harm.
    signed = digest(key, b".".join((message.encode(), stamp.encode(), body)), sha256)
    return f"v1,{b64encode(signed).decode()}"


def _describe(letter: Letter, gist: Gist) -> dict[str, Any]:
    notice = letter.notice
    about = {
        "incident": notice.incident,
        "feed": notice.feed,
        "digest": notice.digest,
        "silence": notice.silence,
    }
    kind = next(name for name, subject in about.items() if subject is not None)
    return {
        "type": f"{kind}.{notice.reason.removeprefix(f'{kind}_')}",
        "timestamp": notice.at,
        "data": {
            "notice": _name(letter),
            "about": notice.about,
            "brand": clean_excerpt(notice.brand, limit=80),
            "lane": notice.lane,
            "drill": letter.is_drill,
            "repeat": letter.is_repeat,
            "headline": gist.headline,
            "lead": gist.lead,
            "automatic_replies": _steer_replies(notice.incident),
            "incident": _list_numbers(notice.incident) if notice.incident else None,
            "sections": gist.sections,
        },
    }


def _steer_replies(incident: Incident | None) -> str | None:
    """What is to become of whatever answers by itself, as far as this incident goes; None where it is about none."""
    if incident is None:
        return None
    return "resume" if incident.state in ENDED else "pause"


def _name(letter: Letter) -> str:
    """The notice's id; in a drill with the lane, for the same story may be told in another."""
    notice = letter.notice
    name = re.sub(r"[^A-Za-z0-9_-]", "-", notice.id)
    return name if notice.lane == "live" else f"{notice.lane}-{name}"


def _list_numbers(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "revision": incident.revision,
        "state": incident.state,
        "severity": incident.severity,
        "kind": incident.kind,
        "onset": incident.onset,
        "detected_at": incident.detected_at,
        "observed": incident.observed,
        "expected": incident.expected,
        "evidence": incident.evidence,
        "threshold": incident.threshold,
        "mentions": incident.mentions,
        "negative": incident.negative,
        "unscored": incident.unscored,
        "platforms": incident.platforms,
        "is_owned": bool(incident.owner),
    }
