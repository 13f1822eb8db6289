"""A case on a terminal: first what is happening and what to do, then everything else."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from alerts.change import tell_change
from alerts.excerpt import clean_excerpt
from alerts.figures import stamp, write_rise
from alerts.guidance import find_due, find_open_steps, list_steps
from alerts.heading import is_unheld, say_now
from alerts.incident import ENDED, Incident, Milestone
from alerts.places import LIVE
from alerts.playbook import Playbook
from alerts.report.story import say_span
from alerts.saidlines import tell_said
from alerts.targets import Standing, judge_milestone
from alerts.typed import write_deed
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES

COLOURS = {"SEV1": "bold red", "SEV2": "red", "SEV3": "yellow", "SEV4": "dim"}
MARKS = {
    Standing.MET: ("met", "green"),
    Standing.BREACHED: ("late", "bold red"),
    Standing.RUNNING: ("running", "yellow"),
    Standing.NONE: ("", ""),
}
LATEST = 8
"""Changes shown; the report has them all."""


def list_cases(
    cases: Iterable[Incident], now: datetime, *, every: bool, zone: tzinfo = UTC
) -> RenderableType:
    """A table of incidents, the worst and oldest first."""
    shown = [case for case in cases if every or case.state not in ENDED]
    if not shown:
        return Text("No open incident." if not every else "No incident.")
    table = Table(box=None, pad_edge=False)
    for column in ("id", "sev", "brand", "state", "who", f"since ({zone})", "answer"):
        table.add_column(column, no_wrap=True)
    table.add_column("last change")  # The one that gives way where the terminal is narrow.
    for case in sorted(shown, key=lambda case: (case.state in ENDED, case.severity, case.detected_at)):
        standing, colour = MARKS[judge_milestone(case, Milestone.REPLIED, _now(case, now))]
        table.add_row(
            case.id,
            Text(case.severity, COLOURS[case.severity]),
            case.brand,
            case.state.replace("_", " "),
            Text(_safe(case.owner or case.called or "nobody")),
            _show_time(case.onset, zone),
            Text(standing, colour),
            Text(_safe(case.change, 60), no_wrap=True, overflow="ellipsis"),
        )
    return table


def show_case(
    life: Sequence[Incident],
    playbook: Playbook | None,
    now: datetime,
    language: Language,
    *,
    zone: tzinfo = UTC,
) -> RenderableType:
    """One incident: two lines for a hurry, then the clock, the steps, the reasons and the quotes."""
    case, words = life[-1], VOCABULARIES[language].words
    now = _now(case, now)
    head = Text.assemble(
        (f"{case.severity} ", COLOURS[case.severity]),
        (case.brand, "bold"),
        f": {words.kinds[case.kind]}, {write_rise(case, words)} · ",
        words.since.format(when=stamp(case.onset, zone), how_long=say_span(now - case.onset)),
    )
    if case.lane != LIVE:
        head = Text.assemble(("[DRILL] ", "bold magenta"), head)
    parts: list[RenderableType] = [head, _say_next(case, playbook, language)]
    owner = _safe(case.owner) or f"nobody; called: {_safe(case.called) or 'nobody'}"
    parts.append(Text(f"{words.states[case.state]} · {owner} · {case.id} · {case.playbook}"))
    parts += [Text(f"  {_safe(reason, 200)}", "dim") for reason in case.because]
    parts += [Text(), _show_clock(case, now, zone)]
    if playbook:
        parts += [Text(), _show_steps(case, playbook, language, zone)]
    for name, entries in (("answers", case.answers), ("facts", case.facts), ("approved", case.approved)):
        if entries:
            said = "; ".join(f"{_safe(key)}: {_safe(value)}" for key, value in entries.items())
            parts.append(Text(f"{name}: {said}"))
    parts.append(Text())
    parts += [
        Text.assemble((f"{label}: ", "bold"), _safe(value, 400)) for label, value in tell_said(case, language)
    ]
    parts += [Text(f"“{_safe(quote.excerpt, 160)}” {quote.platform}", "italic") for quote in case.quotes[:3]]
    parts.append(Text())
    parts += [
        Text(
            f"{_show_time(one.changed_at, zone)}  {_safe(tell_change(one.change, language, playbook), 200)}",
            "dim",
        )
        for one in life[-LATEST:]
    ]
    return Group(*parts)


def _say_next(case: Incident, playbook: Playbook | None, language: Language) -> Text:
    if is_unheld(case):
        return Text(f"Do now: {write_deed('ack', case.id, case.lane)}", "bold")
    return Text(say_step(case, playbook, language), "bold")


def say_step(case: Incident, playbook: Playbook | None, language: Language) -> str:
    """Name the step that comes next, with the id by which it is ticked."""
    step = next(iter(find_open_steps(playbook, case)), None) if playbook else None
    name = f" ({step.id})" if step and case.state not in ENDED else ""
    return say_now(case, playbook, language) + name


def _show_clock(case: Incident, now: datetime, zone: tzinfo) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("clock", f"reached ({zone})", f"due ({zone})", ""):
        table.add_column(column)
    table.add_row("onset", _show_time(case.onset, zone), "", "")
    table.add_row("detected", _show_time(case.detected_at, zone), "", "")
    for milestone in Milestone:
        reached, due = case.reached.get(milestone), case.due.get(milestone)
        standing, colour = MARKS[judge_milestone(case, milestone, now)]
        table.add_row(
            milestone.value,
            _show_time(reached, zone) if reached else "–",
            _show_time(due, zone) if due else "",
            Text(standing, colour),
        )
    return table


def _show_steps(case: Incident, playbook: Playbook, language: Language, zone: tzinfo) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("", "step", "what", f"by ({zone})"):
        table.add_column(column)
    for step in list_steps(playbook, case):
        mark = "✓" if step.id in case.ticked else "–" if step.id in case.skipped else " "
        what = step.words[language].title
        if step.id in case.skipped:
            what += f" (skipped: {_safe(case.skipped[step.id], 80)})"
        due = find_due(step, case).astimezone(zone)
        table.add_row(mark, step.id, Text(what), _by(case.paged_at.astimezone(zone), due))
    return table


def _now(case: Incident, now: datetime) -> datetime:
    """A drill has a time of its own, and its last change is the latest that is known of it."""
    return now if case.lane == LIVE else case.changed_at


def _show_time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d %b %H:%M}"


def _by(start: datetime, due: datetime) -> str:
    return f"{due:%H:%M}" if due.date() == start.date() else f"{due:%d %b %H:%M}"


def _safe(text: str, limit: int = 80) -> str:
    """Words of strangers must not move the cursor or colour the screen."""
    return clean_excerpt(text, limit=limit)
