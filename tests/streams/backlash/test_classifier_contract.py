"""What backlash must do in every language that has it: the challenge sets, every theme, every trap."""

import pytest

from streams.backlash.classifier import NOTHING, BacklashClassifier
from streams.backlash.phrases import load_phrases
from streams.backlash.registry import CLASSIFIERS
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.evaluation import evaluate_backlash
from streams.learning.judged import Judged
from streams.reading import Stance
from streams.sentiment.registry import SCORERS
from tests.streams.challenge import read_challenge, squeeze, squeeze_learned

CLASSIFIER = {language: factory() for language, factory in CLASSIFIERS.items()}
SCORER = {language: SCORERS[language]() for language in CLASSIFIERS}


@pytest.fixture(params=CLASSIFIERS, ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


def find(language: Language, text: str, *, under_ai: bool = False) -> tuple[bool, tuple[Theme, ...]]:
    finding = CLASSIFIER[language].classify(text, SCORER[language].score(text), under_ai=under_ai)
    return finding.is_backlash, finding.themes


def test_the_challenge_set_is_large_balanced_and_covers_every_theme(language: Language) -> None:
    judged = read_challenge(language)
    assert len(judged) >= 400
    assert 0.4 < sum(each.stance is Stance.AGAINST for each in judged) / len(judged) < 0.6
    assert {theme for each in judged for theme in each.themes} == set(Theme)
    assert len({each.text for each in judged}) == len(judged)


def test_no_training_post_stands_in_the_challenge_set(language: Language) -> None:
    # Texts this short ("soulless") are what everybody writes.
    challenge = {squeeze(each.text) for each in read_challenge(language) if len(each.text) > 12}
    assert not challenge & squeeze_learned(language)


def test_backlash_and_its_reasons_are_found_in_the_challenge_set(language: Language) -> None:
    def classify(each: Judged) -> object:
        return CLASSIFIER[language].classify(
            each.text, SCORER[language].score(each.text), under_ai=each.under_ai
        )

    report = evaluate_backlash(read_challenge(language), classify)  # type: ignore[arg-type]
    assert report.f1.value >= 0.85, report.missed
    assert report.precision.value >= 0.899, report.false
    assert min(figure.value for figure in report.themes.values()) >= 0.75, report.themes


def test_every_theme_has_phrases(language: Language) -> None:
    finder = load_phrases(language)
    assert {group for rules in finder.rules.values() for group, _, _ in rules} >= set(map(str, Theme))


TRAPS = {
    Language.EN: [
        "No AI, all drawn by hand, I love it!",
        "my parcel is late and the box was smashed, awful courier",
        "The parliament voted on the AI act today",
        "my sister Ai-chan lives in Osaka",
        "okay this AI ad made me laugh, brilliant",
        "the air in Hawaii said hello",
    ],
    Language.ZH_HANT: [
        "純手繪，沒有AI，好愛",
        "請問退粉刺哪個牌子好",
        "我愛這個顏色",
        "包裹兩週沒到，爛",
        "這支AI廣告好好笑，推",
    ],
    Language.ZH_HANS: [
        "纯手绘，没有AI，好爱",
        "取关税单要带什么",
        "我爱这个颜色",
        "快递两周没到，烂",
        "这个AI广告好好笑，喜欢",
    ],
    Language.HU: [
        "mi is megyünk holnap a szar boltba",
        "MI VAN MÁR A CSOMAGOMMAL, BORZALOM",
        "kézzel rajzolták, nincs benne AI, imádom",
        "elromlott a kulacs, pocsék",
        "ez az AI reklám nagyon vicces, tetszik",
    ],
    Language.ES: [
        "¡Nada de IA, dibujado a mano! Los adoro",
        "el paquete lleva diez días perdido, qué asco de mensajería",
        "esto es IA",
        "esIA, creo",
        "Hacía años que mi tía María no volvía a la bahía, qué porquería de tren",
        "qué basura de batería, se apaga todavía con carga",
        "ai te va el link, qué porquería de calidad tiene esa marca",
        "El congreso votó hoy la ley de IA",
        "jajaja el gato de IA con sombrero, buenísimo",
        "la IA de fotos borra el fondo en un segundo, me encanta",
    ],
    Language.JA: [
        "AI不使用、手描きです！うれしい",
        "水素を生成する実験に失敗した、最悪",
        "あいちゃんとアイスを食べたらお腹こわした、無理",
        "荷物が二週間届かない、もう解約する",
        "AI規制法案が来月から国会で審議されるらしい",
        "このAIの広告めっちゃ笑った、好き",
        "神絵！AIでもいい、かわいい",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in TRAPS.items() for text in texts]
)
def test_a_trap_does_not_fire(language: Language, text: str) -> None:
    assert not find(language, text)[0]


SHORT = {
    Language.EN: "soulless.",
    Language.ZH_HANT: "沒靈魂",
    Language.ZH_HANS: "没有灵魂",
    Language.HU: "lelketlen",
    Language.ES: "sin alma",
    Language.JA: "魂がない",
}


def test_a_reply_that_never_says_ai_counts_only_under_content_known_to_be_ai(language: Language) -> None:
    assert find(language, SHORT[language], under_ai=True) == (True, (Theme.SOULLESS,))
    assert find(language, SHORT[language]) == (False, ())


def test_praise_under_ai_content_is_not_backlash(language: Language) -> None:
    praise = {
        Language.EN: "this is beautiful, I love it ❤️",
        Language.ZH_HANT: "好美，好喜歡❤️",
        Language.ZH_HANS: "好美，好喜欢❤️",
        Language.HU: "gyönyörű, imádom ❤️",
        Language.ES: "qué belleza, me encanta ❤️",
        Language.JA: "きれい、大好き❤️",
    }
    assert not find(language, praise[language], under_ai=True)[0]


def test_a_finding_names_what_it_rests_on(language: Language) -> None:
    text = {
        Language.EN: "AI slop. You fired your artists for this. Unfollowed.",
        Language.ZH_HANT: "AI垃圾，畫師都失業了，退追",
        Language.ZH_HANS: "AI垃圾，画师都失业了，取关",
        Language.HU: "AI szemét, kirúgtátok a grafikusokat, kikövettelek",
        Language.ES: "Basura de IA. Despidieron a sus ilustradores para esto. Dejo de seguirlos.",
        Language.JA: "AIのゴミ。絵師さんをクビにしてこれ？フォロー外した",
    }[language]
    finding = CLASSIFIER[language].classify(text, SCORER[language].score(text))
    assert finding.is_backlash
    assert {Theme.SLOP, Theme.JOBS, Theme.LEAVING} <= set(finding.themes)
    assert finding.because
    assert finding.probability > 0.8


def test_without_weights_nothing_is_claimed(language: Language) -> None:
    text = SHORT[language]
    unlearned = BacklashClassifier(language)
    assert unlearned.classify(text, SCORER[language].score(text), under_ai=True) == NOTHING
