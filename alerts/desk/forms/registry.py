"""Every form by the press that opens it, which is also the name it comes back under."""

from collections.abc import Mapping
from typing import Final

from alerts.channels.slack.press import Press
from alerts.desk.forms.book import BOOK
from alerts.desk.forms.draft import DRAFT
from alerts.desk.forms.form import Form
from alerts.desk.forms.handover import HAND_OVER
from alerts.desk.forms.reason import FALSE_ALARM, NOTE, REOPEN
from alerts.desk.forms.reply import REPLY
from alerts.desk.forms.resolve import RESOLVE
from alerts.desk.forms.review import REVIEW
from alerts.desk.forms.step import STEP
from alerts.desk.forms.switch import SWITCH

FORMS: Final[Mapping[Press, Form]] = {
    Press.BOOK: BOOK,
    Press.STEP: STEP,
    Press.DRAFT: DRAFT,
    Press.SWITCH: SWITCH,
    Press.REPLIED: REPLY,
    Press.FALSE_ALARM: FALSE_ALARM,
    Press.RESOLVE: RESOLVE,
    Press.HAND_OVER: HAND_OVER,
    Press.NOTE: NOTE,
    Press.REOPEN: REOPEN,
    Press.REVIEW: REVIEW,
}
