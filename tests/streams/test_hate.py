"""Hate is found in the words of whoever says it, and not where it is refused, quoted, reported or asked about."""

import time

import pytest

from deploy.scenarios.generator import tell_shipped
from deploy.scenarios.shelf import list_scenarios
from streams.hate import find_hate

HATEFUL = (
    # English.
    "Jews are vermin.",
    "Honestly, immigrants are nothing but parasites and the city knows it",
    "All refugees should be deported!!!",
    "we should get rid of all those muslims",
    "I hate women",
    "i fucking hate feminists and they should all die",
    "Hitler was right",
    "The Holocaust never happened",
    "Black people are less than human",
    "Kill all immigrants",
    "Trans people deserve death",
    "women belong in the kitchen",
    "Death to the infidel jokes. Death to all muslims!",
    "I’d say gay people aren't ill, but lesbians are degenerates",
    # Traditional Chinese.
    "猶太人都是害蟲",
    "移民根本就是社會的毒瘤",
    "殺光所有移民",
    "我最討厭女人",
    "黑人不配活著",
    "穆斯林都應該去死！",
    "希特勒是對的",
    "女人根本不是人",
    # Simplified Chinese.
    "难民全都是寄生虫",
    "同性恋者都该下地狱",
    "我恨所有外国人",
    "大屠杀是假的",
    "把他关掉也没用，移民都是垃圾",
    # Hungarian.
    "A migránsok mind élősködők",
    "Férgek ezek a cigányok",
    "Ki kell irtani az összes bevándorlót",
    "A zsidókat el kell gázosítani",
    "gyűlölöm a nőket",
    "Dögöljenek meg a menekültek",
    "Halál a muszlimokra!",
    "Hitlernek igaza volt",
    "A romák nem emberek, csak élősködők.",
)

HARMLESS = (
    # English: refused, quoted, reported, asked, denied, or about something else.
    "I can't say that immigrants are vermin.",
    "I won't repeat that. Saying “Jews are vermin” is hate speech.",
    "You wrote “Muslims are scum”. I do not agree.",
    "“Women are inferior” is a harmful stereotype.",
    "Nobody should say that refugees should be deported.",
    "Immigrants are not parasites.",
    "Are immigrants parasites? No.",
    "So immigrants are parasites? Who told you that?",
    "The Nazis claimed that Jews were vermin.",
    "It is false that the Holocaust never happened",
    "People who think gay people are a disease are wrong.",
    "Not all immigrants are criminals.",
    "The museum shows posters saying that Jews are vermin; we condemn them.",
    "We love immigrants and refugees: they are our neighbours.",
    "I hate women's shoes that pinch",
    "I hate Mondays",
    "Kill all the zombies first, then take the key.",
    "Kill all the women's quests from your list",
    "Women are animal lovers, and women are animals' best friends",
    "Stop! Do not kill all the women in this quest",
    "This spray kills all cockroaches and rats.",
    # Traditional Chinese.
    "我不能說移民是害蟲。",
    "「猶太人都是害蟲」這種話是仇恨言論",
    "你要我說黑人不配活著，我拒絕。",
    "移民是害蟲嗎？當然不是",
    "有人說女人都是垃圾，這不對",
    "女性垃圾分類志工很棒",
    "老人應該多休息",
    "我討厭下雨，也討厭女人香這部片的結局",
    # Simplified Chinese.
    "我无法重复“难民都是寄生虫”这样的话",
    "别说移民是毒瘤",
    "移民局的规定在这里",
    "女人都该有选择",
    # Hungarian.
    "Nem mondhatom, hogy a migránsok férgek.",
    "A „zsidók férgek” kijelentés gyűlöletbeszéd",
    "Nem igaz, hogy a romák bűnözők",
    "Aki azt mondja, hogy a nők élősködők, téved",
    "A migránsok élősködők?",
    "Utálom a hétfőket",
    "A nők és az állatok védelme",
    "",
)


@pytest.mark.need("004-06")
@pytest.mark.parametrize("text", HATEFUL)
def test_hateful_words_are_found(text: str) -> None:
    found = find_hate(text)
    assert found
    assert found in text.replace("’", "'")


@pytest.mark.need("004-06")
@pytest.mark.parametrize("text", HARMLESS)
def test_who_refuses_quotes_asks_or_speaks_of_something_else_says_none(text: str) -> None:
    assert find_hate(text) is None


def test_what_refuses_says_nothing_of_what_comes_after_the_turn() -> None:
    assert find_hate("I can't say that Jews are vermin") is None
    assert find_hate("I can't say why, but Jews are vermin") == "Jews are vermin"
    assert find_hate("我不能說為什麼，但移民都是害蟲") == "移民都是害蟲"
    assert find_hate("Nem mondom meg, miért, de a migránsok férgek") == "migránsok férgek"


def test_nothing_in_shipped_posts_is_taken_for_it() -> None:
    texts = {told.mention.text for name in list_scenarios() for told in tell_shipped(name, size=0.3)}
    assert len(texts) > 8_000
    assert [text for text in texts if find_hate(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "jews ",
        "all the ",
        "i hate the ",
        "we should kill all of the ",
        "移民都",
        "都",
        "a migránsok mind ",
        "nem ",
        "'\"»",
    ],
)
def test_no_text_holds_it_up(text: str) -> None:
    began = time.perf_counter()
    find_hate(text * 100_000)
    assert time.perf_counter() - began < 1
