"""LINE: push messages as its OpenAPI has them, each taken once."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from pydantic import SecretStr

from alerts.channels.form import Parcel
from alerts.channels.line import LinePush
from alerts.channels.slack.text import measure
from alerts.channels.verdict import Reply
from alerts.errors import Failure, TransientError, UnwelcomeError
from alerts.letter import Letter
from alerts.notice import Reason
from alerts.words.language import Language
from tests.alerts.channels.openapi import read_checker, read_schema
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.channels.stage import LINE_ID
from tests.alerts.examples import alarm, digest, letter, notice

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FORM = LinePush(SecretStr("token"), to=LINE_ID)


def push(told: Letter) -> Parcel:
    parcel = FORM.write(told, NOW)
    assert parcel
    return parcel


def body(told: Letter) -> dict[str, Any]:
    read: dict[str, Any] = msgspec.json.decode(push(told).body)
    return read


def test_every_push_is_as_the_openapi_has_it(shared: Path) -> None:
    file = shared / "validators/line/messaging-api.yml"
    checker = read_checker(file, read_schema(file, "components", "schemas", "PushMessageRequest"))
    text = read_checker(file, read_schema(file, "components", "schemas", "TextMessage"))
    for told in (letter(), letter(notice(feed=alarm())), *(hostile_letter(one) for one in HOSTILE)):
        sent = body(told)
        assert list(checker.iter_errors(sent)) == []
        (message,) = sent["messages"]
        assert list(text.iter_errors(message)) == []
        assert 1 <= measure(message["text"]) <= 5_000
        assert sent["to"] == LINE_ID


def test_the_first_lines_say_what_a_phone_must_show() -> None:
    lines = body(letter())["messages"][0]["text"].splitlines()
    assert lines[0] == "🟠 SEV2 · acme · Backlash against AI-made content"
    assert lines[1].startswith(
        "63 mentions against AI-made content, counted over 45 min; normal is about 4 · it began 2026-03-02 14:32 UTC (18 min ago)"
    )
    assert lines[2].startswith("Do now: ")


def test_it_is_told_in_chinese_too() -> None:
    text = body(replace(letter(), language=Language.ZH_HANT))["messages"][0]["text"]
    assert "AI 生成內容引發反彈" in text
    assert "現在要做" in text


def test_the_same_notice_has_the_same_key_and_any_other_another() -> None:
    told = letter()
    keys = [
        push(one).headers["X-Line-Retry-Key"]
        for one in (
            told,
            replace(told, is_repeat=True),
            replace(told, notice=replace(told.notice, id="another")),
            replace(told, notice=replace(told.notice, lane="drill-1")),
        )
    ]
    assert keys[0] == keys[1]
    assert len({UUID(key) for key in keys}) == 3
    assert push(told).body == push(replace(told, is_repeat=True)).body


def test_only_what_wakes_somebody_makes_a_sound() -> None:
    told = [
        letter(),
        letter(notice(reason=Reason.CHANGED)),
        letter(notice(digest=digest(), reason=Reason.DIGEST)),
    ]
    assert [body(one)["notificationDisabled"] for one in told] == [False, True, True]


def test_a_second_push_with_the_key_was_taken_before() -> None:
    assert FORM.judge(Reply(409, {}, b'{"message":"The retry key is already accepted"}')) is None


def test_used_up_messages_and_too_many_at_once_are_told_apart() -> None:
    spent = FORM.judge(Reply(429, {}, b'{"message":"You have reached your monthly limit."}'))
    hurried = FORM.judge(Reply(429, {}, b'{"message":"Too many requests"}'))
    assert isinstance(spent, UnwelcomeError)
    assert isinstance(hurried, TransientError)
    assert spent.failure is hurried.failure is Failure.RATE_LIMITED
    assert isinstance(FORM.judge(Reply(429, {}, b"\xff[")), TransientError)
