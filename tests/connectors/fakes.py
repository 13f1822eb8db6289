"""What stands in for the wall clock and for Kafka in tests."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from connectors.errors import ConnectorError
from connectors.page import Line, Page, read_page
from connectors.publisher import Place, Publisher, Record
from tests.connectors.samples import NOON


@dataclass
class FakeClock:
    """Time that passes only when somebody sleeps."""

    at: datetime = NOON
    slept: list[timedelta] = field(default_factory=list)
    on_sleep: Callable[[timedelta], None] = lambda _: None

    def now(self) -> datetime:
        return self.at

    async def sleep(self, for_: timedelta) -> None:
        if for_ > timedelta():
            self.slept.append(for_)
            self.at += for_
        for _ in range(50):  # Whatever is under way in this loop gets its turn before time is up.
            await asyncio.sleep(0)
        self.on_sleep(for_)


class FakePublisher(Publisher):
    """Keeps what it is given, in order; told to fail, it keeps a part and fails, as Kafka may."""

    def __init__(self, *failures: ConnectorError | None) -> None:
        super().__init__("nowhere:0")
        self.records: list[Record] = []
        self._failures = list(failures)

    def send(self, records: Sequence[Record]) -> list[Place]:
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None:
            self.records += records[: len(records) // 2]
            raise failure
        self.records += records
        begin = len(self.records) - len(records)
        return [Place(0, begin + number) for number in range(len(records))]

    def values(self, topic: str) -> list[bytes]:
        return [record.value for record in self.records if record.topic == topic and record.value is not None]

    def pages(self, lane: str = "live") -> list[Page]:
        return [
            read_page(value, lane=lane, sent_at=NOON + timedelta(days=3_000))
            for value in self.values(f"{lane}.mentions")
        ]

    def lines(self, lane: str = "live") -> list[Line]:
        assert not any(page.dead for page in self.pages(lane))
        return [line for page in self.pages(lane) for _, line in page.lines]


L = TypeVar("L")


def of_type(lines: Iterable[Line], contract: type[L]) -> list[L]:
    return [line for line in lines if isinstance(line, contract)]
