"""A website: the half of a stage that most platforms share, where all is asked for by HTTP."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import httpx

from connectors.sockets import Message


@dataclass(repr=False)
class Website:
    """Gives the answers that a test prepared first, then its own; a subclass says what those are."""

    asked: list[httpx.Request] = field(default_factory=list)
    answers: list[httpx.Response | Exception] = field(default_factory=list)
    """See `stages.stage.Stage`."""
    half: bool = False
    """The next answer that can break off does."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the platform says."""
        raise NotImplementedError

    def check(self, request: httpx.Request) -> None:
        """Fail where a request is not as the platform wants every request to be."""

    def can_break_off(self, _request: httpx.Request, answer: httpx.Response) -> bool:
        return answer.status_code == httpx.codes.OK

    def break_off(self) -> None:
        self.half = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        self.check(request)
        if self.answers:
            prepared = self.answers.pop(0)
            if isinstance(prepared, Exception):
                raise prepared
            return prepared
        answer = self.answer(request)
        if self.half and self.can_break_off(request, answer):
            self.half = False
            return httpx.Response(200, content=answer.content[: len(answer.content) // 2])
        return answer

    def dial(
        self, url: str, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[AsyncIterator[Message]]:
        """It has no websocket."""
        raise NotImplementedError
