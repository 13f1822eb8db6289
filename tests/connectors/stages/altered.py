"""A stage whose answers are altered on their way, as if the platform wrote its JSON in another way."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec

from connectors.sockets import Message
from tests.connectors.stages.stage import Stage

_EVENT = b"data: "

Alter = Callable[[dict[str, Any]], dict[str, Any]]
"""Changes one object of an answer."""


def without(name: str) -> Alter:
    """A platform that leaves out a field everywhere."""
    return lambda found: {key: value for key, value in found.items() if key != name}


def with_null(name: str) -> Alter:
    """A platform that writes `null` for it everywhere."""
    return lambda found: found | {name: None}


class Altered:
    """Stands before a stage; keeps `stages.stage.Stage` by giving everything else on."""

    def __init__(self, stage: Stage, alter: Alter) -> None:
        self._stage = stage
        self._alter = alter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = self._stage(request)
        if not isinstance(answer.stream, httpx.ByteStream):
            return httpx.Response(
                answer.status_code, headers=answer.headers, stream=_Stream(answer, self._alter)
            )
        headers = {key: value for key, value in answer.headers.items() if key.lower() != "content-length"}
        return httpx.Response(
            answer.status_code, headers=headers, content=alter_text(answer.content, self._alter)
        )

    @asynccontextmanager
    async def dial(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[AsyncIterator[Message]]:
        async with self._stage.dial(url, headers) as messages:
            yield self._read(messages)

    async def _read(self, messages: AsyncIterator[Message]) -> AsyncIterator[Message]:
        async for message in messages:
            raw = message.encode() if isinstance(message, str) else message
            yield alter_text(raw, self._alter).decode()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpx.Response, alter: Alter) -> None:
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        self._stream = answer.stream
        self._alter = alter

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield alter_text(piece, self._alter)

    async def aclose(self) -> None:
        await self._stream.aclose()


def alter_text(text: bytes, alter: Alter) -> bytes:
    """Change every object of a document, of JSON lines or of server-sent events; what is no JSON stays."""
    return b"\n".join(_alter_line(line, alter) for line in text.split(b"\n"))


def _alter_line(line: bytes, alter: Alter) -> bytes:
    head = _EVENT if line.startswith(_EVENT) else b""
    try:
        told = json.loads(line.removeprefix(head))
    except ValueError:
        return line
    end = b"\r" if line.endswith(b"\r") else b""
    return head + json.dumps(_alter_all(told, alter)).encode() + end


def _alter_all(told: Any, alter: Alter) -> Any:
    if isinstance(told, dict):
        return alter({key: _alter_all(value, alter) for key, value in told.items()})
    if isinstance(told, list):
        return [_alter_all(value, alter) for value in told]
    return told


def list_optional(contract: Any) -> Iterator[str]:
    """Names of the fields that may be absent from a contract and whatever it holds."""
    yield from _walk(msgspec.inspect.type_info(contract), set())


def _walk(info: Any, seen: set[Any]) -> Iterator[str]:
    cls = getattr(info, "cls", None)
    if cls in seen and cls is not None:
        return
    seen.add(cls)
    for each in getattr(info, "fields", ()):
        if not each.required:
            yield each.encode_name
        yield from _walk(each.type, seen)
    for inner in (
        getattr(info, "item_type", None),
        getattr(info, "value_type", None),
        *getattr(info, "types", ()),
        *getattr(info, "item_types", ()),
    ):
        if inner is not None:
            yield from _walk(inner, seen)
