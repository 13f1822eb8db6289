"""The ledger: what was sent is known after any number of restarts, and it never grows without end."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import MisconfiguredError
from connectors.ledger import CHUNK_BYTES, MAX_CHUNKS, Ledger, Sent
from connectors.page import MAX_BYTES
from tests.connectors.samples import NOON

DAY = timedelta(days=1)


def make_sent(native_id: str, *, at: datetime = NOON, author: str | None = "ada", version: str = "1") -> Sent:
    return Sent(native_id, version, ("acme",), at, at, author)


def reload(memory: dict[str, bytes], ledger: Ledger, now: datetime = NOON) -> dict[str, bytes]:
    """What Kafka holds after the changes are saved."""
    changed = memory | {key: value or b"" for key, value in ledger.take_changes(now).items()}
    return {key: value for key, value in changed.items() if value}


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone.
SENT = st.builds(
    Sent,
    native_id=st.sampled_from(["a", "b", "c", "漢", "x" * 500]),
    version=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    brands=st.lists(st.sampled_from(["acme", "bolt"]), unique=True).map(tuple),
    published_at=MOMENTS,
    sent_at=st.integers(0, 3_000_000)
    .map(lambda seconds: NOON - timedelta(seconds=seconds))
    .filter(lambda at: at > NOON - 20 * DAY),
    author=st.sampled_from([None, "ada", "bob"]),
    is_deleted=st.booleans(),
)


@given(st.lists(st.lists(SENT, max_size=8), max_size=5))
def test_read_back_it_is_the_same_ledger(sweeps: Sequence[Sequence[Sent]]) -> None:
    memory: dict[str, bytes] = {}
    last: dict[str, Sent] = {}
    for sweep in sweeps:
        ledger = Ledger(memory)
        for sent in sweep:
            ledger.note(sent)
            last[sent.native_id] = sent
        memory = reload(memory, ledger)
    ledger = Ledger(memory)
    for native_id, sent in last.items():
        assert ledger.find(native_id) == sent
    for author in ("ada", "bob"):
        theirs = {sent.native_id for sent in last.values() if sent.author == author and not sent.is_deleted}
        assert {sent.native_id for sent in ledger.find_author(author)} == theirs


def test_only_the_chunk_being_written_is_saved_again() -> None:
    ledger = Ledger({})
    for number in range(2_000):
        ledger.note(make_sent(f"at://did:plc:{number:024d}/post/{number:013d}"))
    saved = ledger.take_changes(NOON)
    assert len(saved) > 2
    assert all(
        value is not None and len(value) <= CHUNK_BYTES + 1_000 < MAX_BYTES for value in saved.values()
    )
    ledger.note(make_sent("one more"))
    assert len(ledger.take_changes(NOON)) == 1
    assert ledger.take_changes(NOON) == {}


def test_what_is_old_is_forgotten_and_its_records_deleted() -> None:
    ledger = Ledger({}, keep_for=30 * DAY)
    ledger.note(make_sent("old"))
    memory = reload({}, ledger)
    ledger = Ledger(memory, keep_for=30 * DAY)
    assert ledger.take_changes(NOON + 29 * DAY) == {}
    assert list(ledger.take_changes(NOON + 31 * DAY).values()) == [None]
    assert ledger.find("old") is None
    assert ledger.find_author("ada") == ()


def test_what_was_said_again_later_outlives_its_first_chunk() -> None:
    ledger = Ledger({}, keep_for=30 * DAY)
    ledger.note(make_sent("a"))
    for number in range(1_200):
        ledger.note(make_sent(f"filler {number} " + "x" * 60))
    later = NOON + 20 * DAY
    ledger.note(Sent("a", "2", ("acme",), NOON, later, "ada"))
    memory = reload({}, ledger, NOON + 31 * DAY)
    kept = Ledger(memory, keep_for=30 * DAY)
    found = kept.find("a")
    assert found is not None
    assert found.version == "2"


def test_it_holds_so_many_and_no_more() -> None:
    ledger = Ledger({})
    for number in range(MAX_CHUNKS + 5):
        ledger.note(make_sent(f"{number}" + "x" * (CHUNK_BYTES - 200), author=None))
    ledger.take_changes(NOON)
    assert ledger.find("0" + "x" * (CHUNK_BYTES - 200)) is None
    assert ledger.find(f"{MAX_CHUNKS + 4}" + "x" * (CHUNK_BYTES - 200)) is not None


def test_what_cannot_be_read_is_no_quiet_new_start() -> None:
    with pytest.raises(MisconfiguredError, match="delete it"):
        Ledger({"sent/0000000001": b"nonsense"})


def test_other_memories_are_left_alone() -> None:
    assert Ledger({"quota": b"7"}).take_changes(NOON) == {}
