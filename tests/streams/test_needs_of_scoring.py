"""What `needs.md` asks of scoring, in plain words of four languages: each sentence through the whole scorer."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from connectors.mention import ChannelKind, Mention, Platform
from streams.backlash.context import AiRegister
from streams.backlash.theme import Theme
from streams.language import Language
from streams.reading import Label, Scored, Stance
from streams.scorer import MentionScorer
from streams.sentiment.scorer import Feeling
from streams.sentiment.vader import Vader

FILM = Mention(
    source="x#0",
    native_id="1",
    brand="acme",
    platform=Platform.X,
    kind=ChannelKind.COMMENT,
    published_at=datetime(2026, 1, 1, tzinfo=UTC),
    text="",
)


@cache
def scorer() -> MentionScorer:
    return MentionScorer()


def score(text: str) -> Scored:
    return scorer().score_mention(replace(FILM, text=text), 0)


REASONS: dict[Theme, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Theme.SOULLESS: (
        ("000-08",),
        (
            "this AI advert is so soulless, I felt nothing",
            "Looks good, feels nothing. AI.",
            "這支AI廣告完全沒靈魂",
            "這個AI做的影片好看但沒有感覺，冷冰冰",
            "这支AI广告毫无灵魂",
            "看着精美，但AI味的东西就是没感情",
            "Lelketlen ez az MI-vel készült reklám",
            "szép, szép, de az AI képben nincs semmi lélek",
        ),
    ),
    Theme.UNDISCLOSED: (
        ("000-09", "001-10"),
        (
            "is this even real?? you lied to us, it is AI",
            "you never told us the model was AI, no label",
            "這照片根本是AI，騙人",
            "沒標示是AI，隱瞞大家",
            "这根本是AI生成的，骗人的吧",
            "没标注AI生成，故意隐瞒",
            "Ez nem is igazi, AI kép, átvertetek minket",
            "Sehol nem jelölték, hogy AI, eltitkolták",
        ),
    ),
    Theme.SLOP: (
        ("001-02",),
        (
            "AI slop",
            "more AI slop from this brand",
            "AI szemét",
            "megint csak AI lejtő a hírfolyamban",
            "AI垃圾",
            "又是AI垃圾",
            "這就是AI垃圾",
        ),
    ),
    Theme.WRONG_FACTS: (
        ("001-03",),
        (
            "the AI summary made up facts that never happened",
            "AI一本正經胡說八道，資料都是錯的",
            "AI瞎编数据，完全不符合事实",
            "Az AI kitalált tényeket írt, semmi sem igaz belőle",
        ),
    ),
    Theme.BIAS: (
        ("001-04", "004-05"),
        (
            "the AI only shows white people, it is racist",
            "your AI ad targeting excludes older women, that is discrimination",
            "AI生成的圖全是白人，根本歧視",
            "AI投放廣告不給女性看，歧視",
            "AI生成的全是白人，种族歧视",
            "AI广告推送歧视女性",
            "Az AI rasszista képeket gyárt, csak fehér embereket mutat",
            "Az AI hirdetés diszkriminálja a nőket",
        ),
    ),
    Theme.SAMENESS: (
        (),
        (
            "every brand looks the same now, all this AI stuff",
            "每個品牌的AI圖都長一樣",
            "每个牌子的AI图都一个样",
            "Minden márka ugyanúgy néz ki ezekkel az AI képekkel",
        ),
    ),
    Theme.LEAVING: (
        ("001-07",),
        (
            "unfollowed because of the AI",
            "cancelling my subscription, no AI please",
            "deleting the app, too much AI",
            "kikövetem őket az AI miatt",
            "AI廣告太多，退訂",
            "用AI就取关了，卸载",
        ),
    ),
    Theme.JOBS: (
        ("001-08",),
        (
            "AI took the jobs of artists",
            "AI搶走插畫家的工作",
            "AI抢画师饭碗",
            "Az AI elveszi az illusztrátorok munkáját",
        ),
    ),
    Theme.THEFT: (
        ("001-08",),
        (
            "AI trained on stolen art, that is copyright theft",
            "AI偷畫師的圖來訓練，侵權",
            "AI偷图训练，侵权",
            "Az AI lopott képekből tanult, szerzői jog?",
        ),
    ),
    Theme.ENVIRONMENT: (
        ("001-08",),
        (
            "AI wastes water and energy",
            "AI又耗電又耗水，環保呢",
            "AI费电费水，不环保",
            "Az AI rengeteg vizet és áramot pazarol",
        ),
    ),
    Theme.ROBOTIC_SERVICE: (
        ("004-09",),
        (
            "I asked a question and got a robot reply, obviously AI",
            "let me talk to a human, this AI bot is useless",
            "回覆都是機器人罐頭訊息，AI客服有夠敷衍",
            "給我真人客服，AI機器人沒用",
            "客服回复全是机器人，AI敷衍",
            "转人工！AI客服没用",
            "Robot válaszol a kommentekre, AI az egész ügyfélszolgálat",
            "Embert kérek, ez az AI bot használhatatlan",
        ),
    ),
}

ANGRY = ("this is terrible", "這真的很爛", "这真的很烂", "ez borzalmas", "esto es horrible", "これはひどい")

DELIGHTED = ("this is beautiful", "這真的很美", "这真的很美", "ez gyönyörű", "esto es precioso", "これは素敵")

ANGRY_AT_AI = (
    "AI slop, do better",
    "又是AI，滿滿的垃圾",
    "又是AI，满屏的垃圾",
    "megint AI szemét, kösz nem",
    "otra vez IA, basura sin alma",
    "またAIのゴミ、もう買わない",
)

WRONG_ORDERS = (
    "The AI ordering bot added sugar and swapped my hot coffee for iced",
    "AI點餐把熱的做成冰的還亂加糖",
    "AI点单把热的换成冰的还加糖",
    "Az AI rendelő hideg kávét adott forró helyett és cukrot tett bele",
)


def said(theme: Theme) -> list[object]:
    needs, texts = REASONS[theme]
    return [
        pytest.param(theme, text, id=text, marks=[pytest.mark.need(*needs)] if needs else [])
        for text in texts
    ]


@pytest.mark.parametrize(("theme", "text"), [case for theme in REASONS for case in said(theme)])
def test_a_plain_complaint_is_backlash_for_its_reason(theme: Theme, text: str) -> None:
    scored = score(text)
    assert scored.backlash
    assert scored.stance is Stance.AGAINST
    assert scored.label is Label.NEGATIVE
    assert theme in scored.themes


@pytest.mark.need("004-08")
@pytest.mark.parametrize("text", WRONG_ORDERS)
def test_a_wrong_order_taken_by_a_machine_is_wrong_facts(text: str) -> None:
    assert Theme.WRONG_FACTS in score(text).themes


@pytest.mark.need("001-05")
@pytest.mark.parametrize(
    "text",
    [
        "they spelled the logo wrong, of course it is AI",
        "the AI poster misspelled your own company name",
        "AI圖把公司名字拼錯了",
        "AI图连自家logo都拼错",
        "Az AI kép elírta a saját logójukat",
    ],
)
def test_a_name_that_a_machine_misspelt_is_poor_work_or_wrong(text: str) -> None:
    assert {Theme.SLOP, Theme.WRONG_FACTS} & set(score(text).themes)


@pytest.mark.need("000-09")
@pytest.mark.parametrize("text", ["really great", "真的很棒", "nagyon jó lett"])
def test_praise_doubts_nothing(text: str) -> None:
    scored = score(text)
    assert not scored.backlash
    assert scored.themes == ()
    assert scored.label is Label.POSITIVE


@pytest.mark.need("000-09")
def test_a_doubt_under_our_own_film_needs_not_name_ai() -> None:
    registers = {"acme": AiRegister(posts={"film": "Film"})}
    under = replace(FILM, text="is this even real? 騙人", parent_id="film")
    aware = MentionScorer(registers=registers)
    assert Theme.UNDISCLOSED in aware.score_mention(under, 0).themes
    assert not aware.score_mention(replace(under, parent_id="another"), 0).backlash


@pytest.mark.need("002-04")
@pytest.mark.parametrize("tail", ["", "了", "！"])
def test_chinese_words_of_fun_and_boredom_have_their_sign(tail: str) -> None:
    texts = [word + tail for word in ("哈哈", "太有趣", "无聊", "没意思")]
    scores = [score(text) for text in texts]
    assert all(one.language.startswith("zh") for one in scores)
    assert [sign(one.valence) for one in scores] == [1, 1, -1, -1]
    # A build with nothing but VADER fails the line above.
    alone = MentionScorer(dict.fromkeys(Language, lambda own=None: VaderAlone()), compiled=False)  # noqa: ARG005  # a factory
    found = [alone.score_mention(replace(FILM, text=text), 0).valence for text in texts]
    assert [sign(valence) for valence in found] != [1, 1, -1, -1]


class VaderAlone:
    """Scores any language by VADER's words, which are English."""

    def __init__(self) -> None:
        self._vader = Vader()

    def score(self, text: str) -> Feeling:
        compound = self._vader.polarity_scores(text).compound
        label = Label.POSITIVE if compound > 0 else Label.NEGATIVE if compound < 0 else Label.NEUTRAL
        return Feeling(label, compound, abs(compound))


def sign(valence: float) -> int:
    return (valence > 0) - (valence < 0)


@pytest.mark.need("002-05")
@pytest.mark.parametrize("text", ANGRY)
def test_angry_emoji_never_soften_anger(text: str) -> None:
    plain, furious = score(text), score(text + "😡🤮")
    assert plain.label is furious.label is Label.NEGATIVE
    assert furious.valence <= plain.valence < 0


@pytest.mark.need("002-05")
@pytest.mark.parametrize("text", [*ANGRY, *DELIGHTED])
@pytest.mark.parametrize("marks", ["!", "!!!", "！！！"])
def test_exclamation_marks_raise_what_is_felt(text: str, marks: str) -> None:
    plain, loud = score(text), score(text + marks)
    assert plain.label is loud.label is (Label.NEGATIVE if text in ANGRY else Label.POSITIVE)
    assert abs(loud.valence) > abs(plain.valence)


@pytest.mark.need("002-05")
@pytest.mark.parametrize("text", DELIGHTED)
def test_hearts_raise_delight(text: str) -> None:
    assert score(text + "😍❤️").valence >= score(text).valence > 0


@pytest.mark.parametrize("text", ANGRY_AT_AI)
def test_a_backlash_that_shouts_is_one(text: str) -> None:
    assert score(text).backlash
    assert score(text + "!!!").backlash
