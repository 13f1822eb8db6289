"""What was said, put together over minutes, shown, and forgotten."""

from connectors.mention import Platform
from streams.asks.kind import AskKind
from streams.said import (
    HOLDERS_KEPT,
    QUESTIONS_KEPT,
    QUESTIONS_SHOWN,
    WORDS_KEPT,
    WORDS_SHOWN,
    Ask,
    Keyword,
    Remark,
    Said,
    forget_said,
    join_said,
    show_said,
)


def remark(number: int, text: str = "who drew this poor bear?") -> Remark:
    return Remark(
        partition=0,
        offset=number,
        line=0,
        identity=f"x/{number}",
        platform=Platform.X,
        text=text,
    )


def word(text: str, mentions: int, *holders: int) -> Keyword:
    return Keyword(word=text, mentions=mentions, holders=tuple(f"x/{one}" for one in holders))


def test_minutes_are_put_together() -> None:
    one = Said(
        heard=3,
        words=(word("slop", 2, 1, 2),),
        questions=(remark(1),),
        asks=(Ask(kind=AskKind.LABEL, mentions=1, quotes=(remark(2, "label it"),)),),
    )
    other = Said(
        heard=4,
        words=(word("slop", 3, 5, 6, 7), word("lazy", 1, 6)),
        questions=(remark(5, "who drew this poor BEAR??"), remark(6, "is the toy at least any good?")),
        asks=(
            Ask(kind=AskKind.LABEL, mentions=2, quotes=(remark(7, "please do label it"),)),
            Ask(kind=AskKind.STOP, mentions=1, quotes=(remark(5, "no more ai"),)),
        ),
    )
    joined = join_said([None, one, None, other])
    assert joined
    assert joined.heard == 7
    assert joined.words == (
        word("slop", 5, *sorted([1, 2, 5])),
        word("lazy", 1, 6),
    )
    assert [(one.text, one.mentions) for one in joined.questions] == [
        ("who drew this poor bear?", 2),
        ("is the toy at least any good?", 1),
    ], "near-copies count together"
    assert [(one.kind, one.mentions, one.quotes[0].text) for one in joined.asks] == [
        (AskKind.LABEL, 3, "label it"),
        (AskKind.STOP, 1, "no more ai"),
    ]
    assert join_said([None, None]) is None


def test_however_much_is_said_it_stays_bounded() -> None:
    joined = join_said(
        Said(
            heard=1,
            words=tuple(word(f"word{minute}-{n}", 1, minute) for n in range(20)),
            questions=(remark(minute, f"{'ab'[minute % 2] * minute} {'c' * minute} {'d' * minute}?"),),
            asks=tuple(Ask(kind=kind, mentions=1, quotes=(remark(minute),)) for kind in AskKind),
        )
        for minute in range(100)
    )
    assert joined
    assert len(joined.words) == WORDS_KEPT
    assert len(joined.questions) == QUESTIONS_KEPT
    assert {len(one.quotes) for one in joined.asks} == {HOLDERS_KEPT}
    shown = show_said(joined)
    assert shown
    assert (len(shown.words), len(shown.questions)) == (WORDS_SHOWN, QUESTIONS_SHOWN)
    assert {len(one.quotes) for one in shown.asks} == {1}


def test_no_word_is_shown_within_another() -> None:
    shown = show_said(Said(heard=9, words=(word("slop", 4, 1), word("ai slop", 4, 1), word("lazy", 1, 2))))
    assert shown
    assert [one.word for one in shown.words] == ["ai slop", "lazy"]


def test_a_word_goes_with_the_last_mention_that_is_known_to_hold_it() -> None:
    said = Said(
        heard=9,
        words=(word("slop", 4, 1, 2), word("lazy", 1, 3)),
        questions=(remark(1), remark(4, "how much did you save on this?")),
        asks=(
            Ask(kind=AskKind.LABEL, mentions=2, quotes=(remark(1, "label it"),)),
            Ask(kind=AskKind.STOP, mentions=1, quotes=(remark(3, "no more ai"),)),
        ),
    )
    left = forget_said(said, {"x/1", "x/3"})
    assert left
    assert left.words == (word("slop", 3, 2),)
    assert [one.identity for one in left.questions] == ["x/4"]
    assert left.asks == (Ask(kind=AskKind.LABEL, mentions=1),)
    gone = forget_said(left, {"x/2", "x/4"})
    assert gone
    assert (gone.words, gone.questions, gone.identities) == ((), (), ())
    assert forget_said(said, {"x/99"}) is said
    assert forget_said(None, {"x/1"}) is None
