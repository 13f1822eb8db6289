"""About how many authors there are."""

import random
from statistics import fmean, pstdev

import pytest

from streams.voices import KEPT, count_voices, join_voices, note_voice


def voices_of(authors: list[str]) -> tuple[int, ...]:
    kept: set[int] = set()
    for author in authors:
        note_voice(kept, author)
    return tuple(sorted(kept))


def name(number: int) -> str:
    return f"{random.Random(number).getrandbits(64):016x}"


@pytest.mark.parametrize("count", [0, 1, KEPT - 1])
def test_few_are_counted_exactly_however_often_they_speak(count: int) -> None:
    assert count_voices(voices_of([name(number) for number in range(count)] * 3)) == count


@pytest.mark.parametrize("count", [100, 1_000])
def test_many_are_counted_without_bias(count: int) -> None:
    crowds = [voices_of([name(crowd * count + number) for number in range(count)]) for crowd in range(40)]
    counted = [count_voices(voices) / count for voices in crowds]
    assert {len(voices) for voices in crowds} == {KEPT}
    assert fmean(counted) == pytest.approx(1, abs=0.1)
    assert pstdev(counted) < 0.25


def test_parts_join_to_the_whole_in_any_order() -> None:
    everybody = [name(number) for number in range(300)]
    parts = [voices_of(everybody[:120]), voices_of(everybody[100:]), voices_of([])]
    assert join_voices(parts) == join_voices(parts[::-1]) == voices_of(everybody[::-1])
