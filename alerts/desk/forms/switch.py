"""The form that changes the playbook: people know better than numbers what kind of crisis it is."""

from collections.abc import Mapping
from typing import Any, Final

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.channels.slack.text import inline, section
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_choice, make_form
from alerts.desk.gesture import Submission
from alerts.guidance import SWITCH as QUESTION

BOOK: Final = "book"


def _write(case: Case) -> Mapping[str, Any]:
    terms, language = case.terms, case.language
    lines = (f"• *{inline(book.title[language])}*: {inline(book.fits[language])}" for book in case.books)
    options = [(book.id, book.title[language]) for book in case.books]
    asked = ask_choice(BOOK, terms.change_playbook, options, known=case.playbook.id)
    blocks = [section("\n".join(lines)), asked]
    return make_form(Press.SWITCH, terms.change_playbook, blocks, case.handle, terms, submit=terms.save)


def _read(case: Case, sent: Submission) -> Answer:
    chosen = sent.answers.get(BOOK, "")
    if chosen not in {book.id for book in case.books}:
        return Answer(errors={BOOK: case.terms.need_answer})
    if chosen == case.playbook.id:
        return Answer()
    return Answer(actions=(case.act(sent, ActionKind.ANSWER, step=QUESTION, value=chosen),))


SWITCH: Final = Form(_write, _read)
