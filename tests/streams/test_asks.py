"""Asks: what people want a brand to do, found in the languages that are scored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.asks.finder import LANGUAGES, AskFinder, read_asks, split_sentences
from streams.asks.kind import AskKind
from streams.language import Language

FINDER = AskFinder()


@pytest.mark.need("000-18")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bring back the artists!", AskKind.PEOPLE),
        ("we want real people", AskKind.PEOPLE),
        ("at least label it.", AskKind.LABEL),
        ("TAKE IT DOWN", AskKind.REMOVE),
        ("apologise. now.", AskKind.ANSWER),
        ("you could just pay an illustrator", AskKind.PAY),
        ("how do I opt out of this", AskKind.CHOICE),
        ("let me talk to a human", AskKind.CONTACT),
        ("please stop using AI", AskKind.STOP),
        ("還我繪師", AskKind.PEOPLE),
        ("標示 AI 很難嗎", AskKind.LABEL),
        ("請下架這支廣告", AskKind.REMOVE),
        ("請道歉", AskKind.ANSWER),
        ("花錢請人啦", AskKind.PAY),
        ("轉真人客服好嗎", AskKind.CONTACT),
        ("不要再用AI了", AskKind.STOP),
        ("请道歉", AskKind.ANSWER),
        ("标注AI很难吗", AskKind.LABEL),
        ("Állítsátok vissza!", AskKind.PEOPLE),
        ("vegyétek le ezt a reklámot", AskKind.REMOVE),
        ("jelöljétek, ha gépi", AskKind.LABEL),
        ("kérjetek bocsánatot", AskKind.ANSWER),
        ("fizessetek meg egy illusztrátort", AskKind.PAY),
        ("pidan perdón ya", AskKind.ANSWER),
        ("人間に描かせてください", AskKind.PEOPLE),
    ],
)
def test_an_ask_is_found(text: str, kind: AskKind) -> None:
    assert kind in FINDER.find(text)


@pytest.mark.parametrize(
    "text",
    [
        "soulless AI slop",
        "this has no label I know of",
        "我覺得很醜",
        "nagyon csúnya lett",
        "qué feo quedó",
        "I label-hunt for sport",
        "",
        "???",
    ],
)
def test_anger_alone_asks_for_nothing(text: str) -> None:
    assert FINDER.find(text) == {}


def test_an_ask_is_quoted_by_its_sentence() -> None:
    text = "Fired the whole studio. Bring back the artists!! And label it. I am done."
    assert FINDER.find(text) == {
        AskKind.PEOPLE: "Bring back the artists!!",
        AskKind.LABEL: "And label it.",
    }


def test_an_ask_across_sentences_is_quoted_whole() -> None:
    text = "the artists! Bring back"
    assert FINDER.find(text) == {AskKind.PEOPLE: text}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_phrases_for_every_kind_and_finds_each(language: Language) -> None:
    for kind, phrases in read_asks(language).items():
        assert phrases
        assert len(set(phrases)) == len(phrases)
        for phrase in phrases:
            assert phrase == phrase.lower().strip(), phrase
            assert kind in FINDER.find(phrase.replace("*", "").replace("+", " ")), phrase


@given(st.text())
def test_sentences_lose_no_word_and_no_text_raises(text: str) -> None:
    words = "".join(split_sentences(text))
    assert [sign for sign in text if sign.isalnum()] == [sign for sign in words if sign.isalnum()]
    FINDER.find(text)
