"""Finding phrases."""

from hypothesis import given
from hypothesis import strategies as st

from streams.backlash.phrases import PhraseFinder, load_phrases, smooth
from streams.backlash.registry import CLASSIFIERS
from streams.language import Language

SPACED = PhraseFinder({"a": ["slop*", "no soul", "fired + artist*"], "b": ["bye"]}, spaced=True)
UNSPACED = PhraseFinder({"a": ["沒靈魂", "推", "客服 + ai"]}, spaced=False)


def test_a_phrase_stands_between_word_edges() -> None:
    assert SPACED.find("no soul, bye") == {"a": ["no soul"], "b": ["bye"]}
    assert SPACED.find("no soulmate byes") == {}


def test_an_open_phrase_takes_any_ending_but_no_beginning() -> None:
    assert SPACED.find("sloppy") == {"a": ["slop"]}
    assert SPACED.find("aislop") == {}


def test_parts_may_stand_in_any_order_and_must_all_be_there() -> None:
    assert SPACED.find("the artists were fired") == {"a": ["fired + artist"]}
    assert SPACED.find("fired") == {}


def test_spanish_is_understood_without_accents() -> None:
    finder = load_phrases(Language.ES)
    assert finder.find("dejé de seguirlos")["leaving"] == ["dejé de seguir"]
    assert finder.find("deje de seguirlos")["leaving"] == ["deje de seguir"]
    assert finder.find("cuanta energia gastan")["environment"]
    assert "undisclosed" not in finder.find("que engano de ano")  # ñ is a letter of its own


def test_chinese_phrases_stand_anywhere() -> None:
    assert UNSPACED.find("這真的沒靈魂啊推") == {"a": ["沒靈魂", "推"]}
    assert UNSPACED.find("ai真人客服") == {"a": ["客服 + ai"]}


def test_smoothing_undoes_width_case_apostrophes_and_spaces_beside_han() -> None:
    assert smooth("ＡＩ 味 好重", Language.ZH_HANT) == "ai味好重"
    assert smooth("It’s   AI", Language.EN) == "it's ai"


def test_phrases_come_in_the_order_of_the_text_and_single_signs_after_longer_ones() -> None:
    finder = PhraseFinder({"a": ["b", "c*", "zz, d", "!x"]}, spaced=True)
    assert finder.find("cd zz, d !xy b c b") == {"a": ["c", "zz, d", "!x", "b"]}
    han = PhraseFinder({"a": ["推", "推爆", "靈魂"]}, spaced=False)
    assert han.find("靈魂推爆") == {"a": ["靈魂", "推爆", "推"]}


def test_every_shipped_phrase_is_found_in_itself() -> None:
    """But those that begin with a single letter: the weights that ship know nothing of them."""
    for language in CLASSIFIERS:
        finder = load_phrases(language)
        for part in finder.parts:
            assert part.name in finder._keep_words(part.text, finder._needles.find(part.text))


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for finder, language in ((SPACED, Language.EN), (UNSPACED, Language.ZH_HANT)):
        finder.find(smooth(text, language))
