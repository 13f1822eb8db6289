"""What people say, ask and want, in the words of who is on call."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.gist import write_gist
from alerts.report.markdown import write_markdown
from alerts.report.page import write_page
from alerts.report.story import tell_story
from alerts.saidlines import tell_said
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.asks.kind import AskKind
from streams.minute import Counts
from streams.said import Ask, Keyword
from tests.alerts.examples import at, incident_of, letter, remark, said, spike


@pytest.mark.need("000-18", "000-22")
def test_it_is_said_in_chinese() -> None:
    assert tell_said(incident_of(spike()), Language.ZH_HANT) == (
        ("情緒", "負面 47%、中立 37%、正面 16% · 40 則談到 AI：反對 31、中立 6、支持 3"),
        ("常用字詞", "soulless 14 · slop 9"),
        ("大家在問", "「who drew this?」 ×4 · 「AI 畫的嗎？」"),
        ("大家要求", "改回真人創作 12 「bring back the artists」 · 標示 AI 5 「標示一下很難嗎」"),
    )


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_ask_has_words(language: Language) -> None:
    assert set(VOCABULARIES[language].said.kinds) == set(AskKind)


def test_what_nobody_said_has_no_line() -> None:
    silent = said(words=(), questions=(), asks=())
    assert tell_said(spike(said=silent, mix=Counts()), Language.EN) == ()
    assert tell_said(spike(said=None, mix=None), Language.EN) == ()
    assert tell_said(spike(said=silent, mix=Counts(mentions=2, negative=2)), Language.EN) == (
        ("Mood", "100% negative, 0% neutral, 0% positive"),
    )
    forgotten = said(words=(), questions=(), asks=(Ask(kind=AskKind.STOP, mentions=2),))
    assert tell_said(spike(said=forgotten, mix=None), Language.EN) == (("They want", "stop using AI 2"),)


def test_every_channel_carries_it() -> None:
    gist = write_gist(letter())
    plain = gist.write_plain(limit=9_000)
    for label, value in tell_said(incident_of(spike()), Language.EN):
        assert f"{label}: {value}" in plain


@pytest.mark.need("000-18")
def test_a_report_says_it_with_the_place_of_each_quote() -> None:
    story = tell_story([incident_of(spike())], [], None, now=at(60))
    assert story.said[2:] == (
        "They ask: “who drew this?” (3:1005:5) ×4 · “AI 畫的嗎？” (3:1006:6)",
        (
            "They want: people instead of AI 12 “bring back the artists” (3:1007:7)"
            " · label AI 5 “標示一下很難嗎” (3:1008:8)"
        ),
    )
    assert "What people say, ask and want" in write_page(story)
    assert "bring back the artists" in write_markdown(story)
    bare = replace(incident_of(spike()), mix=None, said=None)
    assert "What people say, ask" not in write_markdown(tell_story([bare], [], None, now=at(60)))


@given(st.text(max_size=400))
def test_strangers_words_stay_on_their_line(text: str) -> None:
    found = said(
        words=(Keyword(word=text, mentions=1, holders=("x/1",)),),
        questions=(remark(1, text),),
        asks=(Ask(kind=AskKind.PAY, mentions=1, quotes=(remark(1, text),)),),
    )
    lines = tell_said(spike(said=found), Language.EN)
    assert 1 <= len(lines) <= 4
    for _, value in lines:
        assert value.isprintable() or not any(sign in value for sign in "\n\r\u2028\u202e")
        assert len(value) <= 200


def test_a_word_of_one_person_is_not_what_people_say() -> None:
    words = tuple(
        Keyword(word=word, mentions=count, holders=("r/1",))
        for word, count in (("slop", 2), ("christmas", 1))
    )
    told = dict(tell_said(spike(said=said(words=words)), Language.EN))
    assert told["They say"] == "slop 2"
    alone = dict(tell_said(spike(said=said(words=words[1:])), Language.EN))
    assert "They say" not in alone
