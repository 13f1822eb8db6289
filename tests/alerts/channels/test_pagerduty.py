"""PagerDuty: events as its OpenAPI has them, one alert from the first page to the end."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pydantic import SecretStr

from alerts.channels.pagerduty import ENQUEUE, PagerDuty
from alerts.channels.verdict import Reply
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.incident import ENDED, IncidentState
from alerts.letter import Letter
from alerts.notice import PAGES, Notice, Reason
from streams.spike import FeedState, Severity
from tests.alerts.channels.openapi import read_checker, read_schema
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.examples import alarm, digest, incident_of, letter, notice, silence, spike

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FORM = PagerDuty(SecretStr("0123456789abcdef0123456789abcdef"))


def event(told: Letter | Notice) -> dict[str, Any]:
    parcel = FORM.write(told if isinstance(told, Letter) else letter(told), NOW)
    assert parcel
    assert parcel.url == ENQUEUE
    body: dict[str, Any] = msgspec.json.decode(parcel.body)
    return body


def standing(
    state: IncidentState, reason: Reason = Reason.CHANGED, owner: str = "", **changes: Any
) -> Notice:
    return notice(replace(incident_of(spike()), state=state, owner=owner, **changes), reason=reason)


def test_every_event_is_as_the_openapi_has_it(shared: Path) -> None:
    file = shared / "validators/pagerduty/events-v2.openapi.json"
    body = ("paths", "/enqueue", "post", "requestBody", "content", "application/json", "schema")
    checker = read_checker(file, read_schema(file, *body))
    told = [
        letter(),
        letter(standing(IncidentState.ACKNOWLEDGED, owner="anna")),
        letter(standing(IncidentState.RESOLVED, Reason.CLOSED)),
        letter(notice(feed=alarm())),
        *(hostile_letter(text) for text in HOSTILE),
    ]
    for one in told:
        sent = event(one)
        assert list(checker.iter_errors(sent)) == []
        assert len(sent.get("payload", {}).get("summary", "")) <= 1_024


@pytest.mark.parametrize(
    ("told", "action"),
    [
        (standing(IncidentState.OPEN, Reason.OPENED), "trigger"),
        (standing(IncidentState.OPEN, Reason.ESCALATED), "trigger"),
        (standing(IncidentState.ACKNOWLEDGED, owner="anna"), "acknowledge"),
        (standing(IncidentState.ACKNOWLEDGED, Reason.WORSENED, owner="anna"), "trigger"),
        (standing(IncidentState.RECOVERING, Reason.CLOSED), "trigger"),
        (standing(IncidentState.RECOVERING, Reason.CLOSED, owner="anna"), "acknowledge"),
        *((standing(state), "resolve") for state in sorted(ENDED)),
        (notice(feed=alarm()), "trigger"),
        (notice(feed=alarm(state=FeedState.BACK), reason=Reason.FEED_BACK), "resolve"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.reason.value,
)
def test_the_alert_stands_as_the_incident_stands(told: Notice, action: str) -> None:
    sent = event(told)
    assert sent["event_action"] == action
    assert sent["dedup_key"] == told.about


def test_what_is_over_is_never_triggered_again() -> None:
    for reason in PAGES:
        assert event(standing(IncidentState.RESOLVED, reason))["event_action"] == "resolve"


def test_a_digest_and_a_silence_ring_nobody() -> None:
    for told in (notice(digest=digest(), reason=Reason.DIGEST), notice(silence=silence())):
        assert FORM.write(letter(told), NOW) is None


def test_severities_are_pagerdutys_words() -> None:
    words = [event(standing(IncidentState.OPEN, severity=one))["payload"]["severity"] for one in Severity]
    assert words == ["critical", "error", "warning", "info"]


def test_a_drill_has_a_key_of_its_own() -> None:
    told = notice(incident_of(spike(lane="drill-1")), lane="drill-1")
    assert event(told)["dedup_key"] == f"drill-1:{told.about}"


@pytest.mark.parametrize(
    ("status", "kind", "failure"),
    [
        (400, RefusedError, Failure.BAD_MESSAGE),
        (403, UnwelcomeError, Failure.AUTH),
        (404, UnwelcomeError, Failure.NO_CHANNEL),
        (302, UnwelcomeError, Failure.STRANGE_REPLY),
        (408, UncertainError, Failure.SERVER_ERROR),
        (429, TransientError, Failure.RATE_LIMITED),
        (500, UncertainError, Failure.SERVER_ERROR),
        (503, UncertainError, Failure.SERVER_ERROR),
    ],
)
def test_each_answer_has_its_meaning(status: int, kind: type[DeliveryError], failure: Failure) -> None:
    fault = FORM.judge(Reply(status, {}, b""))
    assert (type(fault), fault and fault.failure) == (kind, failure)
    assert FORM.judge(Reply(202, {}, b"{}")) is None
