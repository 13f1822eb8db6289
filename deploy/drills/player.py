"""The player: the replay of a drill in a thread of its own, by the drill's clock."""

import asyncio
import contextlib
import threading
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType
from typing import Final, Self

from connectors.clock import Clock
from connectors.mention import Mention
from connectors.publisher import Publisher
from connectors.recording import list_sources
from connectors.replay import Progress, Recording, Replay
from connectors.settings import Kafka
from connectors.timetable import Timetable
from deploy.drills.lane import DrillLane

NAME: Final = "replay"
"""Key of all pages: one partition, one order, the same offsets in every run."""


class Player:
    """Replays mentions into a drill's lane while the block runs, by a clock that tells event time.

    Leaving the block stops it and waits.
    """

    def __init__(
        self,
        where: Kafka | str,
        lane: DrillLane,
        mentions: Sequence[Mention],
        clock: Clock,
        *,
        run_out: timedelta,
    ) -> None:
        table = Timetable(list_sources(mentions), lane.name, run_out=run_out)
        self._recording = Recording(NAME, mentions, table)
        self._where = where
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="drill-replay", daemon=True)
        self._failure: Exception | None = None
        self.progress = Progress(of_mentions=len(mentions))

    def check(self) -> None:
        """Raise what ended the replay, if anything did."""
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        publisher = Publisher(self._where)

        def show(progress: Progress) -> None:
            self.progress = progress

        replay = Replay(self._recording, publisher, self._clock, speed=1.0, by_event_time=True, report=show)
        try:
            self._loop.run_until_complete(replay.run(self._stop))
        except Exception as exc:  # noqa: BLE001 - told by `check`, in the thread that can do something.
            self._failure = exc
        finally:
            publisher.close()
            self._loop.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            with contextlib.suppress(RuntimeError):  # It ended meanwhile.
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=30)
