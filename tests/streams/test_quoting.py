"""What moved a score, as a person is shown it: in the words of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language
from streams.quoting import quote


@pytest.mark.parametrize(
    ("language", "text", "names", "shown"),
    [
        (Language.EN, "They REPLACED all of our people", ["replac + people"], ["REPLACED … people"]),
        (Language.EN, "Credit the artists, their credits: AI", ["credits + ai"], ["credits … AI"]),
        (Language.EN, "Replaced people", ["people + replac"], ["Replaced people"]),
        (Language.EN, "people are replaced", ["replac + people"], ["people … replaced"]),
        (Language.EN, "No. Yet all of them kept on at us", ["not_us"], ["us"]),
        (Language.EN, "nobody here could even ask us", ["not_us"], ["us"]),
        (
            Language.EN,
            "I wasn't happy. They’d rarely help",
            ["not_happy", "not_help"],
            ["wasn't happy", "rarely help"],
        ),
        (Language.HU, "nem egy jó, nem ez a jó", ["not_jó"], ["nem egy jó"]),
        (Language.ZH_HANT, "喜歡他們，可是不太喜歡這個", ["not_喜歡"], ["不太喜歡"]),
        (Language.ZH_HANT, "喜歡", ["not_喜歡"], ["喜歡"]),
        (Language.OTHER, "not happy", ["not_happy"], ["happy"]),
        (Language.EN, "I am 😭 about this 💔", ["broken", "crying"], ["💔", "😭"]),
        (Language.EN, "crying 😭", ["crying"], ["crying"]),
        (Language.HU, "😭", ["crying"], ["crying"]),
        (Language.EN, "We were never once asked", ["not_asked"], ["never once asked"]),
        (Language.EN, "it’s a disguise, isn’t it", ["disguis", "isn't"], ["disguise", "isn’t"]),
        (Language.EN, "unloved love", ["love"], ["love"]),
        (Language.EN, "to aid AI is to aide it", ["ai"], ["AI"]),
        (Language.EN, "to aid it", ["ai", " + "], ["aid", " + "]),
        (
            Language.EN,
            "put it back on the shelf",
            ["back on the", "on the", "shelf"],
            ["back on the", "shelf"],
        ),
        (Language.HU, "Ez a Balatonnál is lelketlen!", ["lelke-", "balat-"], ["lelketlen", "Balatonnál"]),
        (Language.HU, "Összefolyó arcok", ["összefoly"], ["Összefolyó"]),
        (Language.HU, "nem kértünk belőle", ["not_kértü"], ["nem kértünk"]),
        (Language.ES, "Sin pedir permiso entrenaron la voz", ["entren + voz"], ["entrenaron … voz"]),
        (Language.ZH_HANT, "客服換成AI，講不聽", ["客服 + ai", "講不聽", "不"], ["客服 … AI", "講不聽"]),
        (Language.JA, "AI臭い", ["ai臭", "臭"], ["AI臭"]),
    ],
)
def test_what_moved_a_score_is_quoted_from_the_text(
    language: Language, text: str, names: list[str], shown: list[str]
) -> None:
    assert quote(names, text, language) == tuple(shown)


def test_what_the_text_does_not_hold_is_shown_without_our_marks() -> None:
    names = ["lelke-", "not_asked", "replac + people", "todo y"]
    assert quote(names, "…", Language.HU) == ("lelke", "nem asked", "replac … people", "todo y")
    assert quote(names[2:], "…", Language.EN) == ("replac … people", "todo y")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (Language.EN, "not w"),
        (Language.ES, "no w"),
        (Language.HU, "nem w"),
        (Language.ZH_HANT, "不w"),
        (Language.ZH_HANS, "不w"),
        (Language.JA, "w"),
        (Language.OTHER, "w"),
    ],
)
def test_a_denied_word_beyond_the_quote_is_not_shown_as_if_it_were_said(
    language: Language, shown: str
) -> None:
    assert quote(["not_w"], "…", language) == (shown,)


def test_a_single_sign_is_shown_where_there_is_nothing_else() -> None:
    assert quote(["?", "畫", "💀"], "畫?💀", Language.ZH_HANT) == ("💀",)
    assert quote(["?"], "hm?", Language.EN) == ("?",)


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    assert quote(["soulless"], "İİİ how soulless it is", Language.EN) == ("soulless",)


NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text(min_size=5, max_size=5).map(lambda stem: f"{stem}-"),
    st.text(min_size=1, max_size=8).map(lambda word: f"not_{word}"),
    st.tuples(st.text(min_size=1, max_size=6), st.text(min_size=1, max_size=6)).map(" + ".join),
)


@given(names=st.lists(NAMES, max_size=6), text=st.text(max_size=80), language=st.sampled_from(Language))
def test_no_name_and_no_text_breaks_it_and_something_is_always_shown(
    names: list[str], text: str, language: Language
) -> None:
    shown = quote(names, text, language)
    assert len(shown) <= len(names)
    assert bool(shown) == bool(names)
    assert not any(
        "\n" in each and "\n" not in text and not any("\n" in name for name in names) for each in shown
    )


@given(text=st.text(min_size=1, max_size=60), language=st.sampled_from(Language), data=st.data())
def test_what_stands_in_the_text_is_quoted_from_it(
    text: str, language: Language, data: st.DataObject
) -> None:
    low = text.lower()
    start = data.draw(st.integers(0, len(low) - 1))
    name = low[start : start + 5]
    if "’" not in text and len(low) == len(text) and " + " not in name and not name.startswith("not_"):
        (shown,) = quote([name], text, language)
        assert shown in text or shown == name
