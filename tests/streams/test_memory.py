"""Words worked out once, and bounded whatever comes."""

from streams.memory import LONGEST, MOST, WordMemory


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def work_out(word: str) -> int:
        asked.append(word)
        return len(word)

    memory = WordMemory(work_out)
    assert [memory["soul"], memory["soul"], memory["less"]] == [4, 4, 4]
    assert asked == ["soul", "less"]


def test_it_stays_bounded_and_keeps_no_long_word() -> None:
    memory = WordMemory(len)
    assert memory["x" * (LONGEST + 1)] == LONGEST + 1
    assert not memory
    for number in range(MOST + 5):
        assert memory[f"w{number}"] == len(f"w{number}")
    assert 0 < len(memory) <= MOST
