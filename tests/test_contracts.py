"""The wire contracts: what is written is read again, what is new is ignored, what is missing is named.

The strategies are built from the dataclasses' own types, so that a new field is tested by itself.
"""

import dataclasses
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.action import Action
from alerts.digest import Digest
from alerts.incident import Incident
from alerts.notice import Notice, Nudge, read_notice
from alerts.quoted import Quoted
from alerts.silence import Silence
from connectors.errors import UnreadableError
from connectors.mention import Heartbeat, Mention, Tick
from connectors.page import read_page, write_pages
from connectors.wire import Wire
from streams.lines import Lines
from streams.minute import Minute, read_minutes, write_minutes
from streams.reading import Reading
from streams.ruling import Ruling
from streams.spike import FeedAlarm, Spike, read_spike

CONTRACTS: Final[dict[str, type[Wire]]] = {
    contract.__name__: contract
    for contract in (
        Mention,
        Heartbeat,
        Tick,
        Reading,
        Minute,
        Spike,
        FeedAlarm,
        Incident,
        Quoted,
        Action,
        Ruling,
        Notice,
        Digest,
        Silence,
        Nudge,
    )
}
DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "wire.md"

TIMES = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
INTS = st.integers(min_value=-(2**53), max_value=2**53)
TEXTS = st.text(max_size=40)
st.register_type_strategy(datetime, TIMES)
st.register_type_strategy(float, FLOATS)
st.register_type_strategy(int, INTS)
st.register_type_strategy(str, TEXTS)

NONEMPTY: Final = ("source", "native_id", "brand", "lane")
"""Fields that a contract may refuse when empty."""


LARGE: Final = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""Records have many fields: what Hypothesis deems too large is left out, and as many others are tried."""


def build(contract: type[Wire]) -> st.SearchStrategy[Any]:
    """Any value of a contract, every field filled."""
    fields = dataclasses.fields(contract)  # type: ignore[arg-type]  # each contract is a dataclass
    some = {field.name: st.text(min_size=1, max_size=20) for field in fields if field.name in NONEMPTY}
    inferred: dict[str, Any] = {field.name: ... for field in fields if field.init and field.name not in some}
    if contract is Notice:  # About one of four.
        subjects = {"incident": Incident, "feed": FeedAlarm, "digest": Digest, "silence": Silence}
        rest = {key: value for key, value in inferred.items() if key not in subjects}
        about = [
            {name: build(chosen) if name == one else st.none() for name, chosen in subjects.items()}
            for one in subjects
        ]
        return st.one_of([st.builds(Notice, **some, **rest, **one) for one in about])
    return st.builds(contract, **some, **inferred)


def examples() -> dict[str, str]:
    """The JSON examples of docs/wire.md by the heading they stand under."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.findall(r"^## (\w+)\n(?:(?!^## ).)*?^```json\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return dict(found)


def required(contract: type[Wire]) -> list[str]:
    return [
        field.name
        for field in dataclasses.fields(contract)  # type: ignore[arg-type]
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]


def filled(name: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads(examples()[name])
    return example


@pytest.mark.parametrize("name", CONTRACTS)
@settings(LARGE, max_examples=60)
@given(data=st.data())
def test_what_is_written_is_read_again(name: str, data: st.DataObject) -> None:
    contract = CONTRACTS[name]
    value = data.draw(build(contract))
    raw = value.to_json()
    assert b"\n" not in raw, "a record is one line"
    assert contract.from_json(raw) == value


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_field_of_a_newer_writer_is_ignored(name: str) -> None:
    example = filled(name)
    newer = json.dumps({**example, "from_the_future": {"a": [1]}})
    assert CONTRACTS[name].from_json(newer) == CONTRACTS[name].from_json(json.dumps(example))


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in CONTRACTS for field in required(CONTRACTS[name])]
)
def test_a_missing_field_is_named(name: str, field: str) -> None:
    example = filled(name)
    del example[field]
    with pytest.raises(UnreadableError, match=rf"`{field}`"):
        CONTRACTS[name].from_json(json.dumps(example))


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in CONTRACTS for field in required(CONTRACTS[name])]
)
def test_a_field_of_a_wrong_type_is_named(name: str, field: str) -> None:
    example = {**filled(name), field: {"not": "this"}}
    with pytest.raises(UnreadableError, match=field):
        CONTRACTS[name].from_json(json.dumps(example))


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_time_without_a_zone_is_refused(name: str) -> None:
    example = filled(name)
    times = [
        key for key, value in example.items() if isinstance(value, str) and re.match(r"\d{4}-.*Z$", value)
    ]
    for key in times:
        with pytest.raises(UnreadableError, match=key):
            CONTRACTS[name].from_json(json.dumps({**example, key: example[key].removesuffix("Z")}))


def test_the_document_shows_every_contract_and_no_other() -> None:
    assert list(examples()) == list(CONTRACTS)


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_documented_example_is_complete_and_read_as_it_stands(name: str) -> None:
    contract = CONTRACTS[name]
    example = filled(name)
    assert set(example) == {field.name for field in dataclasses.fields(contract)}  # type: ignore[arg-type]
    assert json.loads(contract.from_json(json.dumps(example)).to_json()) == example


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_field_of_a_contract_is_explained(name: str) -> None:
    section = DOCUMENT.read_text(encoding="utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]
    prose = section.split("```json")[0] + section.rsplit("```", 1)[1]
    unexplained = [key for key in filled(name) if f"`{key}`" not in prose]
    assert unexplained == []


@given(st.lists(st.one_of(build(Mention), build(Heartbeat), build(Tick)), max_size=8))
@settings(LARGE, max_examples=40)
def test_a_page_gives_its_lines_back_in_order(lines: list[Mention | Heartbeat | Tick]) -> None:
    lines = [dataclasses.replace(line, lane="live") for line in lines]
    for raw in write_pages(lines):
        page = read_page(raw, lane="live", sent_at=datetime(2100, 1, 1, tzinfo=UTC))
        assert page.dead == ()
    read = [
        line
        for raw in write_pages(lines)
        for _, line in read_page(raw, lane="live", sent_at=datetime(2100, 1, 1, tzinfo=UTC)).lines
    ]
    assert read == lines


@given(st.lists(build(Minute), min_size=1, max_size=2))
@settings(LARGE, max_examples=30)
def test_a_record_of_minutes_gives_them_back_in_order(minutes: list[Minute]) -> None:
    assert read_minutes(write_minutes(minutes)) == Lines(tuple(minutes))


@given(st.one_of(build(Spike), build(FeedAlarm)))
@settings(LARGE, max_examples=30)
def test_the_two_sorts_on_spikes_are_told_apart(record: Spike | FeedAlarm) -> None:
    assert read_spike(record.to_json()) == record


@given(st.one_of(build(Notice), build(Nudge)))
@settings(LARGE, max_examples=30)
def test_the_two_sorts_on_notices_are_told_apart(record: Notice | Nudge) -> None:
    assert read_notice(record.to_json()) == record
