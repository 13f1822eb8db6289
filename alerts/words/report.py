"""The words of a report, apart from what people wrote and said: one language is one of these."""

from collections.abc import Mapping
from dataclasses import dataclass

from alerts.incident import Milestone, Verdict
from alerts.targets import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """One language; `{}` are filled by name."""

    title: str
    drill: str
    summary: str
    onset: str
    detected: str
    milestones: Mapping[Milestone, str]
    standings: Mapping[Standing, str]
    verdicts: Mapping[Verdict, str]
    numbers: str
    untrusted: str
    """That much data of an hour was bad: `{when}` it ended, `{percent}`, `{copies}`, `{stale}`, `{incomplete}`,
    `{received}`."""
    recovery: str
    no_recovery: str
    bots: str
    first_reply: str
    clock: str
    reached: str
    target: str
    after_onset: str
    after_call: str
    late: str
    nothing_late: str
    late_by: str
    never: str
    step_late: str
    step_skipped: str
    step_open: str
    talk: str
    talk_note: str
    no_minutes: str
    negative: str
    backlash: str
    mentions: str
    where: str
    about: str
    steps: str
    step: str
    done: str
    by: str
    due: str
    skipped: str
    open: str
    timeline: str
    when: str
    who: str
    what: str
    severity: str
    matrix: str
    quotes: str
    no_quotes: str
    checked: str
    own_bot: str
    decided: str
    answers: str
    facts: str
    approved: str
    reason: str
    lessons: str
    no_lessons: str
    written: str
