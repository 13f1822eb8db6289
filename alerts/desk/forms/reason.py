"""Forms that ask for a reason or a note: false alarm, reopen, note."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_text, is_reason, make_form
from alerts.desk.gesture import Submission
from alerts.words.desk import Terms

WHY: Final = "why"
REASON_LONGEST: Final = 500


def _ask(press: Press, kind: ActionKind, title: str) -> Form:
    """Make a form with one question; `title` is the name of the button's words in `Terms`."""

    def write(case: Case) -> Mapping[str, Any]:
        terms = case.terms
        asked = ask_text(WHY, terms.why, hint=terms.why_hint, lines=True, longest=REASON_LONGEST)
        return make_form(press, _name(terms, title), [asked], case.handle, terms, submit=terms.save)

    def read(case: Case, sent: Submission) -> Answer:
        why = sent.answers.get(WHY, "")
        if not is_reason(why):
            return Answer(errors={WHY: case.terms.need_why})
        return Answer(actions=(case.act(sent, kind, text=why),))

    return Form(write, read)


def _name(terms: Terms, title: str) -> str:
    said: str = getattr(terms, title)
    return said


FALSE_ALARM: Final = _ask(Press.FALSE_ALARM, ActionKind.FALSE_ALARM, "false_alarm")
REOPEN: Final = _ask(Press.REOPEN, ActionKind.REOPEN, "reopen")
NOTE: Final = _ask(Press.NOTE, ActionKind.NOTE, "note")
