"""Viewers leave videos early: several in a row, since one that fails is only one that failed."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from statistics import median

from streams.account.band import measure
from streams.account.figures import Post, collect
from streams.account.lesson import Lesson
from streams.account.rules import Rules
from streams.account.saying import say_alone, say_change, say_day, say_list, say_share
from streams.account.signal import Judgement, Kind, State


class CompletionJudge:
    """Holds each of the last videos against those before.

    Args:
        videos: of one brand on one platform, each with its completion, by publication.
    """

    kind = Kind.COMPLETION_DROP

    def __init__(self, videos: Sequence[Post], rules: Rules) -> None:
        self._videos = videos
        self._times = [video.published_at for video in videos]
        self._rules = rules

    def begin(self, index: int) -> datetime:
        return self._videos[max(index + 1 - self._rules.videos, 0)].published_at

    def judge(self, index: int, lesson: Lesson) -> Judgement:
        rules, at = self._rules, self._videos[index].published_at
        last = self._videos[max(index + 1 - rules.videos, 0) : index + 1]
        recent = collect([one.completion for one in last if one.published_at > at - rules.video_span])
        oldest = lesson.ends - rules.video_memory
        earlier = self._videos[bisect_left(self._times, oldest) : bisect_left(self._times, lesson.ends)]
        before = [one.completion for one in earlier if lesson.allows(one.published_at)]
        usual = measure(collect(before), needed=rules.videos_needed)
        if usual is None or len(recent) < rules.videos:
            return Judgement(
                State.UNKNOWN,
                f"Too few videos: it needs {rules.videos} in {rules.video_span.days} days and"
                f" {rules.videos_needed} earlier ones that are no older than {rules.video_memory.days} days.",
            )
        edge = min(usual.low(rules.video_width), usual.middle * (1 - rules.video_fall))
        now = median(recent)
        figures = {"completion": now, "usual_completion": usual.middle, "lower_edge": edge}
        told = (
            f"the last {len(recent)} videos ({say_list(say_day(one.published_at) for one in last)}) were watched to"
            f" the end by {say_list(say_share(one) for one in recent)}; usual are {say_share(usual.middle)} over"
            f" {usual.count} videos, and no less than {say_share(max(edge, 0))}"
        )
        if edge <= 0:
            why = f"Completion differs too much from video to video for a drop to stand out: {told}."
            return Judgement(State.UNKNOWN, why, figures)
        if max(recent) >= edge:
            return Judgement(State.QUIET, say_alone(told), figures)
        change = say_change(now / usual.middle - 1)
        return Judgement(State.ALARM, f"Viewers leave early: {told} ({change}).", figures)
