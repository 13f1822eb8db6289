"""The message: threads, headers that no stranger writes, HTML in which words are only words."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.channels.mail.message import write_mail
from alerts.letter import Letter
from alerts.notice import Reason
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.examples import alarm, incident_of, letter, notice, quote, spike

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MARKUP = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><a href="https://evil.example">Acknowledge</a>',
    "x\r\nBcc: everybody@evil.example\r\n\r\nbody",
    "\u2028Bcc: everybody@evil.example",
]


class Tags(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def mail(told: Letter) -> EmailMessage:
    """As a mail program reads it."""
    raw = write_mail(told, sender="crisis@acme.example", to="a@acme.example, b@acme.example", now=NOW)
    read = message_from_bytes(raw.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def html(told: Letter) -> str:
    part = mail(told).get_body(("html",))
    assert part
    text: str = part.get_content()
    return text


@given(st.sampled_from([*HOSTILE, *MARKUP]) | st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_hostile_words_make_no_header_no_tag_and_no_link(text: str) -> None:
    told = hostile_letter(text)
    usual = mail(letter())
    written = mail(told)
    assert written.keys() == usual.keys()
    assert written["To"] == usual["To"]
    assert not re.search(r"[\r\n]", str(written["Subject"]))
    tags = Tags()
    tags.feed(html(told))
    assert tags.links == []
    assert tags.tags <= {
        "html",
        "head",
        "meta",
        "body",
        "h2",
        "h3",
        "p",
        "b",
        "table",
        "tr",
        "td",
        "blockquote",
        "br",
        "small",
    }
    assert tags.attributes <= {"charset", "style", "cellpadding"}


def test_all_about_one_incident_is_one_thread() -> None:
    first, later = mail(letter()), mail(letter(notice(id="second", reason=Reason.WORSENED)))
    assert first["References"] == later["References"] == later["In-Reply-To"]
    assert first["Message-ID"] != later["Message-ID"]
    other = mail(letter(notice(incident_of(spike(id="0ther0000001")))))
    assert other["References"] != first["References"]


def test_a_repeat_has_the_same_name_and_the_mark() -> None:
    first, again = mail(letter()), mail(replace(letter(), is_repeat=True))
    assert first["Message-ID"] == again["Message-ID"]
    assert again["Subject"].startswith("(repeat) ")


def test_a_drill_is_no_part_of_a_live_thread() -> None:
    drill = mail(letter(notice(incident_of(spike(lane="drill-1")), lane="drill-1")))
    assert drill["Subject"].startswith("[DRILL] ")
    assert drill["References"] != mail(letter())["References"]


def test_it_says_that_a_machine_wrote_it_and_what_is_urgent() -> None:
    assert mail(letter())["Auto-Submitted"] == "auto-generated"
    assert mail(letter())["Importance"] == "high"
    assert mail(letter(notice(reason=Reason.CHANGED)))["Importance"] is None
    assert mail(letter(notice(feed=alarm())))["List-Id"] == "crisis-monitor <acme.acme.example>"


def test_a_quote_leads_only_to_its_platform() -> None:
    quotes = (quote(0), quote(1, url="https://evil.example/r/acme"))
    tags = Tags()
    tags.feed(html(letter(notice(incident_of(spike(quotes=quotes))))))
    assert tags.links == ["https://www.reddit.com/r/acme/comments/0"]


def test_plain_text_says_the_same() -> None:
    plain = mail(letter()).get_body(("plain",))
    assert plain
    text = plain.get_content()
    assert text.splitlines()[0] == "🟠 SEV2 · acme · Backlash against AI-made content"
    assert "你們的 AI 廣告沒靈魂" in text
