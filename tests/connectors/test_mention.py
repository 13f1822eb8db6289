"""The wire contract of a mention: what goes in comes out, what is wrong is named."""

import json

import pytest
from hypothesis import given

from connectors.errors import UnreadableError
from connectors.mention import MAX_TEXT, Heartbeat, Mention, Tick
from connectors.page import Line
from tests.connectors.malformed import GOOD
from tests.connectors.samples import LINES, MENTIONS, make_mention


@given(LINES)
def test_a_line_survives_its_way_through_kafka(line: Line) -> None:
    raw = line.to_json()
    assert type(line).from_json(raw) == line
    assert b"\n" not in raw


@given(MENTIONS)
def test_an_unknown_field_is_ignored(mention: Mention) -> None:
    values = json.loads(mention.to_json()) | {"from_the_future": [1, {"a": None}]}
    assert Mention.from_json(json.dumps(values)) == mention


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_missing_field_names_itself(field: str) -> None:
    values = {name: value for name, value in GOOD.items() if name != field}
    with pytest.raises(UnreadableError, match=field):
        Mention.from_json(json.dumps(values))


@pytest.mark.parametrize("field", ["source", "native_id", "brand", "lane"])
def test_an_empty_name_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=f"`{field}` is empty"):
        make_mention(**{field: ""})


def test_the_identity_is_the_same_whichever_shard_sent_it() -> None:
    assert make_mention(source="sky#0").identity == make_mention(source="sky#7").identity
    assert make_mention(source="sky").identity != make_mention(source="sea").identity


def test_a_text_that_is_too_long_is_refused_and_not_quoted() -> None:
    with pytest.raises(UnreadableError) as caught:
        Mention.from_json(json.dumps(GOOD | {"text": "secret " * MAX_TEXT}))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("contract", [Heartbeat, Tick])
def test_a_time_before_2000_is_a_broken_clock(contract: type[Heartbeat | Tick]) -> None:
    raw = b'{"source":"a","upto":"1999-12-31T23:59:59Z","at":"1999-12-31T23:59:59Z"}'
    with pytest.raises(UnreadableError, match="before 2000"):
        contract.from_json(raw)
