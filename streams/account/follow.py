"""Following: a moment's judgement after the other becomes warnings that begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from connectors.mention import Platform
from streams.account.lesson import Lesson, Stretch
from streams.account.rules import Rules
from streams.account.signal import Finding, Judgement, Kind, Signal, State


class Judge(Protocol):
    """Judges moments of one account, by what was known then."""

    kind: Kind

    def begin(self, index: int) -> datetime:
        """When that begins which is held against the usual; the lesson ends there unless an alarm began before."""
        ...

    def judge(self, index: int, lesson: Lesson) -> Judgement: ...


@dataclass(slots=True)
class _Open:
    """A warning that holds."""

    since: datetime
    begins: datetime
    """Of what was held against the usual then: since then nothing is learned."""
    first: Judgement
    until: datetime
    last: Judgement
    quiet: int = 0

    def close(self, kind: Kind, *, is_open: bool, is_settled: bool = False) -> Signal:
        return Signal(
            kind=kind,
            since=self.since,
            until=self.until,
            is_open=is_open,
            is_settled=is_settled and not is_open,
            first=self.first,
            last=self.last,
        )


def follow(brand: str, platform: Platform, times: Sequence[datetime], judge: Judge, rules: Rules) -> Finding:
    """Go through all moments from old to new.

    What nobody knows neither begins nor ends a warning. A change that lasts becomes the usual after
    `rules.settled`.
    """
    signals: list[Signal] = []
    floor: datetime | None = None
    skipped: list[Stretch] = []
    warning: _Open | None = None
    now = Judgement(State.UNKNOWN, "There are no figures.")
    for index, at in enumerate(times):
        ends = warning.begins if warning else judge.begin(index)
        now = judge.judge(index, Lesson(ends, floor, tuple(skipped)))
        if now.state is State.ALARM:
            warning = warning or _Open(at, ends, now, at, now)
            warning.until, warning.last, warning.quiet = at, now, 0
        elif warning is not None:
            warning.quiet += now.state is State.QUIET
        if warning is not None and warning.quiet >= rules.calm:
            signals.append(warning.close(judge.kind, is_open=False))
            skipped.append((warning.begins, _after(times, warning.until)))
            warning = None
        elif warning is not None and at - warning.since >= rules.settled:
            signals.append(warning.close(judge.kind, is_open=index == len(times) - 1, is_settled=True))
            floor, skipped, warning = warning.begins, [], None
    if warning is not None:
        signals.append(warning.close(judge.kind, is_open=True))
    return Finding(brand=brand, platform=platform, kind=judge.kind, now=now, signals=tuple(signals))


def _after(times: Sequence[datetime], at: datetime) -> datetime:
    return next((time for time in times if time > at), at)
