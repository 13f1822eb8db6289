"""What posts by many people of Taiwan and Hong Kong showed: the names they give AI, Cantonese, and praise of handwork."""

import pytest

from streams.backlash.classifier import BacklashClassifier
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.lessons import voices_lesson
from streams.sentiment.registry import SCORERS

VOICES = voices_lesson(Language.ZH_HANT).texts
CLASSIFIER = BacklashClassifier.load(Language.ZH_HANT)
SCORER = SCORERS[Language.ZH_HANT]()


@pytest.mark.parametrize(
    "text",
    [
        "這是GPT寫的吧",
        "用Sora做的影片",
        "Gemini畫的封面",
        "Copilot寫的信",
        "機械人覆我",
        "全部都是生成的",
        "一堆prompt跑出來的東西",
        "slop",
        "拿算力堆出來的",
    ],
)
def test_the_names_people_give_ai_are_understood(text: str) -> None:
    assert CLASSIFIER.look(text, SCORER.score(text), under_ai=False).is_about_ai


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("用AI畫，唔請畫師，人哋食西北風呀？", Theme.JOBS),
        ("AI客服淨係識講對唔住，搵唔到真人", Theme.ROBOTIC_SERVICE),
        ("明明係AI又唔講，呃人", Theme.UNDISCLOSED),
        ("AI片冇靈魂，睇到成身唔自在", Theme.SOULLESS),
        ("偷畫師嘅畫餵AI，同賊冇分別", Theme.THEFT),
    ],
)
def test_cantonese_backlash_is_found_with_its_reason(text: str, theme: Theme) -> None:
    finding = CLASSIFIER.classify(text, SCORER.score(text))
    assert finding.is_backlash
    assert theme in finding.themes


@pytest.mark.parametrize(
    "text",
    [
        "師傅手寫的招牌，沒有AI，好美",
        "堅持請插畫家一張一張畫，不用AI，支持",
        "AI字幕幫了我爸大忙，感謝",
        "唔使AI都咁靚，多謝畫師",
    ],
)
def test_praise_of_handwork_and_of_useful_ai_is_not_backlash(text: str) -> None:
    assert not CLASSIFIER.classify(text, SCORER.score(text)).is_backlash


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("按來按去又從頭問一次，到底有沒有人可以幫我看看", Theme.ROBOTIC_SERVICE),
        ("打咗四次都係錄音，想搵個職員講兩句都咁難", Theme.ROBOTIC_SERVICE),
        ("原本那群會畫畫的人，現在都沒有案子接了", Theme.JOBS),
        ("做成這樣也敢拿出來，根本沒用心做", Theme.SLOP),
        ("問都沒問就拿走，那是我拍的照片", Theme.THEFT),
        ("被抓到才改說明，一開始就想騙人", Theme.UNDISCLOSED),
    ],
)
def test_a_reason_in_plain_words_is_found_under_ai_made_content(text: str, theme: Theme) -> None:
    finding = CLASSIFIER.classify(text, SCORER.score(text), under_ai=True)
    assert finding.is_backlash
    assert theme in finding.themes


@pytest.mark.parametrize(
    "text",
    [
        "請問客服專線幾點有人接？想改地址",
        "店員小姐臉很臭，飲料也做錯，不會再來這家分店",
        "樓上那位講話放尊重一點",
        "小時候跟阿公來看過，好懷念",
        "聽說下一季換導演，有人知道是誰嗎",
    ],
)
def test_talk_about_something_else_under_ai_made_content_is_not_backlash(text: str) -> None:
    assert not CLASSIFIER.classify(text, SCORER.score(text), under_ai=True).is_backlash
