"""Known words that are drawn out are read as they are spelled, with a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.sentiment.drawls import read_drawls


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("this is baaaaad", "this is bad!"),
        ("SOOOO goooood", "SO good!"),
        ("looove it, truly", "love it, truly!"),
        ("not baaad at all", "not bad at all!"),
        ("nooooo", "no!"),
        ("coooool", "cool!"),
        ("yessss", "yes!"),
        ("ez rooooossz", "ez rossz!"),
        ("nagyooon jóóó", "nagyon jó!"),
        ("utáloooom", "utálom!"),
        ("borzasztóóó", "borzasztó!"),
        ("qué ascooooo", "qué asco!"),
        ("es maaaaalo", "es malo!"),
        ("horribleeeee", "horrible!"),
        ("ひどーーーい", "ひどい!"),
        ("ひどーい", "ひどい!"),
        ("すごぉーい", "すごい!"),
        ("好爛sooo bad", "好爛so bad!"),
    ],
)
def test_a_known_word_is_read_as_it_is_spelled(written: str, read: str) -> None:
    assert read_drawls(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "good, cool, all",
        "www.a.example",
        "http://aaa.example",
        "hmmmm zzzz",
        "AAAA",
        "heyyyy Annnna",
        "XXX",
        "哈哈哈哈",
        "好爛好爛好爛",
        "らーめん",
        "スーパー",
        "ひどい〜",
        "1000000",
        "!!!",
        "aaabbb" * 60,  # 2¹²⁰ spellings
    ],
)
def test_all_else_is_left(text: str) -> None:
    assert read_drawls(text) == text


@given(
    st.text(st.sampled_from("aAoOsőé dlひどいすごーぁ〜爛!."), max_size=40),
    st.sampled_from(["baaad", "ひどーい", ""]),
)
def test_no_text_grows_and_none_is_read_twice(text: str, word: str) -> None:
    read = read_drawls(text + word)
    assert len(read) <= len(text + word)
    assert read_drawls(read) == read
