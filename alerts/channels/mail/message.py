"""A message: what a letter is as e-mail.

Every message about one incident names the same root in `References`, so mail programs show one thread
whichever of them came first. A message sent twice has the same `Message-ID`, and most servers keep one.
"""

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.gist import Gist, Section, write_gist
from alerts.letter import Letter
from alerts.notice import PAGES, Notice, Reason

SUBJECT: Final = 200
PLAIN: Final = 20_000
_URGENT: Final = PAGES | {Reason.FEED_SILENT}
_STYLE: Final = "font-family:sans-serif;font-size:15px;line-height:1.45;max-width:42em"


def write_mail(letter: Letter, *, sender: str, to: str, now: datetime) -> EmailMessage:
    """Write a letter as plain text and HTML; nothing in it is fetched, and nothing leads to a stranger's page.

    Args:
        letter: what is told.
        sender: the address it comes from; its domain names the messages.
        to: addresses with commas between them.
        now: for the date of the message.
    """
    gist = write_gist(letter)
    notice = letter.notice
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean_excerpt(
        gist.headline, limit=SUBJECT
    )  # No line break: no header of a stranger's.
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _name(notice, notice.id, sender)
    root = _name(notice, f"about-{notice.about}", sender)
    message["In-Reply-To"] = root
    message["References"] = root
    message["List-Id"] = f"crisis-monitor <{_safe(notice.brand)}.{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["X-Crisis-Notice"] = _safe(notice.id)
    if notice.reason in _URGENT:
        message["Importance"] = "high"
    message.set_content(gist.write_plain(limit=PLAIN))
    message.add_alternative(_write_html(gist), subtype="html")
    return message


def _name(notice: Notice, what: str, sender: str) -> str:
    return f"<{_safe(notice.lane)}.{_safe(what)}@{_domain(sender)}>"


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]


def _safe(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", text)[:100] or "-"


def _write_html(gist: Gist) -> str:
    parts = [f"<h2>{escape(gist.headline)}</h2>"]
    parts += [
        f"<p><b>{escape(line)}</b></p>" if number == 1 else f"<p>{escape(line)}</p>"
        for number, line in enumerate(gist.lead)
    ]
    for section in gist.sections:
        parts += _write_section(section)
    parts.append(f'<p style="color:#666;font-size:12px">{escape(gist.ids)}</p>')
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body style="{_STYLE}">\n{body}\n</body></html>\n'


def _write_section(section: Section) -> list[str]:
    parts = [f"<h3>{escape(section.title)}</h3>"]
    if section.facts:
        rows = (
            f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>" for label, value in section.facts
        )
        parts.append(f'<table cellpadding="4">{"".join(rows)}</table>')
    parts += [f"<p>{escape(line)}</p>" for line in section.lines]
    for saying in section.sayings:
        source = escape(saying.source)
        if saying.link:
            source = f'<a href="{escape(saying.link)}" rel="noreferrer noopener">{source}</a>'
        parts.append(f"<blockquote>{escape(saying.text)}<br><small>{source}</small></blockquote>")
    return parts
