"""The aftermath: what the record made of a deed that was written, for of two who press at once only one is first."""

from alerts.action import Action
from alerts.deeds import refuse_action
from alerts.desk.board import Board
from alerts.house import HouseRules
from alerts.words.language import Language


def find_aftermath(
    action: Action, seen: int, board: Board, rules: HouseRules, language: Language
) -> str | None:
    """Say what became of a deed that Kafka has.

    Args:
        action: the deed.
        seen: the incident's revision that its person saw; what stood before it says nothing.
        board: as far as the record has been read.
        rules: the team's.
        language: of who did it.

    Returns:
        None while that is not known; empty when it was done; else why not, in words for who did it.
    """
    # First: a deed that is taken in after this look is found by the next, and not held against what it brought about.
    incident = board.find(action.incident)
    if board.has(action.incident, action.id):
        return ""
    if incident is None or incident.revision <= seen:
        return None
    return refuse_action(incident, action, rules, language=language) or None
