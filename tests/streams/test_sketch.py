"""Near-copies are found by a few numbers, in every script."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language
from streams.learning.lessons import our_lesson
from streams.sketch import SIZE, cluster, is_alike, sketch_text

COPIES = {
    "english": (
        "Everyone share this: they fired their artists and used AI instead, boycott them now",
        "everyone SHARE this!! they fired their artists and used AI instead, boycott them today https://x.example/1",
    ),
    "chinese": (
        "大家快轉發，他們把畫師都開除了改用AI，太過分，抵制到底",
        "大家快轉發 他們把畫師都開除了改用AI 太過分！抵制到底啦 @某人",
    ),
    "hungarian": (
        "Osszátok meg: kirúgták a grafikusokat és géppel rajzoltatnak, bojkott",
        "osszátok meg!!! kirúgták a grafikusokat és géppel rajzoltatnak, BOJKOTT 😡",
    ),
}


@pytest.mark.parametrize(("one", "other"), COPIES.values(), ids=COPIES)
def test_a_copy_with_small_changes_is_alike(one: str, other: str) -> None:
    assert is_alike(sketch_text(one), sketch_text(other))
    assert not is_alike(
        sketch_text(one), sketch_text("a completely different remark about lunch, 午餐, ebéd")
    )


@given(st.text(st.characters(), max_size=300))
def test_any_text_has_a_bounded_ascending_sketch_and_is_like_itself(text: str) -> None:
    sketch = sketch_text(text)
    assert len(sketch) <= SIZE
    assert list(sketch) == sorted(set(sketch))
    assert is_alike(sketch, sketch) or not sketch


def test_a_text_without_words_is_like_nothing() -> None:
    assert sketch_text("😡😡😡 !!! 123") == ()
    assert not is_alike((), ())


SHORT = {
    "english": (
        "this is AI slop", "this is so sad", "this is disgusting", "this is trash", "AI slop again", "AI slop lol",
        "so much AI slop", "no more AI", "looks like AI", "looks like garbage", "shame on you", "shame on acme",
    ),
    "chinese": ("這是AI垃圾", "都是AI垃圾", "又是AI垃圾", "AI廣告好爛", "AI廣告真爛", "看起來好假", "看起來好廉價"),
    "hungarian": ("ez nagyon gáz", "ez nagyon ciki", "ez nagyon AI", "ez egy AI szemét", "ez egy AI reklám"),
}  # fmt: skip


@pytest.mark.parametrize("texts", SHORT.values(), ids=SHORT)
def test_short_comments_of_many_people_are_no_copies_of_each_other(texts: tuple[str, ...]) -> None:
    sketches = [sketch_text(text) for text in texts]
    assert len(set(cluster(sketches))) == len(texts)
    assert not any(is_alike(one, other) for one, other in combinations(sketches, 2))


def test_a_short_text_said_again_is_a_copy() -> None:
    one, other = sketch_text("This is trash!"), sketch_text("this is TRASH 🤮 https://x.example/1")
    assert is_alike(one, other)
    assert len(set(cluster([one, other]))) == 1


def test_groups_do_not_depend_on_the_order() -> None:
    texts = [text for pair in COPIES.values() for text in pair] + [
        "one more thing",
        "and another thing entirely",
    ]
    random.Random(3).shuffle(texts)
    groups = dict(zip(texts, cluster([sketch_text(text) for text in texts]), strict=True))
    for one, other in COPIES.values():
        assert groups[one] == groups[other]
    assert len(set(groups.values())) == 5


@pytest.mark.parametrize("language", [Language.EN, Language.ZH_HANT, Language.HU])
def test_edited_copies_are_found_and_fresh_posts_are_not(language: Language) -> None:
    """Recall on posts of three sentences with one word changed; false hits among posts that share none."""
    chance = random.Random(8)
    posts = list(dict.fromkeys(each.text for each in our_lesson(language).texts if len(each.text) > 10))
    chance.shuffle(posts)
    groups = [posts[at : at + 3] for at in range(0, 300, 3)]
    originals = [" ".join(group) for group in groups]
    edited = [text.replace(text[len(text) // 2 : len(text) // 2 + 4], "xx y", 1) for text in originals]
    found = sum(is_alike(sketch_text(a), sketch_text(b)) for a, b in zip(originals, edited, strict=True))
    false = sum(is_alike(sketch_text(a), sketch_text(b)) for a, b in zip(originals, edited[1:], strict=False))
    assert found >= 90
    assert false <= 2
