"""The form that says that somebody answered in public; only a person's answer stops the clock."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from alerts.action import ActionKind
from alerts.channels.slack.press import Press
from alerts.desk.answer import Answer
from alerts.desk.case import Case
from alerts.desk.forms.form import Form
from alerts.desk.forms.parts import ask_choice, ask_text, make_form
from alerts.desk.gesture import Submission

URL: Final = "url"
WHO: Final = "who"
HUMAN: Final = "human"
BOT: Final = "bot"
URL_LONGEST: Final = 1_000


def _write(case: Case) -> Mapping[str, Any]:
    terms = case.terms
    who = ((HUMAN, terms.reply_human), (BOT, terms.reply_bot))
    asked = [
        ask_text(URL, terms.reply_url, hint="https://…", longest=URL_LONGEST),
        ask_choice(WHO, terms.reply_who, who),
    ]
    return make_form(Press.REPLIED, terms.replied, asked, case.handle, terms, submit=terms.save)


def _read(case: Case, sent: Submission) -> Answer:
    url, who = sent.answers.get(URL, ""), sent.answers.get(WHO, "")
    errors = {}
    if not _is_address(url):
        errors[URL] = case.terms.need_url
    if who not in (HUMAN, BOT):
        errors[WHO] = case.terms.need_answer
    if errors:
        return Answer(errors=errors)
    kind = ActionKind.REPLIED if who == HUMAN else ActionKind.BOT_REPLIED
    return Answer(actions=(case.act(sent, kind, value=url),))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(char.isspace() for char in url)


REPLY: Final = Form(_write, _read)
