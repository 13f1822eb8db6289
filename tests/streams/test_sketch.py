"""Near-copies are found by a few numbers, in every script."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language
from streams.learning.course import our_lesson
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
