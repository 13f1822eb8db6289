"""Markup becomes the text a person would read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mention import MAX_TEXT
from connectors.text import MAX_MARKUP, cut_text, strip_markup, tidy


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello&nbsp;<b>you</b> &amp; me</p><p>Bye</p>", "Hello you & me\nBye"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a<script>alert('x')</script><style>b{}</style>c", "ac"),
        ("a<noscript>b</noscript><template>c</template>d", "ad"),
        ("1 &lt; 2 &lt;b&gt;", "1 < 2 <b>"),
        ('<a title="x>y" href="https://e.x/?a=1&b=2">z</a>', "z"),
        ("<!-- hidden -->seen", "seen"),
        ("沒有<em>靈魂</em>", "沒有靈魂"),
        ("not < markup", "not < markup"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("broken <b", "broken"),
        ("\ud83d", "\N{REPLACEMENT CHARACTER}"),
        ("", ""),
    ],
)
def test_markup_is_stripped(html: str, text: str) -> None:
    assert strip_markup(html) == text


@given(st.text())
def test_whatever_comes_in_is_tidy_and_can_be_encoded(html: str) -> None:
    text = strip_markup(html)
    text.encode()
    assert text == tidy(text)
    assert "\0" not in text


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", '<a b="', "<div>", "&a", "<?", "</", "<svg><p>", "&#"])
def test_hostile_markup_takes_no_time(piece: str) -> None:
    began = time.process_time()
    strip_markup(piece * (MAX_MARKUP // len(piece)))
    assert time.process_time() - began < 5  # The standard library's parser needs a minute for some of these.


def test_a_long_text_is_cut_and_says_so() -> None:
    assert cut_text("x" * (MAX_TEXT + 1)) == ("x" * MAX_TEXT, True)
    assert cut_text("x" * MAX_TEXT) == ("x" * MAX_TEXT, False)
