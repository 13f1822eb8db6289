"""Many more react than usual, and most of what they write is hostile: toxic engagement, which is no success."""

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from streams.account.figures import Bucket, collect
from streams.account.lesson import Lesson
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_share
from streams.account.series import Series
from streams.account.signal import Judgement, Kind, State


class ToxicityJudge:
    """Holds the engagement rate of a bucket against `Rules.baseline` before it, where it is told how many are hostile."""

    kind = Kind.TOXIC_ENGAGEMENT

    def __init__(self, series: Series, rules: Rules) -> None:
        self._series = series
        self._rules = rules

    @staticmethod
    def is_told(buckets: Sequence[Bucket]) -> bool:
        """Whether the file says how many comments are hostile; most do not, and nothing is said then."""
        return any(one.hostile is not None for one in buckets)

    def begin(self, index: int) -> datetime:
        return self._series.times[index]

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        series, rules = self._series, self._rules
        now = series.buckets[index]
        rate = series.rates[now.at]
        before = collect([series.rates[one.at] for one in lesson.read(series, rules.baseline)])
        if rate is None or len(before) < rules.needed:
            return Judgement(
                State.UNKNOWN,
                f"Too little history: it needs an engagement rate, and {rules.needed} in the {rules.baseline.days} days"
                " before.",
            )
        if now.hostile is None or not now.comments:
            return Judgement(State.UNKNOWN, "Nobody commented, or nobody said how many comments are hostile.")
        usual = median(before)
        if usual <= 0:
            return Judgement(State.UNKNOWN, "As a rule nobody reacts, so nobody can tell how many are many.")
        hostile = min(1.0, now.hostile / now.comments)
        figures: dict[str, float | None] = {"rate": rate, "usual_rate": usual, "hostile_share": hostile}
        told = (
            f"the weighted engagement rate was {say_share(rate)} where {say_share(usual)} is usual, and"
            f" {say_share(hostile)} of the comments are hostile"
        )
        if rate < rules.engaged * usual or hostile < rules.hostile:
            return Judgement(State.QUIET, say_alone(told), figures)
        return Judgement(State.ALARM, f"Many react, and it is no success: {told}.", figures)
