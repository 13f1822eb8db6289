"""No record of a partition is passed over, whatever Faust delivers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from streams.gapless import Gapless, Received

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def record(offset: int) -> Received:
    return Received("t", 0, offset, NOW, None, None)


class FakeLog:
    """A log that holds the given offsets; asked from `committed` on."""

    def __init__(self, offsets: range | list[int], committed: int) -> None:
        self.offsets = offsets
        self.committed = committed
        self.reads = 0

    async def resume_offset(self, topic: str, partition: int) -> int:
        assert (topic, partition) == ("t", 0)
        return self.committed

    async def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:
        assert (topic, partition) == ("t", 0)
        self.reads += 1
        for offset in self.offsets:
            if start <= offset < end:
                yield record(offset)

    async def end_offset(self, topic: str, partition: int) -> int:
        assert (topic, partition) == ("t", 0)
        return max(self.offsets) + 1


async def take(gapless: Gapless, offset: int) -> list[int]:
    taken = []
    async for missed in gapless.missing_before(record(offset)):
        taken.append(missed.offset)
        gapless.note_taken(missed)
    gapless.note_taken(record(offset))
    return [*taken, offset]


async def test_records_passed_over_are_read_and_taken_first() -> None:
    gapless = Gapless(FakeLog(range(100), committed=66))
    assert await take(gapless, 66) == [66]
    assert await take(gapless, 72) == [67, 68, 69, 70, 71, 72]


async def test_the_first_record_after_a_rebalance_is_measured_against_the_commit() -> None:
    log = FakeLog(range(100), committed=10)
    gapless = Gapless(log)
    await take(gapless, 10)
    log.committed = 40
    gapless.forget()
    assert await take(gapless, 42) == [40, 41, 42]


async def test_a_true_gap_reads_as_empty() -> None:
    gapless = Gapless(FakeLog([0, 1, 2, 9], committed=0))
    for offset in (0, 1, 2):
        await take(gapless, offset)
    assert await take(gapless, 9) == [9]


async def test_in_order_the_broker_is_asked_once() -> None:
    log = FakeLog(range(50), committed=0)
    gapless = Gapless(log)
    for offset in range(50):
        assert await take(gapless, offset) == [offset]
    assert log.reads == 0


@given(st.lists(st.integers(0, 30), max_size=40))
async def test_whatever_is_delivered_everything_up_to_it_is_taken(delivered: list[int]) -> None:
    gapless = Gapless(FakeLog(range(31), committed=0))
    taken: set[int] = set()
    for offset in delivered:
        taken.update(await take(gapless, offset))
        assert taken == set(range(max(taken) + 1))
