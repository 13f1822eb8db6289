"""The language of short, noisy, mixed-script texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language, LanguageJudge, read_hint
from streams.latin import Eldc, LatinDetector, Py3Langid

SAID = [
    ("soulless. unfollowed.", Language.EN),
    ("so this is what we get now, another AI ad", Language.EN),
    ("SERIOUSLY?? YOU FIRED YOUR ARTISTS FOR THIS", Language.EN),
    ("Acme 的新廣告好沒靈魂喔", Language.ZH_HANT),
    ("這支 AI 廣告是認真的嗎 https://example.com/watch?v=abcdefghijk", Language.ZH_HANT),
    ("这个广告一股AI味，取关了", Language.ZH_HANS),
    ("降本增笑，人工智障", Language.ZH_HANS),
    ("Ez az AI reklám lelketlen, kikövettem őket", Language.HU),
    ("nem értem minek kellett ezt géppel csinálni", Language.HU),
    ("AI臭がすごい、がっかりした", Language.JA),
    ("Este anuncio no tiene alma, dejo de seguiros", Language.ES),
    ("Cette publicité est vraiment affreuse, je me désabonne", Language.OTHER),
    ("이 광고 진짜 별로다", Language.OTHER),
    ("Эта реклама ужасна", Language.OTHER),
    ("هذا الإعلان سيئ جدا", Language.OTHER),
]


@pytest.fixture(params=[Eldc, Py3Langid], scope="module")
def judge(request: pytest.FixtureRequest) -> LanguageJudge:
    detector: type[LatinDetector] = request.param
    if detector is Eldc:
        pytest.importorskip("eldc", reason="eldc has no wheel for this platform")
    return LanguageJudge(detector())


@pytest.mark.parametrize(("text", "language"), SAID)
def test_a_short_post_is_recognised(judge: LanguageJudge, text: str, language: Language) -> None:
    spoken = judge.judge(text)
    assert spoken.language is language
    assert 0.5 <= spoken.confidence <= 1


@pytest.mark.parametrize("text", ["AI slop", "Soulless AI slop", "AI slop 🤮", "Slop.", "SLOP"])
def test_the_most_usual_word_for_it_is_english(judge: LanguageJudge, text: str) -> None:
    assert judge.judge(text).language is Language.EN


@pytest.mark.parametrize("text", ["Pure AI slop", "AI sludge", "AI?", "AI trash"])
def test_a_language_the_detector_did_not_list_is_found_where_the_platform_says_so(text: str) -> None:
    assert LANGUAGES.judge(text, "en").language is Language.EN


@pytest.mark.parametrize("text", ["goedemorgen", "grazie mille", "dziękuję", "das ist Müll", "c'est nul"])
def test_a_foreign_word_stays_foreign_whatever_the_platform_says(text: str) -> None:
    assert LANGUAGES.judge(text, "en").language is Language.OTHER


def test_a_hiragana_ornament_does_not_make_chinese_japanese(judge: LanguageJudge) -> None:
    assert judge.judge("超好吃の雞排真的大推薦給大家").language is Language.ZH_HANT


def test_characters_both_scripts_share_follow_the_hint(judge: LanguageJudge) -> None:
    assert judge.judge("真好吃", "zh-TW").language is Language.ZH_HANT
    assert judge.judge("真好吃", "zh-CN").language is Language.ZH_HANS
    assert judge.judge("真好吃").confidence <= 0.5


def test_the_characters_overrule_a_wrong_hint(judge: LanguageJudge) -> None:
    assert judge.judge("這個廣告真的很爛", "zh-CN").language is Language.ZH_HANT
    assert judge.judge("这个广告真的很烂", "en").language is Language.ZH_HANS


def test_a_long_text_overrules_a_wrong_hint(judge: LanguageJudge) -> None:
    text = "I have been waiting for my order for three weeks and nobody answers the phone"
    assert judge.judge(text, "hu").language is Language.EN


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("解約決定", Language.JA),
        ("無断学習反対、著作権侵害", Language.JA),
        ("这个广告真烂", Language.ZH_HANS),
        ("這個廣告真的很爛，退追蹤，不要再用了", Language.ZH_HANT),
    ],
)
def test_a_few_characters_without_kana_are_japanese_where_the_platform_says_so_and_they_can_be(
    judge: LanguageJudge, text: str, language: Language
) -> None:
    assert judge.judge(text, "ja").language is language
    assert judge.judge(text).language in {Language.ZH_HANT, Language.ZH_HANS}


@pytest.mark.parametrize("text", ["最悪", "AI反対", "気色悪", "対応最悪 AI"])
def test_a_word_that_japan_alone_writes_so_is_japanese_without_a_hint(
    judge: LanguageJudge, text: str
) -> None:
    assert judge.judge(text).language is Language.JA
    assert judge.judge(text, "en").language is Language.JA
    assert judge.judge(text, "zh-TW").language is Language.ZH_HANT
    assert judge.judge(text + "，大家都不要再去了好不好").language is not Language.JA


@pytest.mark.parametrize(
    "text", ["", " ", "…!?", "🤡🤡🤡", "12345", "\ud800", "\x00", "https://example.com/abc"]
)
def test_without_letters_only_the_hint_speaks_and_nothing_is_claimed(judge: LanguageJudge, text: str) -> None:
    assert judge.judge(text).language is Language.OTHER
    assert judge.judge(text).confidence == 0
    assert judge.judge(text, "hu").language is Language.HU


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        ("en-GB", Language.EN),
        ("zh_TW", Language.ZH_HANT),
        ("zh-Hant-HK", Language.ZH_HANT),
        ("yue", Language.ZH_HANT),
        ("zh-Hans", Language.ZH_HANS),
        ("zh", None),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_hints_are_read_as_bcp_47(hint: str | None, language: Language | None) -> None:
    assert read_hint(hint) is language


@given(st.text(st.characters(), max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_no_text_and_no_hint_can_break_it(text: str, hint: str | None) -> None:
    spoken = LANGUAGES.judge(text, hint)
    assert isinstance(spoken.language, Language)
    assert 0 <= spoken.confidence <= 1


LANGUAGES = LanguageJudge()


@pytest.mark.parametrize("text", ["AI trash", "AI TRASH!!!", "lol", "wtf 😭", "#slop", "meh", "Eww, AI"])
def test_what_is_said_in_english_everywhere_is_english(text: str) -> None:
    assert LanguageJudge().judge(text).language is Language.EN


@pytest.mark.parametrize("text", ["AI lejtő", "ŐRÜLET", "őrült AI", "fűnyíró AI"])
def test_a_letter_that_only_hungarian_has_decides_in_a_short_text(text: str) -> None:
    assert LanguageJudge().judge(text).language is Language.HU


def test_a_hungarian_name_makes_no_english_text_hungarian() -> None:
    assert LanguageJudge().judge("Paul Erdős was a great mathematician").language is Language.EN
