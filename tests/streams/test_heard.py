"""What an open minute hears: bounded, the same in any order, and nothing of what was taken down."""

import random
from dataclasses import replace
from typing import Any

import pytest

from connectors.mention import Platform
from streams.asks.kind import AskKind
from streams.heard import SAMPLED, SLACK, TEXT_KEPT, find_question
from streams.minute import Minute
from streams.ownposts import OwnCounts
from streams.reading import Label, Scored, Stance
from streams.said import Keyword, Said
from streams.tally import OpenMinute
from streams.wording import Book
from tests.streams.rolling import scored


def said(number: int, excerpt: str, *because: str, **more: Any) -> Scored:
    usual = scored(f"{number:05}", 0.5, label=Label.NEGATIVE)
    return replace(usual, excerpt=excerpt, because=because, line=number, **more)


def close(*mentions: Scored, removed: tuple[str, ...] = (), first: bool = False) -> Minute:
    minute = OpenMinute()
    if first:
        for identity in removed:
            minute.remove(identity)
    for mention in mentions:
        minute.count(mention)
        minute.offer_quote(mention, 3, 70)
    for identity in removed:
        minute.remove(identity)
    return minute.close("acme", 0, sources=1, silent=(), own=OwnCounts(), book=Book())


def heard(*mentions: Scored) -> Said:
    found = close(*mentions).said
    assert found
    return found


@pytest.mark.need("000-22", "000-18")
def test_a_minute_tells_words_questions_and_asks_with_the_place_of_each() -> None:
    found = heard(
        said(1, "soulless. who drew this bear?", "soulless"),
        said(2, "Soulless, bring back the artists", "soulless", "acme"),
        said(3, "meh, label it", "meh", backlash=True, interactions=12),
    )
    assert found.words[0] == Keyword(word="soulless", mentions=2, holders=("x/00001", "x/00002"))
    assert "acme" not in [one.word for one in found.words]
    (asked,) = found.questions
    assert (asked.text, asked.identity, asked.platform) == ("who drew this bear?", "x/00001", Platform.X)
    assert (asked.partition, asked.offset, asked.line) == (3, 70, 1)
    assert [(one.kind, one.mentions, one.quotes[0].text) for one in found.asks] == [
        (AskKind.PEOPLE, 1, "Soulless, bring back the artists"),
        (AskKind.LABEL, 1, "meh, label it"),
    ]
    assert found.asks[1].quotes[0].interactions == 12


def test_who_is_not_negative_is_not_heard() -> None:
    calm = said(1, "bring back the artists", "artists", label=Label.NEUTRAL)
    assert close(calm).said is None
    assert close(said(1, "hm", "hm")).said is None


@pytest.mark.need("000-22")
def test_who_asks_calmly_about_ai_is_heard_and_no_evidence() -> None:
    asked = said(1, "is that bear AI? label it", "bear", label=Label.NEUTRAL, stance=Stance.NEUTRAL)
    minute = close(asked)
    assert minute.quotes == ()
    assert minute.said
    assert [one.text for one in minute.said.questions] == ["is that bear AI?"]
    assert (minute.said.words, minute.said.asks) == ((), ())


def test_the_order_of_arrival_leaves_no_trace_in_a_storm() -> None:
    dice = random.Random(4)
    words = ("slop", "soulless", "lazy", "theft", "cheap", "pathetic")
    storm = [
        said(n, f"{word} who drew number {n % 9} of these? bring back the artists", word)
        for n in range(6 * SAMPLED)
        if (word := dice.choice(words))
    ]
    gone = ("x/00003", "x/00007", "x/00099")
    expected = close(*storm, removed=gone).said
    assert expected
    for _ in range(5):
        dice.shuffle(storm)
        assert close(*storm, removed=gone, first=dice.random() < 0.5).said == expected
    assert expected.heard <= SAMPLED
    assert not {*gone} & {*expected.identities}


def test_a_storm_takes_bounded_room() -> None:
    minute = OpenMinute()
    for number in range(2_000):
        minute.offer_quote(said(number, f"slop {number}? label it", "slop"), 0, number)
    assert len(minute.heard) <= SAMPLED + SLACK


@pytest.mark.parametrize("first", [False, True])
def test_what_was_taken_down_is_not_said(first: bool) -> None:  # noqa: FBT001
    mentions = [said(1, "who drew this thing? label it", "slop"), said(2, "label it please", "label")]
    found = close(*mentions, removed=("x/00001",), first=first).said
    assert found
    assert found.questions == ()
    assert [(one.kind, one.mentions) for one in found.asks] == [(AskKind.LABEL, 1)]
    assert close(*mentions, removed=("x/00001", "x/00002"), first=first).said is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Shame. Did you ask the artists? No.", "Did you ask the artists?"),
        ("@acme #ad why not hire someone??", "why not hire someone??"),
        ("所以是AI畫的嗎？ 無言", "所以是AI畫的嗎？"),
        ("really?", ""),
        ("蛤？", ""),
        ("no question here", ""),
        ("???", ""),
        ("who did this?!", "who did this?!"),
    ],
)
def test_a_question_is_one_sentence_that_can_be_answered(text: str, question: str) -> None:
    assert find_question(text) == question


def test_an_address_asks_nothing_and_a_long_question_is_cut() -> None:
    assert heard(said(1, "slop https://a.example/x?who=drew&this=bear label it", "slop")).questions == ()
    (asked,) = heard(said(1, f"slop {'why ' * 60}?", "slop")).questions
    assert len(asked.text) == TEXT_KEPT


def test_a_question_is_cut_before_a_sign_that_does_not_fit() -> None:
    begun = "why " * 39
    (asked,) = heard(said(1, f"{begun}xx👍🏽 do you do this?", "why")).questions
    assert asked.text == f"{begun}xx…"
