"""The form of the review: what the playbook asks afterwards; without lessons there is no review."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_text, is_reason, make_form
from alerts.desk.gesture import Submission

LESSON: Final = "lesson."
LESSON_LONGEST: Final = 400


def _write(case: Case) -> Mapping[str, Any]:
    terms = case.terms
    asked = [
        ask_text(f"{LESSON}{number}", question[case.language], lines=True, longest=LESSON_LONGEST)
        for number, question in enumerate(case.playbook.review.asks)
    ]
    return make_form(Press.REVIEW, terms.review, asked, case.handle, terms, submit=terms.save)


def _read(case: Case, sent: Submission) -> Answer:
    asks = case.playbook.review.asks
    given = [sent.answers.get(f"{LESSON}{number}", "") for number in range(len(asks))]
    errors = {
        f"{LESSON}{number}": case.terms.need_why for number, said in enumerate(given) if not is_reason(said)
    }
    if errors:
        return Answer(errors=errors)
    lines = (f"{question[case.language]} {said}" for question, said in zip(asks, given, strict=True))
    return Answer(actions=(case.act(sent, ActionKind.REVIEW, text="\n".join(lines)),))


REVIEW: Final = Form(_write, _read)
