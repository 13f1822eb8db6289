"""Emoji, exclamation marks, repetition and kaomoji count in every language there is a scorer for."""

import pytest

from streams.language import Language
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Scorer

BUILT = {language: factory() for language, factory in SCORERS.items()}
SAID = {
    Language.EN: ("the new advert is out", "I saw the new jacket today", "they made this picture with AI"),
    Language.ZH_HANT: ("新廣告出來了", "今天看到新外套", "這張圖是用AI做的"),
    Language.ZH_HANS: ("新广告出来了", "今天看到新外套", "这张图是用AI做的"),
    Language.HU: ("kijött az új reklám", "ma láttam az új kabátot", "ezt a képet MI-vel csinálták"),
    Language.ES: ("salió el nuevo anuncio", "hoy vi la chaqueta nueva", "hicieron esta imagen con IA"),
    Language.JA: ("新しい広告が出た", "今日新しいジャケットを見た", "この画像はAIで作ったらしい"),
}
"""Nothing felt, or little."""
GLAD = r"❤️ 😍 😊 😄 👍 🥳 (＾▽＾) (^_^) (≧▽≦) (´▽`) (◕‿◕) ^_^ \(^o^)/ :D <3"
UPSET = "😡 😠 😢 😞 🙄 😒 👎 🤮 💔 (｀Д´) (╯°□°）╯︵┻━┻ T_T :( >:( (´；ω；`) (；￣Д￣) (>_<) -_- ಠ_ಠ (¬_¬) orz (ಥ﹏ಥ) QAQ"
LOUDER = {
    Language.EN: [
        ("this is bad", "this is baaaaad"),
        ("I hate it", "I hate hate hate it"),
        ("so good", "sooooo good"),
    ],
    Language.ZH_HANT: [
        ("這廣告好爛", "這廣告好爛好爛好爛"),
        ("這張圖好可愛", "這張圖好可愛好可愛"),
        ("煩", "煩煩煩"),
    ],
    Language.ZH_HANS: [
        ("这广告好烂", "这广告好烂好烂好烂"),
        ("这图好可爱", "这图好可爱好可爱"),
        ("烦", "烦烦烦"),
    ],
    Language.HU: [
        ("ez rossz", "ez rooooossz"),
        ("utálom", "utálom utálom utálom"),
        ("nagyon jó", "nagyooon jóóó"),
    ],
    Language.ES: [
        ("es malo", "es maaaaalo"),
        ("odio esto", "odio odio esto"),
        ("me encanta", "me encantaaaaa"),
    ],
    Language.JA: [("ひどい", "ひどーーーい"), ("最悪", "最悪最悪最悪"), ("すごい", "すごーーーい")],
}


@pytest.fixture(params=BUILT, ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    assert isinstance(request.param, Language)
    return request.param


@pytest.fixture
def scorer(language: Language) -> Scorer:
    return BUILT[language]


@pytest.mark.parametrize("sign", GLAD.split())
def test_a_glad_sign_lifts_a_text(language: Language, scorer: Scorer, sign: str) -> None:
    for said in SAID[language]:
        assert scorer.score(f"{said} {sign}").valence > scorer.score(said).valence + 0.02, said


@pytest.mark.parametrize("sign", UPSET.split())
def test_an_upset_sign_lowers_it(language: Language, scorer: Scorer, sign: str) -> None:
    for said in SAID[language]:
        assert scorer.score(f"{said} {sign}").valence < scorer.score(said).valence - 0.02, said


def test_repetition_never_takes_from_a_feeling(language: Language, scorer: Scorer) -> None:
    for once, often in LOUDER[language]:
        said, louder = scorer.score(once), scorer.score(often)
        assert louder.label is said.label, often
        assert louder.valence * said.valence > 0, often
        assert abs(louder.valence) >= abs(said.valence) - 0.01, often


def test_marks_raise_a_feeling_and_never_turn_it(language: Language, scorer: Scorer) -> None:
    for once, _ in LOUDER[language]:
        said, louder = scorer.score(once), scorer.score(f"{once}!!!")
        assert louder.label is said.label, once
        assert abs(louder.valence) > abs(said.valence), once
