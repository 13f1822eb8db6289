"""The engagement rate drops below its own band, bucket after bucket; and which sort of reaction is missing."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Final

from streams.account.band import Band, measure
from streams.account.figures import Bucket, collect
from streams.account.lesson import Lesson
from streams.account.rate import Component, count_of, find_rate
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_change, say_list, say_share, say_steps
from streams.account.series import Series
from streams.account.signal import Judgement, Kind, State

_MORE: Final = 0.2
"""Reach that rose by so large a part explains some of a drop."""
_SEEN_BY_MORE: Final = "more people saw it than usual, which by itself lowers the rate."


class EngagementJudge:
    """Holds the last buckets against two lessons: the four weeks before, and the four weeks before those, so that
    a slow slide does not teach that sliding is usual.
    """

    kind = Kind.ENGAGEMENT_DROP

    def __init__(self, series: Series, rules: Rules) -> None:
        self._series = series
        self._rules = rules

    def begin(self, index: int) -> datetime:
        return self._series.run(index, self._rules.run)[0].at

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        series, rules = self._series, self._rules
        if not series.components:
            return Judgement(State.UNKNOWN, "There is no engagement rate: reach or interactions are missing.")
        run = series.run(index, rules.run)
        rates = collect([series.rates[one.at] for one in run])
        lessons = (lesson.read(series, rules.baseline), lesson.read(series, rules.baseline, back=1))
        known = [(band, before) for before in lessons if (band := self._measure(before)) is not None]
        if not known or len(rates) < rules.run:
            return Judgement(
                State.UNKNOWN,
                f"Too little history: it needs {rules.run} figures with a reach in a row and {rules.needed} in the"
                f" {rules.baseline.days} days before.",
            )
        usual, before = max(known, key=lambda pair: pair[0].low(rules.width))
        rate, edge = median(rates), usual.low(rules.width)
        if edge <= 0:
            return Judgement(
                State.UNKNOWN,
                f"The rate wanders so much around {say_share(usual.middle)} that no drop stands out; figures of"
                " longer stretches, such as weeks, would be steadier.",
            )
        change = rate / usual.middle - 1
        figures: dict[str, float | None] = {
            "rate": rate,
            "usual_rate": usual.middle,
            "lower_edge": edge,
            "rate_change": change,
        }
        told = (
            f"the weighted engagement rate was {say_share(rate)} in the last {say_steps(len(run), series.step)}; usual are"
            f" {say_share(usual.middle)}, and no less than {say_share(edge)}"
        )
        if max(rates) >= edge:
            return Judgement(State.QUIET, say_alone(told), figures)
        shares = find_shares(series.components, before, run, rules)
        figures |= {f"share_of_fall_{name}": share for name, share in shares.items()}
        reached = median(one.reach or 0 for one in run) / median(one.reach for one in before if one.reach) - 1
        figures["reach_change"] = reached
        more = f" Reach {say_change(reached)}: {_SEEN_BY_MORE}" if reached >= _MORE else ""
        why = f"Fewer people react: {told} ({say_change(change)}).{say_shares(shares)}{more}"
        return Judgement(State.ALARM, why, figures)

    def _measure(self, before: Sequence[Bucket]) -> Band | None:
        rates = collect([self._series.rates[one.at] for one in before])
        totals = collect([self._series.totals[one.at] for one in before])
        if not rates:
            return None
        # Chance alone makes a count of n wander by its root.
        chance = median(rates) / max(median(totals), 1) ** 0.5
        return measure(rates, needed=self._rules.needed, least=chance)


def find_shares(
    components: Sequence[Component], before: Sequence[Bucket], now: Sequence[Bucket], rules: Rules
) -> dict[Component, float]:
    """Which part of a fall each component has; they add up to 1, and what rose has a part below 0.

    Empty if there is one component only, or no fall.
    """
    falls = {
        component: rules.weights.of(component)
        * (_pool(before, components, component) - _pool(now, components, component))
        for component in components
    }
    total = sum(falls.values())
    if total <= 0 or len(falls) == 1:
        return {}
    return {component: fall / total for component, fall in falls.items()}


def say_shares(shares: dict[Component, float]) -> str:
    """A sentence about them, with a space before it; empty if there are none."""
    fallen = sorted(((share, name) for name, share in shares.items() if share > 0), reverse=True)
    risen = [name for name, share in shares.items() if share < 0]
    if not fallen:
        return ""
    parts = say_list(f"{name} {say_share(share)}" for share, name in fallen)
    return f" Of the fall: {parts}." + (f" More than usual: {say_list(risen)}." if risen else "")


def _pool(buckets: Sequence[Bucket], components: Sequence[Component], component: Component) -> float:
    """Its rate over all buckets that have a rate."""
    rated = [one for one in buckets if find_rate(one, components) is not None]
    reach = sum(one.reach or 0 for one in rated)
    return sum(count_of(one, component) or 0 for one in rated) / reach if reach else 0.0
