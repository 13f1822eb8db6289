"""Teams: cards as Microsoft's schema has them, in which strangers' words are only words."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft6Validator
from pydantic import SecretStr

from alerts.channels.teams import MOST_BYTES, TeamsWorkflow
from alerts.letter import Letter
from alerts.notice import Reason
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.examples import alarm, digest, incident_of, letter, notice, quote, silence, spike

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FORM = TeamsWorkflow(SecretStr("https://x.logic.azure.com/workflows/1?sig=secret"))
CHECKER = Draft6Validator(json.loads((files("adaptive_cards") / "schemas/schema-1.4.json").read_text()))


def message(told: Letter) -> dict[str, Any]:
    parcel = FORM.write(told, NOW)
    assert parcel
    assert len(parcel.body) <= MOST_BYTES
    read: dict[str, Any] = msgspec.json.decode(parcel.body)
    return read


def card(told: Letter) -> dict[str, Any]:
    (attachment,) = message(told)["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    content: dict[str, Any] = attachment["content"]
    return content


def runs(told: Letter) -> list[dict[str, Any]]:
    body = card(told)["body"]
    assert {element["type"] for element in body} == {"RichTextBlock"}, "any other would read Markdown"
    return [run for element in body for run in element["inlines"]]


@given(
    st.sampled_from(HOSTILE) | st.text(max_size=300) | st.just("[Acknowledge](https://evil.example) **x**")
)
@settings(max_examples=40, deadline=None)
def test_hostile_words_stay_words(text: str) -> None:
    told = hostile_letter(text)
    assert all(run["type"] == "TextRun" and run["text"] for run in runs(told))
    assert [run for run in runs(told) if "selectAction" in run] == []


def test_every_sort_of_letter_is_a_card() -> None:
    for told in (
        hostile_letter(HOSTILE[1]),
        letter(),
        letter(notice(feed=alarm())),
        letter(notice(digest=digest(), reason=Reason.DIGEST)),
        letter(notice(silence=silence(), reason=Reason.SILENCE_ENDING)),
    ):
        assert list(CHECKER.iter_errors(card(told))) == []
        assert message(told)["summary"] == runs(told)[0]["text"]


def test_a_quote_leads_only_to_its_platform() -> None:
    quotes = (quote(0), quote(1, url="https://evil.example/r/acme"))
    led = [
        run["selectAction"]["url"]
        for run in runs(letter(notice(incident_of(spike(quotes=quotes)))))
        if "selectAction" in run
    ]
    assert led == ["https://www.reddit.com/r/acme/comments/0"]


def test_an_update_is_short() -> None:
    assert len(runs(letter(notice(reason=Reason.CHANGED)))) < 8 < len(runs(letter()))
