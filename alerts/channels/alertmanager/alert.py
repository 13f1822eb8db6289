"""An alert: what a letter is to Alertmanager.

To Alertmanager an alert is its labels. They stay the same for an incident's whole life, so severity,
state and numbers stand in annotations: an incident that worsens is no second alert, an inhibition by
severity cannot hold one back and let it out when the crisis is over, and resolving one ends all there was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from alerts.excerpt import clean_excerpt
from alerts.gist import write_gist
from alerts.letter import Letter
from alerts.notice import Notice

KEPT_FOR: Final = timedelta(minutes=30)
"""How long a burning alert stands that is not told again: a worker may be away that long without it going
out for no reason."""
INCIDENT: Final = "CrisisIncident"
FEED: Final = "CrisisFeedDead"
LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert as `POST /api/v2/alerts` takes it."""

    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime

    def to_wire(self) -> dict[str, Any]:
        return {
            "labels": dict(self.labels),
            "annotations": dict(self.annotations),
            "startsAt": self.starts_at.isoformat(),
            "endsAt": self.ends_at.isoformat(),
        }


def write_alert(letter: Letter, now: datetime, labels: Mapping[str, str]) -> Alert | None:
    """Write a letter as an alert; None for what has no state, such as a digest.

    Args:
        letter: what is told.
        now: by the wall clock, which is Alertmanager's.
        labels: more of them, the same at every call.
    """
    notice = letter.notice
    identity = name_alert(notice, labels)
    if identity is None:
        return None
    gist = write_gist(replace(letter, is_repeat=False))
    began = notice.incident.onset if notice.incident else notice.at
    starts_at = min(began, now - timedelta(seconds=1))  # Never in the future, not even a drill's.
    return Alert(
        labels=identity,
        annotations={
            "summary": gist.headline,
            "description": gist.write_plain(limit=LONGEST),
            "notice": _name(notice),
            **_list_facts(notice),
        },
        starts_at=starts_at,
        ends_at=now if notice.is_over else now + KEPT_FOR,
    )


def name_alert(notice: Notice, labels: Mapping[str, str]) -> Mapping[str, str] | None:
    """The labels an alert is known by; None for what is no alert."""
    if notice.digest or notice.silence:
        return None
    kind, about = (INCIDENT, "incident") if notice.incident else (FEED, "feed")
    return {
        **labels,
        "alertname": kind,
        "brand": clean_excerpt(notice.brand, limit=80),
        about: notice.about,
        "lane": notice.lane,
    }


def carries(alerts: object, notice: Notice) -> bool:
    """Whether one of the alerts that Alertmanager listed was written for this very notice."""
    listed: Sequence[object] = alerts if isinstance(alerts, list) else ()
    return any(
        isinstance(alert, dict)
        and isinstance(alert.get("annotations"), dict)
        and alert["annotations"].get("notice") == _name(notice)
        for alert in listed
    )


def _name(notice: Notice) -> str:
    return clean_excerpt(notice.id, limit=200)


def _list_facts(notice: Notice) -> dict[str, str]:
    incident = notice.incident
    if incident is None:
        return {}
    return {
        "severity": incident.severity.value,
        "state": incident.state.value,
        "kind": incident.kind.value,
        "observed": f"{incident.observed:.4g}",
        "expected": f"{incident.expected:.4g}",
        "evidence": f"{incident.evidence:.4g}",
        "threshold": f"{incident.threshold:.4g}",
    }
