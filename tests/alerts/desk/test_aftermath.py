"""The aftermath: whose deed the record took, whenever the board is looked at."""

from dataclasses import replace

import pytest

from alerts.action import ActionKind
from alerts.desk.aftermath import find_aftermath
from alerts.desk.board import Board
from alerts.house import UNCONFIGURED
from alerts.incident import Incident, IncidentState
from alerts.words.language import Language
from tests.alerts.examples import action, at, incident_of, spike

CASE = replace(incident_of(spike()), revision=1)
MINE = action(ActionKind.RESOLVE, incident=CASE.id, by="Ben")
DONE = replace(CASE, revision=3, cause=MINE.id, state=IncidentState.RESOLVED, changed_at=at(30))


class Restless(Board):
    """The record of a deed comes, in the thread that reads it, right after any look."""

    def __init__(self, known: Incident) -> None:
        super().__init__()
        self.pin(known)

    def has(self, incident: str, cause: str) -> bool:
        found = super().has(incident, cause)
        self.pin(DONE)
        return found

    def find(self, incident: str) -> Incident | None:
        found = super().find(incident)
        self.pin(DONE)
        return found


def look(board: Board) -> str | None:
    return find_aftermath(MINE, CASE.revision, board, UNCONFIGURED, Language.EN)


@pytest.mark.parametrize("known", [CASE, replace(CASE, revision=2, cause="mei", owner="Mei")])
def test_a_deed_that_is_taken_in_between_two_looks_is_not_called_refused(known: Incident) -> None:
    board = Restless(known)
    assert not look(board)
    assert look(board) == ""


def test_a_deed_that_another_came_before_is_called_refused_and_nothing_sooner() -> None:
    board = Board()
    assert look(board) is None, "not read yet"
    board.pin(CASE)
    assert look(board) is None, "what was seen says nothing"
    board.pin(replace(DONE, cause="mei", revision=2))
    assert "resolved" in (look(board) or "")
