"""A heading: how an incident stands at a glance, alike in every channel: its sign, why it is told, what to do now."""

from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.guidance import find_open_steps, list_steps
from alerts.incident import ENDED, Incident, IncidentState, Milestone
from alerts.notice import PAGES, Reason
from alerts.opening import FOUND
from alerts.playbook import Playbook
from alerts.typed import write_deed
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import Severity

_SIGNS: Final = {Severity.SEV1: "🔴", Severity.SEV2: "🟠", Severity.SEV3: "🟡", Severity.SEV4: "🔵"}
_TITLE_SHOWN: Final = 200
_ID_SHOWN: Final = 6
"""Of twelve digits: enough to tell incidents apart, and short enough to type from a phone's screen."""


def choose_sign(incident: Incident) -> str:
    """Choose the sign that opens a headline: a tick stands only over what a person has ended, with nothing late to do."""
    if incident.state is IncidentState.RESOLVED and Milestone.REVIEWED in incident.late:
        return "⏰"
    return "✅" if incident.state in ENDED else _SIGNS[incident.severity]


def is_unheld(incident: Incident) -> bool:
    """Whether nobody has it: that it falls by itself does not mean that somebody looks after it."""
    return not incident.owner and incident.state not in ENDED


def name_reason(reason: Reason, incident: Incident, language: Language) -> str:
    """Say why it is told; nothing for what is new."""
    if reason is Reason.OPENED:
        return ""
    words = VOCABULARIES[language].words
    is_falling = reason is Reason.CLOSED and incident.state not in ENDED
    return words.states[IncidentState.RECOVERING] if is_falling else words.reasons[reason]


def tells_change(reason: Reason, incident: Incident) -> bool:
    """Whether what changed is told, too; of what is new only if it says more than the headline."""
    return reason is not Reason.OPENED or incident.change not in FOUND


def say_now(incident: Incident, playbook: Playbook | None, language: Language) -> str:
    """Say what to do now: have it, then the next step; after the last one, end it."""
    words = VOCABULARIES[language].words
    if incident.state in ENDED:
        return words.do_now_review if incident.state is IncidentState.RESOLVED else words.do_now_closed
    steps = find_open_steps(playbook, incident) if playbook else ()
    step = clean_excerpt(steps[0].words[language].title, limit=_TITLE_SHOWN) if steps else ""
    if incident.owner:
        return words.do_now.format(step=step) if step else words.do_now_over
    if playbook is None or not step:
        return words.do_now_nobody
    if incident.state is IncidentState.OPEN and incident.revision == 0:
        return words.do_now_first.format(step=step)
    count = len(list_steps(playbook, incident))
    return words.do_now_nobody_then.format(step=step, done=count - len(steps), all=count)


def say_command(reason: Reason, incident: Incident, lane: str, language: Language) -> str:
    """Say how to have it without a button, or to keep it; nothing when nobody is asked to."""
    words = VOCABULARIES[language].words
    if is_unheld(incident):
        return words.ack_by_command.format(command=write_deed("ack", incident.id[:_ID_SHOWN], lane))
    is_asked = reason is Reason.LAPSING or reason in PAGES
    if is_asked and incident.state is IncidentState.ACKNOWLEDGED:
        return words.still_by_command.format(command=write_deed("still", incident.id[:_ID_SHOWN], lane))
    return ""


def say_severity(incident: Incident, language: Language) -> tuple[tuple[str, str], ...]:
    """Say why it is this severe, as the matrix's own rules put it, and how sure that is: before any formula."""
    words = VOCABULARIES[language].words
    sure = words.how_sure_value.format(
        evidence=f"{incident.evidence:.3g}", threshold=f"{incident.threshold:.3g}"
    )
    why = words.severity_why.format(severity=incident.severity)
    said = ((why, "; ".join(incident.because)),) if incident.because else ()
    return (*said, (words.how_sure, sure))
