"""A file of JSON lines on disk that grows; nothing of it is asked over the network."""

import json
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import httpx

from connectors.sockets import Message
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import Failing


@dataclass(repr=False)
class FileStage:
    kind: str = "file"
    environ: Mapping[str, str] = field(default_factory=dict)
    answers: list[httpx.Response | Exception] = field(default_factory=list)
    failings: Sequence[Failing] = ()
    can_edit: bool = False
    can_delete: bool = False
    is_local: bool = True
    """No request is made that could be answered with a refusal."""
    _count: int = 0

    def __post_init__(self) -> None:
        folder = Path(mkdtemp(prefix="crisis-stage-"))
        finalize(self, rmtree, folder, ignore_errors=True)
        self.path = folder / "mentions.jsonl"
        self.options: Mapping[str, Any] = {"path": str(self.path)}
        self.say(0)

    def say(self, count: int) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            for _ in range(count):
                self._count += 1
                at = NOON + timedelta(seconds=6 * self._count)
                line = {"id": str(self._count), "published_at": at.isoformat(), "text": "acme is soulless"}
                file.write(json.dumps(line) + "\n")
        written = (NOON + timedelta(hours=2)).timestamp()
        os.utime(self.path, (written, written))

    def edit(self, native_id: str, text: str) -> None:
        raise NotImplementedError

    def delete(self, native_id: str) -> None:
        raise NotImplementedError

    def break_off(self) -> None:
        """Half a row is tried in test_table.py: here nobody could say when it became whole."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    def dial(
        self, url: str, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[AsyncIterator[Message]]:
        raise NotImplementedError
