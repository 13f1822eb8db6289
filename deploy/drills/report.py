"""The report of a drill: the same parts for the terminal, for Markdown and for a web page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from deploy.backtest.curve import Curve
from deploy.backtest.page import KEY, layers_of, spans_of
from deploy.backtest.words import say_delay, say_found, say_page
from deploy.chart import Chart, Mark, draw_svg, list_marks, write_page, write_table
from deploy.drills.score import Case, Score
from deploy.drills.verdict import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table with a title, or lines of text."""

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is told of a drill."""

    score: Score
    verdict: Sequence[Line]
    earlier: Sequence[Score]
    per_person: bool = False

    @property
    def title(self) -> str:
        return f"[DRILL] {self.score.what}"

    @property
    def lead(self) -> str:
        score = self.score
        met = [line.is_met for line in self.verdict if line.is_met is not None]
        who = ", ".join(score.participants) or "nobody named"
        ended = "" if score.is_whole else " It was ended early."
        return (
            f"{sum(met)} of {len(met)} targets met. Lane {score.lane}, {score.started:%Y-%m-%d %H:%M} UTC,"
            f" {score.mentions:,} mentions, participants: {who}.{ended}"
        )

    def parts(self) -> Iterator[Part]:
        """Everything beside the charts, in order."""
        yield self._figures()
        if self.score.storms is not None or self.score.pages:
            yield Part(title="Storms and pages", lines=tuple(self._say_pages()))
        for case in self.score.cases:
            yield _tell_case(case)
        if self.score.injects:
            yield self._injects()
        if self.per_person and self.score.doers:
            yield self._people()

    def _figures(self) -> Part:
        when = tuple(f"{one.started:%d %b %Y}" for one in self.earlier)
        return Part(
            title="Figures",
            heads=("", "figure", "this drill", "target", *when),
            rows=tuple(
                (line.mark, line.figure, line.value, line.target, *line.before) for line in self.verdict
            ),
        )

    def _say_pages(self) -> Iterator[str]:
        yield from (say_found(found) for found in self.score.storms or ())
        yield from (say_page(page) for page in self.score.pages)
        if self.score.storms == () and not self.score.pages:
            yield "✓ nothing was to be found, and nobody was paged"

    def _injects(self) -> Part:
        rows = []
        for told in self.score.injects:
            mark = {True: "✓", False: "✗", None: "–"}[told.is_in_time]
            after = say_delay(told.answered_after) if told.answered_after is not None else "not answered"
            if told.told_at is None:
                after = "jumped over, or reached nobody"
            target = f"within {say_delay(told.answer_within)}" if told.answer_within else "no answer asked"
            rows.append((mark, told.title, f"{told.due_at:%d %b %H:%M}", after, target, told.answered_by))
        return Part(title="Injects", heads=("", "what", "at", "answered", "target", "by"), rows=tuple(rows))

    def _people(self) -> Part:
        return Part(
            title="Who did what",
            heads=("who", "acknowledged", "steps", "answers in public", "injects", "other deeds"),
            rows=tuple(
                (
                    one.name,
                    str(one.acknowledged),
                    str(one.steps),
                    str(one.replies),
                    str(one.injects),
                    str(one.others),
                )
                for one in self.score.doers
            ),
        )


def _tell_case(case: Case) -> Part:
    worth = {True: "", False: " (false)", None: ""}[case.is_true]
    moments = (
        ("onset, as the detector put it", case.onset),
        ("detected", case.detected_at),
        ("paged", case.paged_at),
        ("acknowledged", case.acknowledged_at),
        ("first human answer", case.replied_at),
        ("contained", case.contained_at),
        ("resolved", case.resolved_at),
    )
    rows = [(what, _say_at(at), say_delay(case.after_page(at)) if at else "never") for what, at in moments]
    for step in case.steps:
        mark = "✓" if step.is_in_time else "✗"
        rows.append((f"{mark} step {step.id}", _say_at(step.done_at), f"due {step.due_at:%d %b %H:%M}"))
    return Part(
        title=f"Incident {case.id}: {case.severity} {case.kind}, {case.brand}, {case.state}{worth}",
        heads=("", "drill's time", "after the page"),
        rows=tuple(rows),
    )


def _say_at(at: datetime | None) -> str:
    return f"{at:%a %d %b %H:%M}" if at else "–"


def write_markdown(report: Report) -> str:
    """For a wiki or a ticket."""
    lines = [f"# {_plain(report.title)}", "", _plain(report.lead)]
    for part in report.parts():
        lines += ["", f"## {_plain(part.title)}", ""]
        lines += [f"* {_plain(line)}" for line in part.lines]
        if part.heads:
            lines.append("| " + " | ".join(map(_plain, part.heads)) + " |")
            lines.append("|" + " --- |" * len(part.heads))
            lines += ["| " + " | ".join(map(_plain, row)) + " |" for row in part.rows]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Nothing in it is markup: names of brands and people are strangers' words here."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>|#":
        flat = flat.replace(sign, f"\\{sign}")
    return flat


def write_html(report: Report) -> str:
    """A page that needs nothing but itself."""
    body = [f"<p>{escape(report.lead)}</p>", KEY]
    concerned = {case.brand for case in report.score.cases}
    for brand, curve in sorted(report.score.curves.items(), key=lambda pair: pair[0] not in concerned):
        chart = draw_chart(report.score, brand, curve)
        body += [f"<h3>{escape(brand)}</h3>", draw_svg(chart), list_marks(chart)]
    for part in report.parts():
        body.append(f"<h2>{escape(part.title)}</h2>")
        if part.lines:
            body.append("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part.lines) + "</ul>")
        if part.heads:
            body.append(write_table(part.heads, part.rows))
    return write_page(report.title, "\n".join(body))


def draw_chart(score: Score, brand: str, curve: Curve) -> Chart:
    """What was said of a brand, with the storm behind it and the team's moments on it."""
    mine = [case for case in score.cases if case.brand == brand]
    marks = []
    for case in mine:
        told = (
            ("paged", case.paged_at),
            ("acknowledged", case.acknowledged_at),
            ("answered", case.replied_at),
        )
        sort = "false" if case.is_true is False else ""
        marks += [Mark(at=at, title=f"{at:%H:%M} {what}", sort=sort) for what, at in told if at]
    injects = score.injects if mine else ()
    marks += [
        Mark(at=told.told_at, title=f"{told.told_at:%H:%M} {told.title}", sort="note")
        for told in injects
        if told.told_at
    ]
    return Chart(
        title=f"{brand}: mentions every {curve.step_minutes} min",
        begins=curve.begins,
        step=timedelta(minutes=curve.step_minutes),
        layers=layers_of(curve),
        spans=spans_of(score.storms or (), brand),
        marks=sorted(marks, key=lambda mark: mark.at),
    )
