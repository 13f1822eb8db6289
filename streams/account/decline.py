"""There are fewer and fewer followers: how many are gone, and when a tenth would be."""

from datetime import datetime, timedelta
from typing import Final

from streams.account.lesson import Lesson
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_count, say_day, say_share
from streams.account.series import Series
from streams.account.signal import Judgement, Kind, State

_SPANS: Final = 2
"""Baselines in which the highest number is looked for: eight weeks."""
_FAR: Final = timedelta(days=365)


class DeclineJudge:
    """Holds the number of followers against its highest of the last eight weeks."""

    kind = Kind.FOLLOWER_DECLINE

    def __init__(self, series: Series, rules: Rules) -> None:
        self._series = series
        self._rules = rules

    def begin(self, index: int) -> datetime:
        return self._series.times[index]

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        series, rules = self._series, self._rules
        if all(one.followers is None for one in series.buckets):
            return Judgement(State.UNKNOWN, "The file does not tell how many followers there are.")
        now, at = series.buckets[index], series.times[index]
        begins = at - _SPANS * rules.baseline
        seen = [
            (one.followers, one.at)
            for one in series.between(max(begins, lesson.floor or begins), at + series.step)
            if one.followers is not None
        ]
        week = [(count, when) for count, when in seen if when <= at - rules.recent]
        if now.followers is None or len(seen) < rules.needed or not week:
            return Judgement(
                State.UNKNOWN,
                f"Too little history: it needs {rules.needed} numbers of followers, one of them {rules.recent.days}"
                " days old.",
            )
        peak, peak_at = max(seen, key=lambda one: (one[0], one[1]))
        if not peak:
            return Judgement(State.UNKNOWN, "There are no followers to lose.")
        then, then_at = week[-1]
        gone = 1 - now.followers / peak
        pace = (then - now.followers) / ((at - then_at) / timedelta(days=1))
        figures = {
            "followers": float(now.followers),
            "highest": float(peak),
            "gone": gone,
            "leaving_a_day": pace,
        }
        told = f"{say_count(now.followers)} followers, {say_share(gone)} fewer than on {say_day(peak_at)}"
        if gone < rules.decline or pace <= 0:
            return Judgement(State.QUIET, say_alone(told), figures)
        left = timedelta(days=min((now.followers - (1 - rules.feared) * peak) / pace, _FAR.days))
        feared = say_share(rules.feared)
        if left <= timedelta(0):
            when = f"more than {feared} are gone"
        elif left >= _FAR:
            when = f"at the pace of the last {rules.recent.days} days {feared} are gone in more than a year"
        else:
            when = (
                f"if the pace of the last {rules.recent.days} days ({say_count(pace)} a day) lasts, which nobody"
                f" knows, {feared} are gone about {at + left:%Y-%m-%d}"
            )
        return Judgement(State.ALARM, f"The number of followers falls: {told}; {when}.", figures)
