"""Decide: what one person's gesture comes to, before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.channels.slack.press import Handle, Press, handle_of
from alerts.deeds import apply_action, refuse_action
from alerts.desk.answer import Answer
from alerts.desk.board import Board
from alerts.desk.case import Case, write_action
from alerts.desk.forms.registry import FORMS
from alerts.desk.gesture import Click, Command, Gesture, Submission
from alerts.desk.roster import Person, Roster
from alerts.desk.status import write_status
from alerts.guidance import find_playbook
from alerts.house import HouseRules
from alerts.playbook import Playbook
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES

DEEDS: Final[Mapping[Press, ActionKind]] = {
    Press.ACKNOWLEDGE: ActionKind.ACKNOWLEDGE,
    Press.STILL_ON_IT: ActionKind.STILL_ON_IT,
    Press.TAKE_OVER: ActionKind.TAKE_OVER,
    Press.TICK: ActionKind.TICK,
    Press.CONTAIN: ActionKind.CONTAIN,
    Press.ESCALATE: ActionKind.ESCALATE,
}
"""What one press does by itself; every other opens a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the desk knows when it decides."""

    board: Board
    roster: Roster
    library: Mapping[str, Playbook]
    rules: HouseRules
    languages: Mapping[str, Language]
    """Of people, by their ids in Slack."""
    language: Language
    """Of everybody else."""
    lane: str
    zone: tzinfo = UTC
    """Of times, where Slack does not show each reader's own."""
    drills: Sequence[str] = ()
    """Stories that can be begun here."""

    def speak(self, slack: str) -> Language:
        return self.languages.get(slack, self.language)


def decide(gesture: Gesture, know: Knowledge, *, now: datetime) -> Answer:
    """Decide what a gesture comes to; pure, so the same gesture gives the same actions."""
    language = know.speak(gesture.user)
    terms = VOCABULARIES[language].terms
    person = know.roster.find(gesture.user)
    if person is None:
        names = ", ".join(one.name for one in know.roster.people) or terms.nobody
        return Answer(says=terms.not_on_list.format(who=names), is_refusal=True)
    if isinstance(gesture, Command):
        return _obey(gesture, know, person, language, now)
    if gesture.handle.lane != know.lane:
        return _refuse(gesture, terms.other_lane)
    if isinstance(gesture, Click) and gesture.press in DEEDS:
        return _do(gesture, know, person, language, now)
    return _show_or_read(gesture, know, person, language, now)


def _show_or_read(
    gesture: Click | Submission, know: Knowledge, person: Person, language: Language, now: datetime
) -> Answer:
    case = _open_case(gesture.handle, know, person, language, now)
    if case is None:
        return _refuse(gesture, VOCABULARIES[language].terms.gone)
    if isinstance(gesture, Click):
        return Answer(opens=FORMS[gesture.press].write(case))
    form = next((form for press, form in FORMS.items() if press == gesture.form), None)
    if form is None:
        return _refuse(gesture, VOCABULARIES[language].terms.gone)
    return _check(form.read(case, gesture), gesture, case, know)


def _do(click: Click, know: Knowledge, person: Person, language: Language, now: datetime) -> Answer:
    """Do what a press says; where the board is behind what the person saw, it is left to the record.

    What the person saw may be behind the board: whoever presses second is told at once who was faster.
    """
    action = write_action(click, click.handle, person, DEEDS[click.press], at=now, step=click.handle.what)
    incident = know.board.find(click.handle.incident)
    if incident and incident.revision >= click.handle.revision and incident.cause != action.id:
        refused = refuse_action(incident, action, know.rules, language=language)
        if refused:
            return Answer(says=refused)
    return Answer(actions=(action,))


def _check(answer: Answer, sent: Submission, case: Case, know: Knowledge) -> Answer:
    """Say at once what the record would refuse, each action after those before it: a form is done whole or not at all."""
    book = Casebook(incidents=(case.incident,))
    for action in answer.actions:
        incident = book.find_incident(case.incident.id) or case.incident
        if incident.cause == action.id:
            continue  # The form was sent before.
        refused = refuse_action(incident, action, know.rules, language=case.language)
        if refused:
            return _refuse(sent, refused)
        book = apply_action(book, action, know.rules).casebook
    return answer


def _refuse(gesture: Click | Submission, said: str) -> Answer:
    if isinstance(gesture, Click):
        return Answer(says=said)
    block = min(gesture.blocks, default="note")
    return Answer(errors={block: said})


def _obey(command: Command, know: Knowledge, person: Person, language: Language, now: datetime) -> Answer:
    terms = VOCABULARIES[language].terms
    match command.words:
        case () | ("status",):
            return Answer(
                says=write_status(know.board.list_open(), know.library, language, now=now, zone=know.zone)
            )
        case ("playbook", *names):
            found = [one for one in know.board.list_open() if not names or one.brand in names]
            if not found:
                return Answer(says=terms.nothing_open)
            case = _open_case(handle_of(found[0]), know, person, language, now)
            return Answer(opens=FORMS[Press.BOOK].write(case)) if case else Answer(says=terms.gone)
        case ("drill",):
            listed = "\n".join(f"• {name}" for name in know.drills)
            return Answer(says=f"{terms.drills}\n{listed}" if listed else terms.no_drills)
        case ("drill", name) if name in know.drills:
            return Answer(drill=name, says=terms.drill_begun.format(name=name))
        case _:
            return Answer(says=terms.help)


def _open_case(
    handle: Handle, know: Knowledge, person: Person, language: Language, now: datetime
) -> Case | None:
    incident = know.board.find(handle.incident)
    playbook = find_playbook(know.library, incident) if incident else None
    if incident is None or playbook is None:
        return None
    return Case(
        incident=incident,
        playbook=playbook,
        books=tuple(know.library.values()),
        person=person,
        roster=know.roster,
        language=language,
        handle=replace(handle_of(incident), what=handle.what),
        now=now,
        zone=know.zone,
    )
