"""What may enter: of this lane, within bounds, and never an exception that a restart would meet again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.casebook import Casebook
from alerts.inbox import read_action, read_errand, read_signal
from alerts.notice import Nudge
from alerts.opening import apply_spike
from connectors.errors import UnreadableError
from streams.spike import Spike
from tests.alerts.examples import action, alarm, incident_of, notice, quote, spike

OLD = datetime(1900, 1, 1, tzinfo=UTC)
NUDGE = Nudge(about="x", item="y", attempt=3)


def test_each_contract_is_read_back_as_it_was_written() -> None:
    assert read_signal(spike().to_json(), lane="live") == spike()
    assert read_signal(alarm().to_json(), lane="live") == alarm()
    assert read_action(action().to_json(), lane="live") == action()
    assert read_errand(notice().to_json(), lane="live") == notice()
    assert read_errand(NUDGE.to_json(), lane="live") == NUDGE


@pytest.mark.parametrize(
    "raw",
    [
        None,
        b"",
        b"{}",
        b"[" * 10_000,
        b"\xff",
        spike(at=OLD).to_json(),
        spike(quotes=(quote(published_at=OLD),)).to_json(),
        spike(mentions=-1).to_json(),
        spike(negative=10**15).to_json(),
        spike(id="").to_json(),
        spike(brand="b" * 300).to_json(),
        alarm(since=OLD).to_json(),
        spike(lane="drill-1").to_json(),
        alarm(lane="drill-1").to_json(),
    ],
)
def test_a_signal_that_cannot_be_is_unreadable(raw: bytes | None) -> None:
    with pytest.raises(UnreadableError):
        read_signal(raw, lane="live")


@pytest.mark.parametrize(
    "raw",
    [
        notice(lane="drill-1").to_json(),
        notice(incident=replace(incident_of(spike()), lane="drill-1")).to_json(),
        notice(about="other").to_json(),
        notice(brand="globex").to_json(),
        notice(at=OLD).to_json(),
        notice(incident=replace(incident_of(spike()), onset=OLD)).to_json(),
        notice().to_json().replace(b'"incident":{', b'"incident":null,"x":{'),
        replace(NUDGE, lane="drill-1").to_json(),
        replace(NUDGE, about="").to_json(),
    ],
)
def test_an_errand_that_cannot_be_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_errand(raw, lane="live")


@pytest.mark.parametrize("wrong", [action(by=""), action(lane="drill-1"), action(at=OLD)])
def test_an_action_that_cannot_be_is_unreadable(wrong: object) -> None:
    with pytest.raises(UnreadableError):
        read_action(wrong.to_json(), lane="live")  # type: ignore[attr-defined]


@given(st.binary(max_size=200) | st.integers(0, 900).map(lambda cut: spike().to_json()[:cut]))
def test_no_bytes_raise_anything_else(raw: bytes) -> None:
    for read in (read_signal, read_action, read_errand):
        with pytest.raises(UnreadableError):
            read(raw, lane="live")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 10**12), st.text(max_size=60))
def test_whatever_is_read_can_be_applied(value: float, count: int, text: str) -> None:
    record = spike(observed=value, expected=value, evidence=value, mentions=count, themes={text: count})
    try:
        signal = read_signal(record.to_json(), lane="live")
    except (UnreadableError, UnicodeError):
        return
    assert isinstance(signal, Spike)
    assert apply_spike(Casebook(), signal).incident
