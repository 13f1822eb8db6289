"""Buttons: what a person may press under an incident's message, by how the incident stands."""

from typing import Any, Final

from alerts.channels.slack.press import Handle, Press, button, handle_of
from alerts.guidance import find_open_steps
from alerts.incident import ENDED, Incident, IncidentState
from alerts.letter import Letter
from alerts.notice import PAGES, Reason
from alerts.playbook import Step
from alerts.words.desk import Terms
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES

Block = dict[str, Any]

STEP_SHOWN: Final = 48
"""Characters of a step's title on its button: more is cut off on a phone."""


def write_first_buttons(letter: Letter, incident: Incident) -> list[Block]:
    """Write what to press now; it stands right under the first two lines, for a thumb at night."""
    terms, handle = VOCABULARIES[letter.language].terms, handle_of(incident)
    if incident.state in ENDED:
        return [_row("now", _when_over(incident, handle, terms))]
    steps = find_open_steps(letter.playbook, incident) if letter.playbook else ()
    now = [*_owning(letter, incident, handle, terms)]
    if steps:
        now.append(step_button(steps[0], handle, letter.language))
    if letter.playbook:
        now.append(button(Press.BOOK, terms.playbook, handle))
    now.append(button(Press.REPLIED, terms.replied, handle))
    return [_row("now", now)]


def write_last_buttons(letter: Letter, incident: Incident) -> list[Block]:
    """Write what may become of the incident; it stands at the end, where nobody presses it by mistake."""
    terms, handle = VOCABULARIES[letter.language].terms, handle_of(incident)
    if incident.state in ENDED:
        return []
    later = [
        button(Press.FALSE_ALARM, terms.false_alarm, handle),
        button(Press.RESOLVE, terms.resolve, handle),
    ]
    if incident.state in (IncidentState.OPEN, IncidentState.ACKNOWLEDGED):
        confirm = (terms.confirm_contain, terms.yes, terms.no)
        later.insert(0, button(Press.CONTAIN, terms.contain, handle, confirm=confirm))
    confirm = (terms.confirm_escalate, terms.yes, terms.no)
    later.append(button(Press.ESCALATE, terms.escalate, handle, confirm=confirm))
    if incident.owner:
        later.append(button(Press.HAND_OVER, terms.hand_over, handle))
    later.append(button(Press.NOTE, terms.note, handle))
    return [_row("later", later)]


def write_answer_buttons(letter: Letter, incident: Incident) -> list[Block]:
    """Write what an answer in the thread asks for: whoever is called there need not scroll up."""
    terms, handle = VOCABULARIES[letter.language].terms, handle_of(incident)
    if letter.notice.reason is Reason.LAPSING:
        return [_row("now", [button(Press.STILL_ON_IT, terms.still_on_it, handle, style="primary")])]
    if letter.notice.reason in PAGES and incident.state not in ENDED:
        return [_row("now", _owning(letter, incident, handle, terms))]
    return []


def step_button(step: Step, handle: Handle, language: Language) -> Block:
    """Make a step's button: one press ticks it, or opens its form where there is something to fill in."""
    title = step.words[language].title
    shown = title if len(title) <= STEP_SHOWN else title[: STEP_SHOWN - 1].rstrip() + "…"
    terms = VOCABULARIES[language].terms
    if step.is_plain and not step.drafts:
        return button(Press.TICK, terms.done.format(step=shown), handle.on(step.id))
    return button(Press.STEP, terms.open_step.format(step=shown), handle.on(step.id))


def _owning(letter: Letter, incident: Incident, handle: Handle, terms: Terms) -> list[Block]:
    if incident.state is IncidentState.OPEN:
        return [button(Press.ACKNOWLEDGE, terms.acknowledge, handle, style="primary")]
    if letter.notice.reason is Reason.LAPSING:
        return [
            button(Press.STILL_ON_IT, terms.still_on_it, handle, style="primary"),
            button(Press.TAKE_OVER, terms.take_over, handle),
        ]
    return [button(Press.TAKE_OVER, terms.take_over, handle)]


def _when_over(incident: Incident, handle: Handle, terms: Terms) -> list[Block]:
    shown = [button(Press.BOOK, terms.playbook, handle), button(Press.NOTE, terms.note, handle)]
    if incident.state is IncidentState.REVIEWED:
        return shown
    reopen = button(Press.REOPEN, terms.reopen, handle)
    return [button(Press.REVIEW, terms.review, handle, style="primary"), *shown, reopen]


def _row(name: str, buttons: list[Block]) -> Block:
    return {"type": "actions", "block_id": name, "elements": buttons}
