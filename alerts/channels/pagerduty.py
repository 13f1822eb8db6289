"""PagerDuty by its Events API v2: one alert for each incident, triggered, acknowledged and resolved.

Told twice it merges by `dedup_key`, so nothing is marked as a repeat. It does not ring again for an
alert that somebody there has acknowledged, however the severity changes.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec
from pydantic import SecretStr

from alerts.channels.form import Parcel
from alerts.channels.verdict import Reply, judge_reply
from alerts.errors import DeliveryError
from alerts.excerpt import clean_excerpt, cut
from alerts.gist import Gist, write_gist
from alerts.incident import ENDED, Incident
from alerts.letter import Letter
from alerts.notice import PAGES, Notice
from streams.spike import FeedState, Severity

ENQUEUE: Final = "https://events.pagerduty.com/v2/enqueue"
"""Accounts in the EU have events.eu.pagerduty.com."""
SUMMARY: Final = 1_024

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.SEV1: "critical",
    Severity.SEV2: "error",
    Severity.SEV3: "warning",
    Severity.SEV4: "info",
}


class Event(StrEnum):
    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


class PagerDuty:
    """One integration key; see `Form`."""

    service = "PagerDuty"

    def __init__(self, key: SecretStr, *, url: str | None = None) -> None:
        self._key = key
        self._url = url or ENQUEUE

    def write(self, letter: Letter, now: datetime) -> Parcel | None:
        """Write an event; what has no state, such as a digest, rings nobody."""
        event = choose_event(letter.notice)
        if event is None:
            return None
        body: dict[str, Any] = {
            "routing_key": self._key.get_secret_value(),
            "event_action": event.value,
            "dedup_key": name_alert(letter.notice),
        }
        if event is Event.TRIGGER:
            body |= _describe(letter, now)
        return Parcel(self._url, msgspec.json.encode(body))

    def judge(self, reply: Reply) -> DeliveryError | None:
        return None if reply.is_ok else judge_reply(reply, self.service, "check the integration key")


def choose_event(notice: Notice) -> Event | None:
    """What to do with the alert: as the incident stands, but a page always triggers."""
    if notice.feed:
        return Event.RESOLVE if notice.feed.state is FeedState.BACK else Event.TRIGGER
    incident = notice.incident
    if incident is None:
        return None
    if incident.state in ENDED:
        return Event.RESOLVE
    return Event.ACKNOWLEDGE if incident.owner and notice.reason not in PAGES else Event.TRIGGER


def name_alert(notice: Notice) -> str:
    """The incident's id; in a drill with the lane, for the same story may be told in another."""
    return notice.about if notice.lane == "live" else f"{notice.lane}:{notice.about}"


def _describe(letter: Letter, now: datetime) -> dict[str, Any]:
    notice = letter.notice
    gist = write_gist(replace(letter, is_repeat=False))
    incident = notice.incident
    kind = incident.kind.value if incident else "feed"
    brand = clean_excerpt(notice.brand, limit=80)
    payload = {
        "summary": cut(f"{gist.headline} · {gist.lead[0]}", SUMMARY),
        "source": brand,
        "severity": _SEVERITIES[incident.severity] if incident else "warning",
        "timestamp": min(notice.at, now).isoformat(),
        "component": kind,
        "group": brand,
        "class": kind,
        "custom_details": _list_details(gist, incident),
    }
    links = [
        {"href": saying.link, "text": saying.source}
        for part in gist.sections
        for saying in part.sayings
        if saying.link
    ]
    return {"payload": payload, "client": "crisis-monitor", "links": links}


def _list_details(gist: Gist, incident: Incident | None) -> dict[str, str]:
    details = {"what": "\n".join(gist.lead)}
    for part in gist.sections:
        details |= dict(part.facts)
        said = [*part.lines, *(f"“{saying.text}” ({saying.source})" for saying in part.sayings)]
        if said:
            details[part.title] = "\n".join(said)
    if incident:
        details["state"] = incident.state.value
    return {**details, "ids": gist.ids}
