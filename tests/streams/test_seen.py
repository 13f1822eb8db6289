"""What a brand has seen: a copy counts once, a repeated page is no copy."""

from hypothesis import given
from hypothesis import strategies as st

from streams.seen import SeenMinutes


def test_a_hash_of_the_same_page_is_a_repeat_not_a_copy() -> None:
    stored: dict[int, bytes] = {}
    seen = SeenMinutes((0, 7), stored.get)
    assert seen.is_first(5, "x/1")
    stored.update({minute: value for minute, value in seen.changes().items() if value})
    assert SeenMinutes((0, 7), stored.get).is_first(5, "x/1")
    assert not SeenMinutes((0, 8), stored.get).is_first(5, "x/1")
    assert not SeenMinutes((1, 7), stored.get).is_first(5, "x/1")


def test_a_copy_within_a_page_is_a_copy() -> None:
    seen = SeenMinutes((0, 0), lambda _: None)
    assert [seen.is_first(5, "x/1"), seen.is_first(5, "x/1")] == [True, False]


def test_forgetting_deletes_what_is_stored_and_nothing_else() -> None:
    seen = SeenMinutes((0, 0), {5: b""}.get)
    seen.forget(5)
    seen.forget(6)
    assert seen.changes() == {5: None}


Deed = tuple[str, int, str]
deeds = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "say", "turn", "forget"]), st.integers(0, 3), st.sampled_from("abcd")
    ),
    max_size=40,
)


def do(deeds: list[Deed], stored: dict[int, bytes], *, pages_in_batch: int) -> list[bool]:
    """What counted as the first, with a batch stored after so many pages."""
    counted, page = [], 0
    seen = SeenMinutes((0, page), stored.get)
    for deed, minute, identity in [*deeds, ("turn", 0, "")]:
        if deed == "say":
            counted.append(seen.is_first(minute, identity))
        elif deed == "forget":
            seen.forget(minute)
        else:
            page += 1
            seen.turn((0, page))
            if page % pages_in_batch == 0:
                for changed, value in seen.changes().items():
                    if value is None:
                        stored.pop(changed, None)
                    else:
                        stored[changed] = value
                seen = SeenMinutes((0, page), stored.get)
    return counted


@given(deeds)
def test_pages_in_a_batch_are_seen_as_one_by_one(deeds: list[Deed]) -> None:
    together: dict[int, bytes] = {}
    alone: dict[int, bytes] = {}
    pages = 1 + sum(deed == "turn" for deed, *_ in deeds)
    assert do(deeds, together, pages_in_batch=pages) == do(deeds, alone, pages_in_batch=1)
    assert {minute: value for minute, value in together.items() if value} == {
        minute: value for minute, value in alone.items() if value
    }


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=8), st.integers(0, 9)), max_size=60))
def test_storing_and_loading_keeps_everything(mentions: list[tuple[int, str, int]]) -> None:
    stored: dict[int, bytes] = {}
    first: set[tuple[int, str]] = set()
    for offset, (minute, identity, _) in enumerate(mentions):
        seen = SeenMinutes((0, offset), stored.get)
        assert seen.is_first(minute, identity) == ((minute, identity) not in first)
        first.add((minute, identity))
        stored.update({changed: value for changed, value in seen.changes().items() if value})
