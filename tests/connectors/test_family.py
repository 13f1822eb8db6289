"""A family is one author's piece on several platforms, never a crowd with the same words."""

import pytest

from connectors.author import AuthorKey
from connectors.family import trace_family

KEY = AuthorKey(b"k" * 32)
PIECE = "The new Lumen film is the most soulless thing that I have seen in years, and they know it."


@pytest.mark.need("001-18")
def test_cross_posts_share_a_family_though_links_tags_case_and_ends_differ() -> None:
    originals = [
        ("@ada@social.example", f"{PIECE} #lumen https://lumen.example/film"),
        ("ada", f"{PIECE.upper()}\n\n#ai #slop"),
        ("ada.bsky.social", f"{PIECE} @lumen"),
    ]
    families = {trace_family(KEY, name, text) for name, text in originals}
    assert len(families) == 1
    assert families != {None}


def test_a_piece_cut_by_a_shorter_platform_is_still_of_the_family() -> None:
    long = "word by word this goes on and on " * 20
    assert trace_family(KEY, "ada", long) == trace_family(KEY, "ada", long[:300])


def test_people_who_copy_a_protest_from_each_other_are_many_voices() -> None:
    assert trace_family(KEY, "ada", PIECE) != trace_family(KEY, "bob", PIECE)


@pytest.mark.parametrize(
    ("name", "text"), [("ada", "me too!"), ("", PIECE), ("@", PIECE), ("ada", "#a #b #c " * 50)]
)
def test_what_cannot_be_told_from_others_has_none(name: str, text: str) -> None:
    assert trace_family(KEY, name, text) is None


def test_other_words_and_other_installations_are_other_families() -> None:
    family = trace_family(KEY, "ada", PIECE)
    assert family != trace_family(KEY, "ada", PIECE.replace("soulless", "lovely"))
    assert family != trace_family(AuthorKey(b"j" * 32), "ada", PIECE)


def test_a_chinese_piece_has_one_too() -> None:
    piece = "這支廣告是我今年看過最沒有靈魂的東西,整支影片都是人工智慧做的,連字都寫錯了,真的很誇張,以後不會再買了。"
    assert trace_family(KEY, "ada", piece) == trace_family(KEY, "ada", piece + " #廣告")
