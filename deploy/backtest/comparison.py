"""A comparison: whether one set of results is worse than another, and in what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deploy.backtest.result import Result
from deploy.backtest.words import say_delay


class Turn(StrEnum):
    """What a change did to one figure."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure of one recording, before and after."""

    recording: str
    figure: str
    before: str
    after: str
    turn: Turn


def compare(before: Sequence[Result], after: Sequence[Result]) -> Iterator[Difference]:
    """Compare recording by recording: each storm's page, and the number of false pages.

    A recording that only one side has is said so; one that is gone, or of which the truth is gone, is worse:
    what is not measured any more must not pass for good.
    """
    later = {result.recording: result for result in after}
    for old in before:
        new = later.pop(old.recording, None)
        if new is None:
            yield Difference(
                recording=old.recording, figure="measured", before="yes", after="no", turn=Turn.WORSE
            )
            continue
        yield from _compare_storms(old, new)
        yield _compare_false(old, new)
    for name in later:
        yield Difference(recording=name, figure="measured", before="no", after="yes", turn=Turn.SAME)


def _compare_storms(old: Result, new: Result) -> Iterator[Difference]:
    now = {(one.brand, one.storm.onset): one for one in new.storms or ()}
    for was in old.storms or ():
        found = now.get((was.brand, was.storm.onset))
        delay = found.delay if found else None
        if delay == was.delay:
            turn = Turn.SAME
        elif delay is None or (was.delay is not None and delay > was.delay):
            turn = Turn.WORSE
        else:
            turn = Turn.BETTER
        yield Difference(
            recording=old.recording,
            figure=f"storm of {_say(was.storm.onset)}, {was.brand}: found after",
            before=say_delay(was.delay) if was.delay is not None else "missed",
            after=say_delay(delay) if delay is not None else "missed",
            turn=turn,
        )


def _compare_false(old: Result, new: Result) -> Difference:
    was, now = old.false_pages, new.false_pages
    if was == now:
        turn = Turn.SAME
    elif now is None or (was is not None and now > was):
        turn = Turn.WORSE
    else:
        turn = Turn.BETTER
    return Difference(
        recording=old.recording,
        figure="false pages",
        before="not known" if was is None else str(was),
        after="not known" if now is None else str(now),
        turn=turn,
    )


def _say(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
