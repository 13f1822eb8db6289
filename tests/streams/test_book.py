"""The book of texts that are compared: bounded, and the same in whatever order they come."""

import msgspec

from connectors.mention import Platform
from streams.imprint import take_imprint
from streams.window import WindowState
from streams.wording import (
    OTHERS_KEPT,
    POSTS_KEPT,
    REPLIES_FOR,
    REPLIES_KEPT,
    Book,
    TextKind,
    Wording,
    note_wording,
    roll_book,
)
from tests.streams.own_words import UNRELATED
from tests.streams.rolling import START


def wording(name: str, kind: TextKind, text: str = "hello there") -> Wording:
    return Wording(
        text=name, source="own", at=START, kind=kind, platform=Platform.X, imprint=take_imprint(text)
    )


def test_what_is_kept_is_bounded_and_replies_of_last_week_do_not_count() -> None:
    fresh = Book()
    text = " ".join(UNRELATED["hu"])
    for number in range(1_000):
        for kind in TextKind:
            note_wording(fresh, wording(f"{number:012}", kind, text), number)
    assert len(fresh.elsewhere) <= 2 * OTHERS_KEPT
    book = roll_book(Book(), fresh, 1_000)
    assert (len(book.posts), len(book.elsewhere), len(book.replies)) == (
        POSTS_KEPT,
        OTHERS_KEPT,
        REPLIES_KEPT,
    )
    assert min(book.posts) == f"{1_000 - POSTS_KEPT:012}"
    assert len(msgspec.json.encode(WindowState(book=book))) < 30_000
    later = roll_book(book, Book(), 999 + REPLIES_FOR)
    assert (later.replies, later.counts.replies, later.counts.canned) == ({}, 0, 0)
    assert later.posts == book.posts


def test_the_order_in_which_texts_come_leaves_no_trace() -> None:
    texts = [
        (wording(f"{number:03}", TextKind.REPLY, text), number)
        for number, text in enumerate(UNRELATED["en"] * 9)
    ]
    one, other = Book(), Book()
    for told, minute in texts:
        note_wording(one, told, minute)
    for told, minute in reversed(texts):
        note_wording(other, told, minute)
    assert roll_book(Book(), one, 500) == roll_book(Book(), other, 500)


def test_a_text_that_comes_again_was_published_when_it_first_was() -> None:
    again = wording("again", TextKind.REPLY)
    books = []
    for minutes in ((3, 9), (9, 3)):
        within, across = Book(), Book()
        for minute in minutes:
            note_wording(within, again, minute)
        for minute in sorted(minutes):
            fresh = Book()
            note_wording(fresh, again, minute)
            across = roll_book(across, fresh, minute)
        books += [within.replies, across.replies]
    assert books == [{"again": (3, Platform.X, again.imprint)}] * 4
