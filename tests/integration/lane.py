"""A lane under test: its own topics on a real broker, real worker processes, and all that came out."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import CoordinatorNotAvailableError

from connectors.clock import SystemClock
from connectors.mention import Mention, Tick
from connectors.publisher import Publisher, Record
from connectors.recording import list_sources
from connectors.replay import Recording, Replay
from connectors.settings import Kafka, topic
from connectors.timetable import Timetable
from connectors.topics import ensure_topics
from deploy.child import Child
from streams.minute import Minute, read_minutes
from streams.spike import FeedAlarm, Spike, read_spike
from tests.integration.workers import KILLED, ORPHANED_FOR, end

ROOT = Path(__file__).parents[2]
PARTITIONS = 4
STOPS_WITHIN = 60.0
"""Seconds in which a worker that is asked to end has to."""


@dataclass
class Worker:
    """One worker process, on a leash: it does not outlive the tests."""

    name: str
    child: Child
    log: Path
    is_let_go: bool = False
    """It was asked to end, or killed."""

    def kill(self) -> None:
        self.is_let_go = True
        self.child.kill()

    def stop(self) -> int:
        """Ask it to stop and return its exit code; one that had to be killed is a failure."""
        self.is_let_go = True
        code = end(self.child, STOPS_WITHIN)
        assert code != KILLED, f"{self.name} did not stop within {STOPS_WITHIN:g} s\n{self.tail()}"
        return code

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]


class Reader:
    """A topic, read on from where the last reading ended."""

    def __init__(self, bootstrap: str, name: str, group: str | None = None) -> None:
        self._consumer = KafkaConsumer(
            bootstrap_servers=bootstrap,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        self._found: list[Any] = []
        self._partitions = [
            TopicPartition(name, number) for number in sorted(self._consumer.partitions_for_topic(name))
        ]
        self._consumer.assign(self._partitions)
        self._consumer.seek_to_beginning(*self._partitions)

    def read(self) -> list[Any]:
        """Everything up to the end the topic has now, in order within a partition."""
        ends = self._consumer.end_offsets(self._partitions)
        while any(self._consumer.position(tp) < ends[tp] for tp in self._partitions):
            for records in self._consumer.poll(timeout_ms=200).values():
                self._found.extend(records)
        return self._found

    def is_committed(self) -> bool:
        """Whether the group, of which this is no member, has committed up to the end."""
        return self.count_unread() == 0

    def count_unread(self) -> int:
        """How many records the group has not committed."""
        ends = self._consumer.end_offsets(self._partitions)
        try:
            unread = (ends[tp] - (self._consumer.committed(tp) or 0) for tp in self._partitions)
            return sum(max(0, int(count)) for count in unread)
        except CoordinatorNotAvailableError:  # A Kafka just started has nobody for a group's offsets yet.
            return max(1, sum(map(int, ends.values())))

    def close(self) -> None:
        self._consumer.close(autocommit=False)


@dataclass
class Lane:
    """One lane on one broker."""

    bootstrap: str
    name: str
    brands: Sequence[str]
    home: Path
    streams: str = ""
    """Further lines of `[streams]`."""
    extra: str = ""
    """Further tables of crisis.toml."""
    workers: list[Worker] = field(default_factory=list)
    _readers: dict[str, "Reader"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        brands = "".join(f'[[brands]]\nname = "{brand}"\nkeywords = ["{brand}"]\n' for brand in self.brands)
        kafka = f'[kafka]\nbootstrap = "{self.bootstrap}"\nlane = "{self.name}"\npartitions = {PARTITIONS}\n'
        self.config.write_text(f"{kafka}{brands}[streams]\n{self.streams}\n{self.extra}")
        ensure_topics(self.kafka)

    @property
    def config(self) -> Path:
        return self.home / "crisis.toml"

    @property
    def kafka(self) -> Kafka:
        return Kafka(bootstrap=self.bootstrap, lane=self.name, partitions=PARTITIONS)

    def start(self, name: str = "sentiment-1", package: str = "streams", **environ: str) -> Worker:
        """Start a worker; the same name again resumes its data directory."""
        return self.run(name, package, "worker", "--loglevel", "WARNING", **environ)

    def listen(
        self, environ: Mapping[str, str], *, name: str = "connectors", only: str = "", dies: bool = False
    ) -> Worker:
        """Start the connectors that are configured.

        Args:
            environ: where their secrets stand.
            name: of the process.
            only: of them all.
            dies: by kill -9, when mentions are in Kafka and their cursor is not.
        """
        package = "tests.integration.dying" if dies else "connectors"
        arguments = ["run", *([only] if only else []), "--config", str(self.config)]
        arguments += ["--data-dir", str(self.home / "authors")]
        return self.run(name, package, *arguments, **environ)

    def run(self, name: str, package: str, *arguments: str, **environ: str) -> Worker:
        """Start a process."""
        log = self.home / f"{name}.log"
        child = Child(
            [sys.executable, "-m", package, *arguments],
            log,
            grace=ORPHANED_FOR,
            cwd=ROOT,
            environ={
                "CRISIS_CONFIG": str(self.config),
                "CRISIS_DATA_DIR": str(self.home / name),
                "CRISIS_WORKER": name,
                **environ,
            },
        )
        worker = Worker(name, child, log)
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        for reader in self._readers.values():
            reader.close()
        for worker in self.workers:
            worker.kill()

    def replay(self, mentions: Sequence[Mention], speed: float | None = None) -> int:
        """Replay mentions into the lane; return how many were sent."""
        publisher = Publisher(self.bootstrap)
        try:
            recording = Recording("replay", mentions, Timetable(list_sources(mentions), self.name))
            run = Replay(recording, publisher, SystemClock(), speed).run(asyncio.Event())
            return asyncio.run(run).mentions
        finally:
            publisher.close()

    def send(self, records: Sequence[tuple[str, bytes]]) -> None:
        """Send raw pages, with their keys, to `mentions`."""
        publisher = Publisher(self.bootstrap)
        try:
            publisher.send([Record(topic(self.name, "mentions"), key, value) for key, value in records])
        finally:
            publisher.close()

    def records(self, name: str) -> list[Any]:
        """Every record of a topic so far, as kafka-python gives it; each is fetched once."""
        reader = self._readers.get(name)
        if reader is None:
            reader = self._readers[name] = Reader(self.bootstrap, topic(self.name, name))
        return reader.read()

    def read(self, name: str) -> list[tuple[bytes | None, bytes]]:
        """Keys and values of a topic so far."""
        return [(one.key, one.value) for one in self.records(name) if one.value is not None]

    def dead_letters(self) -> list[dict[str, str]]:
        """The headers of every dead letter: reason, topic, partition, offset, line."""
        found = self.records("mentions.dead")
        return [{key: value.decode() for key, value in record.headers} for record in found]

    def minutes(self) -> dict[tuple[str, str], Minute]:
        """By brand and start; one that was sent again must be the same."""
        found: dict[tuple[str, str], Minute] = {}
        for _, value in self.read("minutes"):
            for minute in read_minutes(value).good:
                key = (minute.brand, minute.start.isoformat())
                assert found.setdefault(key, minute) == minute, f"two different minutes: {key}"
        return found

    def spikes(self) -> list[Spike | FeedAlarm]:
        """In order within a brand, repeats left out."""
        values = dict.fromkeys(value for _, value in self.read("spikes"))
        return [one for one in map(read_spike, values) if not isinstance(one, Tick)]

    def closed_until(self) -> dict[str, str]:
        """By brand: the start of the last closed minute."""
        latest: dict[str, str] = {}
        for key, value in self.read("minutes"):
            last = value.rstrip().rpartition(b"\n")[2]
            latest[(key or b"").decode()] = last.partition(b'"start":"')[2][:20].decode()
        return latest

    def is_judged(self) -> bool:
        """Whether the sentiment workers have taken every record of `minutes` and committed it."""
        return self._is_committed("minutes", f"crisis-sentiment-{self.name}")

    def is_taken(self, name: str) -> bool:
        """Whether the response workers have taken every record of a topic and committed it."""
        return self._is_committed(name, f"crisis-response-{self.name}")

    def count_unread(self, name: str) -> int:
        """How many records of a topic the sentiment workers have not committed."""
        return self._read_for(name, f"crisis-sentiment-{self.name}").count_unread()

    def _is_committed(self, name: str, group: str) -> bool:
        return self._read_for(name, group).is_committed()

    def _read_for(self, name: str, group: str) -> Reader:
        key = f"{name} of {group}"
        if key not in self._readers:
            self._readers[key] = Reader(self.bootstrap, topic(self.name, name), group)
        return self._readers[key]

    def wait_for(self, is_done: Callable[[], bool], within: float = 240) -> None:
        """Wait until a condition holds; fail with the workers' logs when it does not, or one has died."""
        deadline = time.monotonic() + within
        while not is_done():
            logs = "\n".join(f"--- {worker.name}\n{worker.tail()}" for worker in self.workers)
            dead = [
                worker.name for worker in self.workers if not worker.child.is_running and not worker.is_let_go
            ]
            assert not dead, f"{dead} ended by themselves\n{logs}"
            assert time.monotonic() < deadline, f"not within {within} s\n{logs}"
            time.sleep(0.5)


@contextmanager
def open_lane(
    bootstrap: str, name: str, home: Path, *, brands: Sequence[str], streams: str = ""
) -> Iterator[Lane]:
    lane = Lane(bootstrap, name, brands, home, streams)
    try:
        yield lane
    finally:
        lane.close()
