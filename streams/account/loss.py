"""Many followers leave at once. The gross loss counts: who comes in their place does not bring them back."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Final

from streams.account.band import Band, measure
from streams.account.figures import Bucket, collect
from streams.account.lesson import Lesson
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_count, say_steps
from streams.account.series import Series
from streams.account.signal import Judgement, Kind, State

_CHANCE: Final = 0.1
"""Of the usual loss: no account is steadier."""


class LossJudge:
    """Holds the loss of a bucket, and of the last ones together, against two lessons as `EngagementJudge` does."""

    kind = Kind.FOLLOWER_LOSS

    def __init__(self, series: Series, rules: Rules) -> None:
        self._series = series
        self._rules = rules

    def begin(self, index: int) -> datetime:
        return self._series.run(index, self._rules.run)[0].at

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        series, rules = self._series, self._rules
        if all(one.lost is None for one in series.buckets):
            return Judgement(
                State.UNKNOWN,
                "The file does not tell how many followers left. The change of their total hides it:"
                " new ones fill the place of those who leave.",
            )
        now, run = series.buckets[index], series.run(index, rules.run)
        lessons = (lesson.read(series, rules.baseline), lesson.read(series, rules.baseline, back=1))
        known = [band for before in lessons if (band := self._measure(before)) is not None]
        if not known or now.lost is None:
            return Judgement(
                State.UNKNOWN,
                f"Too little history: it needs the losses of {rules.needed} figures in the {rules.baseline.days} days"
                " before.",
            )
        usual = min(known, key=lambda band: band.high(rules.width))
        losses = collect([one.lost for one in run])
        edge = max(usual.high(rules.spike), rules.spike_least * usual.middle)
        is_spike = now.lost > edge
        is_run = len(losses) == rules.run and min(losses) > usual.high(rules.width)
        net = None if now.gained is None else now.gained - now.lost
        figures: dict[str, float | None] = {
            "lost": now.lost,
            "gained": now.gained,
            "net": net,
            "usual_lost": usual.middle,
            "upper_edge": usual.high(rules.width),
        }
        told = (
            f"{say_count(now.lost)} followers left where {say_count(usual.middle)} are usual and up to"
            f" {say_count(usual.high(rules.width))} happen"
        )
        if not is_spike and not is_run:
            return Judgement(State.QUIET, say_alone(told), figures)
        if is_run and not is_spike:
            told += f", and more than that for {say_steps(len(run), series.step)} ({say_count(median(losses))} in the middle)"
        return Judgement(State.ALARM, f"Many leave: {told}.{_say_net(net, now)}", figures)

    def _measure(self, before: Sequence[Bucket]) -> Band | None:
        losses = collect([one.lost for one in before])
        if not losses:
            return None
        # Chance alone makes a count of n wander by its root.
        middle = median(losses)
        return measure(losses, needed=self._rules.needed, least=max(middle**0.5, _CHANCE * middle, 1))


def _say_net(net: int | None, now: Bucket) -> str:
    if net is None or now.gained is None:
        return " How many came is not in the file."
    if net >= 0:
        came = f"{say_count(now.gained)} new ones came, so the total grew by {say_count(net)} and does not show it"
    else:
        came = f"{say_count(now.gained)} new ones came, so the total fell by {say_count(-net)}"
    return f" {came}."
