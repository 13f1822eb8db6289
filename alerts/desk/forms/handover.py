"""The form that hands an incident over to another person on the list."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_choice, ask_text, make_form
from alerts.desk.forms.reason import REASON_LONGEST, WHY
from alerts.desk.gesture import Submission

WHOM: Final = "whom"
MOST_SHOWN: Final = 10
"""Radio buttons that Slack takes; a longer list is typed by name."""


def _write(case: Case) -> Mapping[str, Any]:
    terms = case.terms
    others = [one for one in case.roster.people if one.slack != case.person.slack]
    if 1 <= len(others) <= MOST_SHOWN:
        whom = ask_choice(WHOM, terms.whom, [(one.name, one.name) for one in others])
    else:
        whom = ask_text(WHOM, terms.whom, longest=80)
    why = ask_text(WHY, terms.why, lines=True, optional=True, longest=REASON_LONGEST)
    return make_form(Press.HAND_OVER, terms.hand_over, [whom, why], case.handle, terms, submit=terms.save)


def _read(case: Case, sent: Submission) -> Answer:
    person = case.roster.find_named(sent.answers.get(WHOM, ""))
    if person is None:
        return Answer(errors={WHOM: case.terms.need_whom})
    why = sent.answers.get(WHY, "")
    return Answer(actions=(case.act(sent, ActionKind.HAND_OVER, value=person.name, text=why),))


HAND_OVER: Final = Form(_write, _read)
