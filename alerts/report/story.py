"""A story: everything a report of an incident says, before it is given a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from alerts.change import tell_change
from alerts.escalation import count_calls
from alerts.excerpt import clean_excerpt
from alerts.figures import stamp
from alerts.incident import Incident, Milestone
from alerts.parts import list_parts
from alerts.playbook import Playbook
from alerts.report.taken import StepTaken, follow_steps
from alerts.saidlines import tell_said
from alerts.targets import Standing, judge_milestone
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from alerts.words.report import ReportWords
from streams.minute import Counts, Minute, Quote
from streams.quality import Flaws

SPAN_BEFORE: Final = timedelta(hours=3)
SPAN_AFTER: Final = timedelta(hours=1)
BUCKETS: Final = 96
"""At most, so that a chart of a week is as readable as one of an hour."""
SHORTEST: Final = timedelta(minutes=5)
EVENTS_SHOWN: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One milestone of the clock."""

    name: str
    reached: datetime | None
    due: datetime | None
    standing: Standing
    since_onset: timedelta | None
    since_call: timedelta | None
    """None for what came before the first call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change in the life of the incident."""

    at: datetime
    by: str
    what: str
    is_call: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Some minutes of talk, one bar of the chart."""

    start: datetime
    mentions: int
    negative: int
    backlash: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why the numbers may be off."""

    at: datetime
    """End of the hour."""
    flaws: Flaws


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a report says."""

    incident: Incident
    """As it stands; quotes that were taken down are not in it."""
    peak: Incident
    """When it was worst; only its numbers are shown."""
    now: datetime
    language: Language
    playbook: Playbook | None
    """The one that led."""
    headline: str
    clock: tuple[Passage, ...]
    late: tuple[str, ...]
    """What was late or left undone, one sentence each."""
    events: tuple[Event, ...]
    steps: tuple[StepTaken, ...]
    buckets: tuple[Bucket, ...]
    bucket: timedelta
    """Length of each."""
    calls: int
    doubt: Doubt | None = None
    """The worst hour whose data was not to be trusted; None where all of it was."""
    zone: tzinfo = UTC
    """Of every time that is shown."""

    def show_time(self, at: datetime | None) -> str:
        """A point in time; the zone stands in the heads of the tables."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else "–"

    @property
    def words(self) -> ReportWords:
        return VOCABULARIES[self.language].report

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Titles with their lines: who seems to be behind it, and how the brand itself sounded."""
        return list_parts(self.incident, self.language)

    @property
    def said(self) -> tuple[str, ...]:
        """The mood, and what people say, ask and want; under `said_title`."""
        told = tell_said(self.incident, self.language, has_places=True)
        return tuple(f"{label}: {value}" for label, value in told)

    @property
    def said_title(self) -> str:
        return VOCABULARIES[self.language].said.title

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return self.incident.quotes


def tell_story(
    life: Sequence[Incident],
    minutes: Sequence[Minute],
    playbook: Playbook | None,
    *,
    now: datetime,
    language: Language = Language.EN,
    zone: tzinfo = UTC,
) -> Story:
    """Put an incident's records together.

    Args:
        life: every record of one incident, in order; at least one.
        minutes: the brand's closed minutes around it, in order; may have gaps.
        playbook: the one that led.
        now: against what unfinished milestones are judged.
        language: of the report.
        zone: of its times.
    """
    last = life[-1]
    words = VOCABULARIES[language].report
    steps = tuple(follow_steps(life, playbook, language, now)) if playbook else ()
    clock = tuple(_read_clock(last, now, words))
    bucket = _choose_bucket(minutes)
    doubts = [Doubt(at=one.changed_at, flaws=one.untrusted) for one in life if one.untrusted is not None]
    return Story(
        incident=last,
        peak=max(life, key=lambda record: record.observed - record.expected),
        now=now,
        language=language,
        playbook=playbook,
        headline=f"{last.severity} · {last.brand} · {VOCABULARIES[language].words.kinds[last.kind]}",
        clock=clock,
        late=tuple(_list_late(last, clock, steps, zone, words)),
        events=tuple(_list_events(life, playbook, language))[-EVENTS_SHOWN:],
        steps=steps,
        buckets=_fill_buckets(minutes, bucket),
        bucket=bucket,
        calls=count_calls(last.watch),
        # Of records with the same hour the first: what people do later carries it on.
        doubt=max(doubts, key=lambda doubt: doubt.flaws.share, default=None),
        zone=zone,
    )


def name_speaker(quote: Quote, words: ReportWords) -> str:
    """Where a quote was said; whose words they are, where they are not the public's."""
    return words.own_bot.format(platform=quote.platform) if quote.own else quote.platform


def say_span(span: timedelta) -> str:
    """A duration as people say it, in minutes, hours and days."""
    minutes = round(span.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts[:2]) or "0 min"


def _read_clock(case: Incident, now: datetime, words: ReportWords) -> list[Passage]:
    start = case.paged_at

    def passage(name: str, reached: datetime | None, milestone: Milestone | None) -> Passage:
        return Passage(
            name=name,
            reached=reached,
            due=case.due.get(milestone) if milestone else None,
            standing=judge_milestone(case, milestone, now) if milestone else Standing.NONE,
            since_onset=reached - case.onset if reached else None,
            since_call=reached - start if reached and milestone and reached >= start else None,
        )

    rows = [
        passage(words.onset, case.onset, None),
        passage(words.detected, case.detected_at, None),
    ]
    rows += [passage(words.milestones[one], case.reached.get(one), one) for one in Milestone]
    return rows


def _list_late(
    case: Incident,
    clock: Sequence[Passage],
    steps: Sequence[StepTaken],
    zone: tzinfo,
    words: ReportWords,
) -> list[str]:
    late = []
    for passage in clock:
        if passage.standing is not Standing.BREACHED or passage.due is None:
            continue
        due = stamp(passage.due, zone)
        if passage.reached:
            by = say_span(passage.reached - passage.due)
            late.append(words.late_by.format(what=passage.name, by=by, due=due))
        else:
            late.append(words.never.format(what=passage.name, due=due))
    for step in steps:
        if step.is_late and step.done:
            late.append(words.step_late.format(step=step.title, by=say_span(step.done - step.due)))
        elif step.done is None and step.skipped:
            late.append(words.step_skipped.format(step=step.title, why=step.skipped))
        elif step.is_missed:
            late.append(words.step_open.format(step=step.title))
    if case.bot_replies:
        late.append(words.bots.format(count=case.bot_replies))
    return late


def _list_events(life: Sequence[Incident], playbook: Playbook | None, language: Language) -> list[Event]:
    events = []
    calls = 0
    for record in life:
        known = count_calls(record.watch)
        events.append(
            Event(
                at=record.changed_at,
                by=clean_excerpt(record.changed_by, limit=80),
                what=clean_excerpt(tell_change(record.change, language, playbook), limit=700),
                is_call=known > calls,
            )
        )
        calls = known
    return events


def _choose_bucket(minutes: Sequence[Minute]) -> timedelta:
    """The shortest of the lengths people think in with which the chart has at most `BUCKETS` bars."""
    if not minutes:
        return SHORTEST
    span = minutes[-1].start - minutes[0].start
    lengths = (5, 10, 15, 30, 60, 120, 240, 480, 1440)
    fitting = (timedelta(minutes=length) for length in lengths if span / timedelta(minutes=length) <= BUCKETS)
    return next(fitting, span / BUCKETS)


def _fill_buckets(minutes: Sequence[Minute], length: timedelta) -> tuple[Bucket, ...]:
    if not minutes:
        return ()
    start = minutes[0].start
    sums: dict[int, Counts] = {}
    for minute in minutes:
        number = (minute.start - start) // length
        sums[number] = sums.get(number, Counts()) + minute.counts
    return tuple(
        Bucket(
            start=start + number * length,
            mentions=(counts := sums.get(number, Counts())).mentions,
            negative=counts.negative,
            backlash=counts.backlash,
        )
        for number in range(max(sums) + 1)
    )
