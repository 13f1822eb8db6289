"""Keywords: what tells a reader something, of all that moves a score."""

import pytest

from streams.keywords import KEPT, pick_keywords


@pytest.mark.parametrize(
    ("quoted", "text", "words"),
    [
        (("soulless", "AI"), "soulless AI", ("soulless",)),
        (("of christmas", "truly the"), "truly the magic of christmas", ("christmas",)),
        (("AI slop",), "AI slop", ("slop",)),
        (("feel cheated",), "I feel cheated", ("feel cheated", "feel", "cheated")),
        (("replaced … people",), "replaced 40 people", ("replaced", "people")),
        (("<n>", "~shout", "not_answer"), "THEY DID NOT ANSWER 3", ()),
        (("!!", "😡", "a"), "a!! 😡", ()),
        (("的", "這是", "噁心"), "這是噁心的", ("噁心",)),
        (("就都", "退追"), "就都退追", ("退追",)),
        (("az mi", "csalás"), "az mi csalás", ("csalás",)),
        (("Slop", "slop"), "Slop", ("slop",)),
    ],
)
def test_the_words_that_tell_something_are_kept(
    quoted: tuple[str, ...], text: str, words: tuple[str, ...]
) -> None:
    assert pick_keywords(quoted, text) == words


def test_one_mention_brings_few_and_short_ones() -> None:
    many = [f"wörd{'x' * number}" for number in range(40)]
    words = pick_keywords(many, " ".join(many))
    assert len(words) == KEPT
    assert pick_keywords(["x" * 300], "x" * 300) == ()
