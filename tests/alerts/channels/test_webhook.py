"""The signed webhook: verified by the library of the standard, and by the code of our own document."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.channels.form import Parcel
from alerts.channels.webhook import SignedWebhook
from alerts.incident import IncidentState
from alerts.letter import Letter
from alerts.notice import Reason
from tests.alerts.examples import alarm, digest, incident_of, letter, notice, quote, silence, spike

DOCUMENT = Path(__file__).parents[3] / "docs" / "webhook.md"
KEY = "whsec_" + b64encode(bytes(range(32))).decode()
FORM = SignedWebhook(SecretStr(KEY), url="https://crm.acme.example/crisis")


def write(told: Letter, at: datetime | None = None) -> Parcel:
    parcel = FORM.write(told, at or datetime.now(UTC))
    assert parcel
    return parcel


def verify(parcel: Parcel, *, key: str = KEY, body: bytes | None = None) -> Any:
    return Webhook(key).verify(body or parcel.body, dict(parcel.headers))


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (letter(), "incident.opened"),
        (letter(notice(reason=Reason.WORSENED)), "incident.worsened"),
        (letter(notice(feed=alarm())), "feed.silent"),
        (letter(notice(digest=digest(), reason=Reason.DIGEST)), "digest.digest"),
        (letter(notice(silence=silence(), reason=Reason.SILENCE_ENDING)), "silence.ending"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_standards_own_library_takes_the_signature(told: Letter, kind: str) -> None:
    read = verify(write(told))
    assert read["type"] == kind
    assert read["data"]["about"] == told.notice.about


def test_a_changed_body_another_key_and_an_old_time_are_refused() -> None:
    parcel = write(letter())
    old = write(letter(), datetime.now(UTC) - timedelta(minutes=6))
    with pytest.raises(WebhookVerificationError):
        verify(parcel, body=parcel.body.replace(b"SEV2", b"SEV4"))
    with pytest.raises(WebhookVerificationError):
        verify(parcel, key="whsec_" + b64encode(bytes(32)).decode())
    with pytest.raises(WebhookVerificationError):
        verify(old)


def read_document() -> dict[str, Any]:
    """Whatever the document's own code defines."""
    names: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL):
        exec(compile(code, str(DOCUMENT), "exec"), names)  # noqa: S102 - our own document.
    return names


def test_the_pauses_of_the_document_hold_while_any_incident_of_the_brand_is_open() -> None:
    pauses = read_document()["Pauses"]()

    def take(number: int, state: IncidentState, revision: int, **changes: Any) -> None:
        incident = replace(incident_of(spike(id=f"s-{number}")), state=state, revision=revision)
        pauses.take(verify(write(letter(notice(incident, **changes))))["data"])

    assert not pauses.is_paused("acme")
    take(1, IncidentState.OPEN, 0)
    take(2, IncidentState.OPEN, 0)
    take(1, IncidentState.RESOLVED, 2)
    take(1, IncidentState.ACKNOWLEDGED, 1)  # A repeat that comes late.
    assert pauses.is_paused("acme")
    assert not pauses.is_paused("globex")
    pauses.take(verify(write(letter(notice(feed=alarm()))))["data"])
    take(2, IncidentState.RECOVERING, 3)
    assert pauses.is_paused("acme")
    take(2, IncidentState.FALSE_ALARM, 4)
    assert not pauses.is_paused("acme")
    take(3, IncidentState.OPEN, 0, lane="drill-1")
    assert not pauses.is_paused("acme"), "a drill pauses nothing"


def test_the_receiver_of_the_document_tells_right_from_wrong() -> None:
    is_from_us = read_document()["is_from_crisis_monitor"]
    parcel = write(letter())
    headers = dict(parcel.headers)
    now = datetime.now(UTC).timestamp()
    assert is_from_us(KEY, headers, parcel.body, now)
    assert not is_from_us(KEY, headers, parcel.body + b" ", now)
    assert not is_from_us(KEY, headers, parcel.body, now + 301)
    assert not is_from_us(KEY, {**headers, "webhook-timestamp": "soon"}, parcel.body, now)
    assert not is_from_us(KEY, {**headers, "webhook-id": "other"}, parcel.body, now)
    assert not is_from_us(KEY, {}, parcel.body, now)


def test_the_document_names_every_field() -> None:
    data = verify(write(letter()))["data"]
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in (*data, *data["incident"]) if f"`{name}`" not in text] == []


def test_a_repeat_has_the_same_id() -> None:
    told = letter()
    assert write(told).headers["webhook-id"] == told.notice.id
    drill = letter(notice(incident_of(spike(lane="drill-1")), lane="drill-1"))
    assert write(drill).headers["webhook-id"] == f"drill-1-{drill.notice.id}"


def test_words_of_strangers_have_lost_what_could_act() -> None:
    told = letter(notice(incident_of(spike(quotes=(quote(0, "see https://evil.example \u202etxt\x00"),)))))
    said = verify(write(told))["data"]["sections"][1]["sayings"][0]["text"]
    assert said == "see https[:]//evil.example txt"
