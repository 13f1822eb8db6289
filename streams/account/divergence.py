"""Reach holds while the engagement rate falls: people still see it, and have stopped caring."""

from datetime import datetime
from statistics import median

from streams.account.band import measure
from streams.account.figures import collect
from streams.account.lesson import Lesson
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_change, say_share
from streams.account.series import Series
from streams.account.signal import Judgement, Kind, State


class DivergenceJudge:
    """Holds the median bucket of the last week against that of the four weeks before."""

    kind = Kind.REACH_ER_DIVERGENCE

    def __init__(self, series: Series, rules: Rules) -> None:
        self._series = series
        self._rules = rules

    def begin(self, index: int) -> datetime:
        # Half a step: where clocks are put back, midnights lie an hour further apart.
        return self._series.times[index] - self._rules.recent + self._series.step / 2

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        series, rules = self._series, self._rules
        if not series.components:
            return Judgement(State.UNKNOWN, "There is no engagement rate: reach or interactions are missing.")
        at = series.times[index]
        recent = series.between(self.begin(index), at + series.step)
        before = lesson.read(series, rules.baseline)
        rates = collect([series.rates[one.at] for one in recent])
        usual = measure(collect([series.rates[one.at] for one in before]), needed=rules.needed)
        if usual is None or len(rates) < rules.recent_needed:
            return Judgement(
                State.UNKNOWN,
                f"Too little history: it needs {rules.needed} figures with a reach in the {rules.baseline.days} days"
                f" before and {rules.recent_needed} in the last {rules.recent.days}.",
            )
        reach = float(median(one.reach for one in recent if one.reach is not None))
        reached = float(median(one.reach for one in before if one.reach is not None))
        if not usual.middle or not reached:
            return Judgement(
                State.UNKNOWN, "Nobody reacted, or nobody was reached, so there is nothing to fall."
            )
        rate = median(rates)
        change, reach_change = rate / usual.middle - 1, reach / reached - 1
        doubt = usual.doubt(len(rates)) / usual.middle
        figures = {
            "rate": rate,
            "usual_rate": usual.middle,
            "rate_change": change,
            "rate_change_doubt": 2 * doubt,
            "reach": reach,
            "usual_reach": reached,
            "reach_change": reach_change,
        }
        told = (
            f"the weighted engagement rate went from {say_share(usual.middle)} to {say_share(rate)}"
            f" ({say_change(change)}, give or take {say_share(2 * doubt)}), reach {say_change(reach_change)},"
            f" the last {rules.recent.days} days against the {rules.baseline.days} before"
        )
        # In whole percent, as the rule is said: a fall by 40 % of whole people is not missed by half a like.
        if round(change, 2) > -rules.fall or round(abs(reach_change), 2) > rules.flat:
            return Judgement(State.QUIET, say_alone(told), figures)
        if -change < rules.width * doubt:
            why = f"The rate wanders too much to be sure: {told}."
            return Judgement(State.UNKNOWN, why, figures)
        return Judgement(State.ALARM, f"As many people see it and far fewer react: {told}.", figures)
