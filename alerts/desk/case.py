"""A case: what the desk has at hand when it decides about one gesture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from alerts.action import Action, ActionKind
from alerts.channels.slack.press import Handle
from alerts.desk.gesture import Click, Command, Submission
from alerts.desk.roster import Person, Roster
from alerts.incident import Incident
from alerts.playbook import Playbook
from alerts.words.desk import Terms
from alerts.words.language import Language
from alerts.words.message import Words
from alerts.words.registry import VOCABULARIES
from streams.spike import derive_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One incident, its playbook, and the person who does something about it."""

    incident: Incident
    playbook: Playbook
    books: Sequence[Playbook]
    """All there are, for a change of playbook."""
    person: Person
    roster: Roster
    language: Language
    handle: Handle
    now: datetime
    zone: tzinfo = UTC
    """Of times, where Slack does not show each reader's own."""

    @property
    def terms(self) -> Terms:
        return VOCABULARIES[self.language].terms

    @property
    def words(self) -> Words:
        return VOCABULARIES[self.language].words

    def act(
        self,
        gesture: Click | Submission,
        kind: ActionKind,
        *,
        step: str = "",
        value: str = "",
        text: str = "",
    ) -> Action:
        """Write an action down; the same gesture again gives the same id."""
        return write_action(
            gesture, self.handle, self.person, kind, at=self.now, step=step, value=value, text=text
        )


def write_action(
    gesture: Click | Submission | Command,
    handle: Handle,
    person: Person,
    kind: ActionKind,
    *,
    at: datetime,
    step: str = "",
    value: str = "",
    text: str = "",
) -> Action:
    """Write an action down.

    Its id comes from what was seen and pressed: of a double click the second is the first. A form counts
    once, however often it is sent.
    """
    seen = gesture.view if isinstance(gesture, Submission) else f"r{handle.revision}"
    parts = (handle.lane, handle.incident, seen, person.slack, kind.value, step, value)
    return Action(
        id=f"slack-{derive_id(*parts)}",
        brand=handle.brand,
        incident=handle.incident,
        kind=kind,
        by=person.name,
        at=at,
        step=step or None,
        value=value,
        text=text,
        lane=handle.lane,
    )
