"""A Slack message as a page: the words are those of the message, and a stranger's words stay words."""

import html
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deploy.preview.page import write_page
from deploy.preview.spans import Span, read_mrkdwn

HOSTILE = "<script>alert(1)</script> <!channel> <https://evil.example|click> & *bold*"


def page(*blocks: dict[str, Any]) -> str:
    return write_page(blocks, title="t", time="now")


def test_bold_italic_people_dates_and_links_are_read() -> None:
    said = "*Do now:* _wait_ <@U123> since <!date^0^{date}|1970-01-01> <https://a.example|here> 1 &lt; 2"
    assert read_mrkdwn(said) == [
        Span("Do now:", bold=True),
        Span(" "),
        Span("wait", italic=True),
        Span(" "),
        Span("@U123", is_person=True),
        Span(" since "),
        Span("1970-01-01"),
        Span(" "),
        Span("here", url="https://a.example"),
        Span(" 1 < 2"),
    ]


def test_signs_within_words_are_no_marks() -> None:
    assert read_mrkdwn("3 * 4 snake_case_name") == [Span("3 * 4 snake_case_name")]


def test_a_strangers_words_cannot_become_a_page() -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": HOSTILE}]}
    written = page({"type": "rich_text", "elements": [quote]})
    assert html.escape(HOSTILE) in written
    assert "<script>" not in written


def test_only_https_becomes_a_link() -> None:
    link = {"type": "link", "url": "javascript:alert(1)", "text": "x"}
    section = {"type": "rich_text_section", "elements": [link]}
    assert "javascript" not in page({"type": "rich_text", "elements": [section]})


@given(st.text(max_size=80))
def test_plain_words_come_through_as_they_are(words: str) -> None:
    spans = read_mrkdwn(html.escape(words, quote=False).translate(str.maketrans("*_", "∗ˍ")))
    expected = words.translate(str.maketrans("*_", "∗ˍ"))
    assert "".join(span.text for span in spans) == html.unescape(html.escape(expected, quote=False))


def test_fields_headers_context_and_buttons_are_drawn() -> None:
    plain = {"type": "plain_text", "text": "Acknowledge"}
    written = page(
        {"type": "header", "text": {"type": "plain_text", "text": "SEV2 · lumen"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Observed*\n31"}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "notice 1"}]},
        {"type": "actions", "elements": [{"type": "button", "text": plain}]},
    )
    for part in ("<h1>SEV2 · lumen</h1>", "<b>Observed</b>", "notice 1", "<button>Acknowledge</button>"):
        assert part in written
