"""The board: how each incident stands, bounded, and never older than it was."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from alerts.desk.board import CAUSES_KEPT, OVER_KEPT, Board
from alerts.incident import IncidentState
from streams.spike import Severity
from tests.alerts.examples import at, incident_of, spike

CASE = incident_of(spike())


@given(st.lists(st.integers(0, 20), min_size=1))
def test_the_highest_revision_stands_in_whatever_order_records_come(revisions: list[int]) -> None:
    board = Board()
    for revision in revisions:
        board.pin(replace(CASE, revision=revision))
    found = board.find(CASE.id)
    assert found
    assert found.revision == max(revisions)


def test_what_is_over_is_kept_only_for_a_while() -> None:
    board = Board()
    board.pin(CASE)
    for number in range(OVER_KEPT + 10):
        board.pin(replace(CASE, id=f"over-{number}", state=IncidentState.RESOLVED))
    assert board.find("over-0") is None
    assert board.find(f"over-{OVER_KEPT + 9}")
    assert board.list_open() == (CASE,)


def test_what_brought_the_latest_changes_is_known_and_bounded() -> None:
    board = Board()
    for revision in range(CAUSES_KEPT + 2):
        board.pin(replace(CASE, revision=revision, cause=f"slack-{revision}"))
    board.pin(replace(CASE, revision=1, cause="late"))
    known = [number for number in range(CAUSES_KEPT + 2) if board.has(CASE.id, f"slack-{number}")]
    assert known == list(range(2, CAUSES_KEPT + 2))
    assert not board.has(CASE.id, "late")
    assert not board.has("another", "slack-5")


def test_the_worst_is_listed_first() -> None:
    board = Board()
    mild = replace(CASE, id="mild", severity=Severity.SEV3, onset=at(-60))
    for case in (mild, CASE, replace(CASE, id="old", onset=at(-5))):
        board.pin(case)
    assert [case.id for case in board.list_open()] == ["old", CASE.id, "mild"]
