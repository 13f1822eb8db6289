"""The verdict on a drill: each figure, its target, whether it was met, and how it was in earlier drills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from deploy.backtest.words import say_delay, say_share
from deploy.drills.score import Score
from deploy.drills.sections import Targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure."""

    figure: str
    value: str
    target: str
    is_met: bool | None
    """None where it cannot be said: nobody knows the truth, or nothing was asked."""
    before: tuple[str, ...] = ()
    """In earlier drills, the latest first."""

    @property
    def mark(self) -> str:
        return {True: "✓", False: "✗", None: "–"}[self.is_met]


def judge_score(score: Score, targets: Targets, earlier: Sequence[Score] = ()) -> tuple[Line, ...]:
    """Hold a score against the targets, beside earlier ones.

    Args:
        score: of this drill.
        targets: the team's.
        earlier: scores of drills before it, the latest first.
    """
    columns = [list(_judge(one, targets)) for one in (score, *earlier)]
    return tuple(
        Line(
            figure=row[0].figure,
            value=row[0].value,
            target=row[0].target,
            is_met=row[0].is_met,
            before=tuple(f"{line.mark} {line.value}" for line in row[1:]),
        )
        for row in zip(*columns, strict=True)
    )


def _judge(score: Score, targets: Targets) -> Iterator[Line]:
    known = score.storms is not None
    needs = bool(score.storms)
    yield _count("storms missed", score.missed, 0)
    yield _count("false pages", score.false_pages, targets.false_pages)
    yield _time("detected after the onset", score.detected_after, None, is_asked=needs)
    yield _time("paged after the onset", score.paged_after, targets.paged_within, is_asked=needs)
    is_paged = score.case is not None and (score.case.is_true is not False or not known)
    yield _time(
        "acknowledged after the page",
        score.acknowledged_after,
        targets.acknowledged_within,
        is_asked=is_paged,
    )
    yield _time(
        "first human answer after the page", score.replied_after, targets.replied_within, is_asked=is_paged
    )
    yield _share("steps in time", score.steps_in_time, targets.steps_in_time)
    yield _share("injects answered in time", score.injects_in_time, targets.injects_in_time)


def _count(figure: str, value: int | None, most: int) -> Line:
    said = "not known" if value is None else str(value)
    return Line(
        figure=figure, value=said, target=f"at most {most}", is_met=None if value is None else value <= most
    )


def _time(figure: str, value: timedelta | None, within: timedelta | None, *, is_asked: bool) -> Line:
    said = say_delay(value) if value is not None else ("never" if is_asked else "–")
    is_met = None if not is_asked or within is None else value is not None and value <= within
    return Line(
        figure=figure, value=said, target=f"within {say_delay(within)}" if within else "–", is_met=is_met
    )


def _share(figure: str, value: float | None, least: float) -> Line:
    is_met = None if value is None else value >= least
    return Line(figure=figure, value=say_share(value), target=f"at least {say_share(least)}", is_met=is_met)


def choose_earlier(score: Score, others: Sequence[Score], most: int = 4) -> tuple[Score, ...]:
    """Earlier drills of the same material, the latest first; only whole ones compare."""
    same = [one for one in others if one.what == score.what and one.started < score.started and one.is_whole]
    return tuple(sorted(same, key=lambda one: one.started, reverse=True)[:most])
