"""Answers to injects: from threads of the drill's channels, and from `crisis drill answer`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from connectors.errors import UnreadableError
from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.drills.disturb import Timed
from deploy.drills.herald import Delivery, Herald
from deploy.drills.journal import Told
from deploy.drills.pace import Pace
from deploy.scenarios.inject import TITLES

LOOK_EVERY: Final = 5.0
"""Seconds between two looks into the threads: Slack allows fifty a minute."""
_KEPT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Wire):
    """A line of the drill's `answers.jsonl`."""

    inject: str
    by: str
    text: str
    real: UtcTime


def write_answer(path: Path, answer: Answer) -> None:
    """Add an answer to a drill's file."""
    with path.open("ab") as file:
        file.write(answer.to_json() + b"\n")


@dataclass(slots=True)
class Desk:
    """Sends a drill's injects when their time has come and takes their answers."""

    injects: Sequence[Timed]
    herald: Herald
    pace: Pace
    answers: Path
    complain: Callable[[str], None]
    told: dict[str, Told] = field(default_factory=dict)
    _places: dict[str, list[Delivery]] = field(default_factory=dict)
    _looked: float = 0.0

    def __post_init__(self) -> None:
        for timed in self.injects:
            inject = timed.inject
            self.told[inject.id] = Told(
                id=inject.id,
                kind=inject.kind,
                title=f"{TITLES[inject.kind]}: {inject.sender}",
                due_at=timed.at,
                answer_within=inject.answer_within,
            )

    def step(self, real: datetime) -> None:
        """Tell what is due, and look for answers now and then."""
        now = self.pace.event_at(real)
        for timed in self.injects:
            if timed.at <= now and timed.inject.id not in self._places:
                self._tell(timed, now)
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            self.collect(real)

    def _tell(self, timed: Timed, now: datetime) -> None:
        inject = timed.inject.id
        self._places[inject] = []
        if self.pace.jumped_over(timed.at):
            return
        delivered, problems = self.herald.tell(timed)
        self._places[inject] = delivered
        for problem in problems:
            self.complain(problem)
        if delivered:
            channels = tuple(one.channel for one in delivered)
            self.told[inject] = replace(self.told[inject], told_at=now, channels=channels)

    def collect(self, real: datetime) -> None:
        """Take in every answer there is by now; the first to each inject counts."""
        for answer in _read_answers(self.answers):
            self._take(answer.inject, answer.by, answer.text, self.pace.event_at(answer.real))
        for inject, places in self._places.items():
            if self.told[inject].answered_at is None:
                for reply in (reply for place in places for reply in self.herald.read_replies(place)):
                    self._take(inject, reply.by, reply.text, self.pace.event_at(real))

    def _take(self, inject: str, by: str, text: str, at: datetime) -> None:
        told = self.told.get(inject)
        if told is None or told.told_at is None or told.answered_at is not None:
            return
        at = max(at, told.told_at)
        self.told[inject] = replace(told, answered_at=at, answered_by=by, answer=text[:_KEPT])

    def results(self) -> tuple[Told, ...]:
        return tuple(self.told[timed.inject.id] for timed in self.injects)


def _read_answers(path: Path) -> list[Answer]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    answers = []
    for line in lines:
        try:
            answers.append(Answer.from_json(line))
        except UnreadableError:
            continue  # Somebody is writing it just now.
    return answers
