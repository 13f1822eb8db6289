"""The phrase books: enough of everything, tagged, ours alone."""

import re
from collections import Counter

import pytest

from connectors.mention import Platform
from deploy.scenarios.phrases import Form, Kind, Phrase, Theme
from deploy.scenarios.shelf import load_phrasebook

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "hu")
LEAST = {"en": 350, "zh-Hant": 220, "zh-Hans": 200, "hu": 220}
GIVEN = {"brand", "rival", "tag", "handle", "film"}
REAL_LATIN = frozenset(
    re.findall(
        r"\w+",
        """
        adidas aldi amazon asos canva chatgpt claude coca cola copilot dall deepseek disney duolingo emag facebook
        gemini google gucci gymshark heinz ikea instagram klm lego lidl linkedin mcdonald meta microsoft midjourney
        musk nespresso netflix nike nobel openai pepsi pinterest primark reddit runway shein shopee skechers spotify
        starbucks stanley telegram temu tesco tiktok trump twitter uniqlo veo vogue walmart whatsapp yeti youtube zara
        """,
    )
)
REAL_HAN = re.findall(
    r"\w+",
    """
    抖音 淘宝 淘寶 京东 拼多多 小红书 微博 微信 豆瓣 知乎 蝦皮 全聯 星巴克 麦当劳 麥當勞 可口可乐 可口可樂
    优衣库 優衣庫 膳魔師 膳魔师 象印 虎牌 文心 豆包 百度 谷歌 臉書 脸书 牛顿 牛頓
    """,
)


def phrases_of(language: str) -> tuple[Phrase, ...]:
    return load_phrasebook(language).phrases


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_to_say(language: str) -> None:
    assert len(phrases_of(language)) >= LEAST[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_stands_twice(language: str) -> None:
    texts = Counter(phrase.text for phrase in phrases_of(language))
    assert texts.most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_theme_has_lines(language: str) -> None:
    phrases = phrases_of(language)
    assert {phrase.kind for phrase in phrases} == set(Kind)
    assert {theme for phrase in phrases for theme in phrase.themes} == set(Theme)


@pytest.mark.parametrize("language", LANGUAGES)
def test_backlash_says_what_it_is_about_and_nothing_else_has_a_theme(language: str) -> None:
    for phrase in phrases_of(language):
        assert bool(phrase.themes) == (phrase.kind in {Kind.BACKLASH, Kind.SARCASM}), phrase.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_has_words(language: str) -> None:
    book = load_phrasebook(language)
    lines = [phrase.text for phrase in book.phrases]
    lines += [word for words in book.slots.values() for word in words]
    used = {slot for line in lines for slot in re.findall(r"\{(\w+)\}", line)}
    assert used <= book.slots.keys() | GIVEN
    assert book.emoji.keys() == set(Kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_close(language: str) -> None:
    for phrase in phrases_of(language):
        assert phrase.text.count("[") == phrase.text.count("]"), phrase.text
        assert phrase.text.count("{") == phrase.text.count("}"), phrase.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_real_brand_or_person_is_named(language: str) -> None:
    book = load_phrasebook(language)
    said = "\n".join(
        [phrase.text for phrase in book.phrases] + [word for words in book.slots.values() for word in words]
    )
    words = set(re.findall(r"[a-z]+", said.casefold()))
    assert words & REAL_LATIN == set()
    assert not [name for name in REAL_HAN if name in said]


def test_traditional_and_simplified_are_kept_apart() -> None:
    """Signs that only one of the two character sets of the 1980s can write."""
    for language, codec in (("zh-Hant", "big5"), ("zh-Hans", "gb2312")):
        for phrase in phrases_of(language):
            han = "".join(re.findall(r"[\u4e00-\u9fff]", phrase.text))
            lost = set(han) - set(han.encode(codec, "ignore").decode(codec))
            assert len(lost) <= 1, (phrase.text, lost)


def make_phrase(text: str) -> Phrase:
    return Phrase(text, Kind.NEUTRAL, (), Form.LINE, "any", (Platform.PTT,))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{brand} vs {rival}", True),
        ("#{tag}", True),
        ("@{handle} hello", True),
        ("{film} is out", True),
        ("{rival} then", False),
        ("bye", False),
    ],
)
def test_a_phrase_knows_if_it_names_the_brand(text: str, names: bool) -> None:  # noqa: FBT001
    assert make_phrase(text).names_the_brand is names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AI slop", True),
        ("這支AI廣告", True),
        ("#AIslop", True),
        ("MI-moslék", True),
        ("az MI lop", True),
        ("AI-val készült", True),
        ("who generated this", True),
        ("the AIR is cold", False),
        ("mi van itt", False),
        ("MIért", False),
        ("j'ai dit", False),
        ("愛這個顏色", False),
    ],
)
def test_a_phrase_knows_if_it_names_ai(text: str, names: bool) -> None:  # noqa: FBT001
    assert make_phrase(text).names_ai is names
