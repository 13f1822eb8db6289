"""What people say, ask and want, in the words of who is on call."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.slack.message import write_message
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
from tests.alerts.examples import at, incident_of, letter, notice, remark, said, spike


@pytest.mark.need("000-18", "000-22")
def test_it_is_said_in_chinese() -> None:
    assert tell_said(incident_of(spike()), Language.ZH_HANT) == (
        ("情緒", "已評分 135 則：負面 47%、中立 37%、正面 16% · 40 則談到 AI：反對 31、中立 6、支持 3"),
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
        ("Mood", "of 2 scored: 100% negative, 0% neutral, 0% positive"),
    )
    forgotten = said(words=(), questions=(), asks=(Ask(kind=AskKind.STOP, mentions=2),))
    assert tell_said(spike(said=forgotten, mix=None), Language.EN) == (("They want", "stop using AI 2"),)


def test_every_channel_carries_it() -> None:
    gist = write_gist(letter())
    plain = gist.write_plain(limit=9_000)
    for label, value in tell_said(incident_of(spike()), Language.EN):
        assert f"{label}: {value}" in plain


@pytest.mark.parametrize(
    ("language", "share", "unscored", "of_before"),
    [
        (Language.EN, "47% of 135 scored", "12% of 153 mentions: ", "39% of 160 mentions"),
        (Language.ZH_HANT, "已評分 135 則中的 47%", "153 則中的 12%：", "160 則中的 39%"),
    ],
)
def test_one_message_has_one_share_of_negative_talk_and_says_of_what(
    language: Language, share: str, unscored: str, of_before: str
) -> None:
    """The mood is of what was scored in the time that is told; so is the share, whatever was counted since the onset."""
    record = spike(mentions=160, negative=63, unscored=20)
    slack = str(write_message(replace(letter(notice(incident_of(record))), language=language)).blocks)
    plain = write_gist(replace(letter(notice(incident_of(record))), language=language)).write_plain(
        limit=9_000
    )
    for told in (slack, plain):
        assert share in told
        assert unscored in told
        assert told.count("47%") == 2  # The fact, and the line of the mood.
        assert "39%" not in told
    before = letter(notice(incident_of(replace(record, mix=None, said=None))))
    for told in (
        str(write_message(replace(before, language=language)).blocks),
        write_gist(replace(before, language=language)).write_plain(limit=9_000),
    ):
        assert of_before in told
        assert VOCABULARIES[language].said.mood + ": " not in told


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
