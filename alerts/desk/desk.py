"""The desk: takes a gesture, writes what it comes to into Kafka, and only then answers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from alerts.action import Action
from alerts.desk.aftermath import find_aftermath
from alerts.desk.answer import Answer
from alerts.desk.decide import Knowledge, decide
from alerts.desk.gesture import Click, Command, Gesture, Submission
from alerts.desk.metrics import DeskMetrics, Outcome
from alerts.desk.record import Ledger
from alerts.desk.teller import Teller
from alerts.errors import TransientError
from alerts.words.registry import VOCABULARIES

log = logging.getLogger(__name__)

BeginDrill = Callable[[str], Awaitable[None]]
EPHEMERAL: Final = "ephemeral"
LOOK_EVERY: Final = 0.25
"""Seconds between two looks at what the record made of a deed."""
LOOKS: Final = 80
"""Until it is given up; the message itself says how the incident stands."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to Slack in answer to its request."""

    body: Mapping[str, Any] = field(default_factory=dict)
    """Empty is a plain acknowledgement."""
    is_refusal: bool = False


async def _begin_nothing(name: str) -> None:
    log.warning("no drill can be begun here", extra={"drill": name})


class Desk:
    """One lane's desk. It has no state but what it knows: any number of them may stand side by side."""

    def __init__(
        self,
        know: Knowledge,
        ledger: Ledger,
        teller: Teller,
        metrics: DeskMetrics,
        *,
        now: Callable[[], datetime],
        begin_drill: BeginDrill | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._know = know
        self._ledger = ledger
        self._teller = teller
        self._metrics = metrics
        self._now = now
        self._begin_drill = begin_drill or _begin_nothing
        self._pause = pause
        self._following: set[asyncio.Task[None]] = set()

    async def serve(self, gesture: Gesture) -> Reply:
        """Do what a gesture asks for; returns when it is in Kafka, or says that it is not."""
        began = self._now()
        answer = decide(gesture, self._know, now=began)
        reply = await self._carry_out(gesture, answer)
        self._metrics.note_answer((self._now() - began).total_seconds())
        self._metrics.show_open(len(self._know.board.list_open()))
        return reply

    async def _carry_out(self, gesture: Gesture, answer: Answer) -> Reply:
        terms = VOCABULARIES[self._know.speak(gesture.user)].terms
        if answer.is_refusal:
            self._metrics.note(Outcome.UNKNOWN_PERSON)
            log.warning("somebody who is not on the list pressed a button", extra={"lane": self._know.lane})
            return await self._say(gesture, answer.says, is_refusal=True)
        if answer.errors:
            self._metrics.note(Outcome.INVALID)
            return Reply({"response_action": "errors", "errors": dict(answer.errors)})
        if answer.actions:
            try:
                await self._ledger.write(answer.actions)
            except TransientError as exc:
                self._metrics.note(Outcome.NOT_RECORDED)
                log.error("an action was not recorded: %s", exc)  # noqa: TRY400 - the cause stands in the text.
                return await self._fail(gesture, terms.not_recorded)
            self._metrics.note(Outcome.RECORDED)
            if not isinstance(gesture, Command):
                self._follow(gesture, answer.actions)
            return Reply()
        if answer.drill:
            await self._begin_drill(answer.drill)
        if answer.opens is not None:
            try:
                await self._teller.open(gesture, answer.opens)
            except TransientError as exc:
                log.warning("a form was not opened: %s", exc)
                return await self._say(gesture, terms.not_opened)
        self._metrics.note(Outcome.SHOWN)
        return await self._say(gesture, answer.says) if answer.says else Reply()

    async def close(self) -> None:
        """Follow nothing any more."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)

    def _follow(self, gesture: Click | Submission, actions: Sequence[Action]) -> None:
        task = asyncio.create_task(self._tell_aftermath(gesture, actions))
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _tell_aftermath(self, gesture: Click | Submission, actions: Sequence[Action]) -> None:
        """Tell who pressed what the record refused: two may press before either's deed is on the board."""
        know, language = self._know, self._know.speak(gesture.user)
        left = list(actions)  # Each is judged after those before it: of a form the last may need them.
        for _ in range(LOOKS):
            while left:
                said = find_aftermath(left[0], gesture.handle.revision, know.board, know.rules, language)
                if said is None:
                    break
                if said:
                    log.info("somebody was faster", extra={"incident": left[0].incident})
                    await self._teller.whisper(gesture, said)
                    return
                del left[0]
            if not left:
                return
            await self._pause(LOOK_EVERY)

    async def _fail(self, gesture: Gesture, text: str) -> Reply:
        if isinstance(gesture, Submission):
            block = min(gesture.blocks, default="")
            return Reply({"response_action": "errors", "errors": {block: text}})
        return await self._say(gesture, text)

    async def _say(self, gesture: Gesture, text: str, *, is_refusal: bool = False) -> Reply:
        """Answer a command in its own reply, and everything else by a whisper."""
        if isinstance(gesture, Command):
            return Reply({"response_type": EPHEMERAL, "text": text}, is_refusal=is_refusal)
        if isinstance(gesture, Submission) and is_refusal and gesture.blocks:
            block = min(gesture.blocks)
            return Reply({"response_action": "errors", "errors": {block: text}}, is_refusal=True)
        await self._teller.whisper(gesture, text)
        return Reply(is_refusal=is_refusal)
