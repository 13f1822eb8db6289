"""The form that resolves an incident: each closing step is done, or skipped here with a reason."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.channels.slack.text import escape, inline, section
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_text, is_reason, make_form
from alerts.desk.forms.reason import REASON_LONGEST
from alerts.desk.gesture import Submission
from alerts.guidance import find_blockers

NOTE: Final = "note"
SKIP: Final = "skip."


def _write(case: Case) -> Mapping[str, Any]:
    terms, language = case.terms, case.language
    blockers = find_blockers(case.playbook, case.incident)
    ends = f"*{escape(terms.ends)}*\n{inline(case.playbook.ends.when[language])}"
    blocks = [section(ends), section(escape(terms.blockers if blockers else terms.no_blockers))]
    for step in blockers:
        label = terms.blocker_why.format(step=step.words[language].title)
        blocks.append(ask_text(SKIP + step.id, label, lines=True, longest=REASON_LONGEST))
    blocks.append(ask_text(NOTE, terms.note.rstrip("…"), lines=True, optional=True, longest=REASON_LONGEST))
    return make_form(Press.RESOLVE, terms.resolve, blocks, case.handle, terms, submit=terms.save)


def _read(case: Case, sent: Submission) -> Answer:
    blockers = find_blockers(case.playbook, case.incident)
    errors = {
        SKIP + step.id: case.terms.need_why
        for step in blockers
        if not is_reason(sent.answers.get(SKIP + step.id, ""))
    }
    if errors:
        return Answer(errors=_on_the_form(errors, sent))
    skips = [
        case.act(sent, ActionKind.SKIP, step=step.id, text=sent.answers[SKIP + step.id]) for step in blockers
    ]
    note = sent.answers.get(NOTE, "")
    return Answer(actions=(*skips, case.act(sent, ActionKind.RESOLVE, text=note)))


def _on_the_form(errors: Mapping[str, str], sent: Submission) -> Mapping[str, str]:
    """Slack drops an error about a block the form does not have: one that became open meanwhile is told at the note."""
    if any(block in sent.blocks for block in errors):
        return {block: said for block, said in errors.items() if block in sent.blocks}
    return {NOTE: next(iter(errors.values()))}


RESOLVE: Final = Form(_write, _read)
