"""The closing report: what the team was told, in the words that matter at night, and whether it was right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from alerts.crowdlines import tell_crowd
from alerts.figures import rank, write_rise
from alerts.guidance import find_open_steps
from alerts.incident import Incident
from alerts.letter import STEPS_SHOWN
from alerts.playbook import Playbook
from alerts.saidlines import tell_said
from alerts.themes import name_themes
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from deploy.demo.findings import Findings, compare
from deploy.demo.screen import percent, stamp
from deploy.scenarios.scenario import Truth
from deploy.slack_standin import Sent
from deploy.view import LaneView, share
from streams.minute import Quote
from streams.spike import Spike

QUOTES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Ending:
    """All that the report is made of."""

    truth: Truth
    view: LaneView
    told: Sequence[Sent]
    """Messages that stand in Slack's stand-in."""
    library: Mapping[str, Playbook]


def draw_report(ending: Ending, *, arithmetic: bool = False) -> RenderableType:
    """Draw the whole report: in words with the figures that decided, or with every term of the arithmetic."""
    findings = compare(ending.view, ending.truth)
    parts: list[RenderableType] = []
    if findings.first:
        parts += [Rule("[bold]What the team was told", style="cyan"), _draw_told(ending, findings.first)]
    parts += [Rule("[bold]Was it right?", style="cyan"), _draw_truth(ending, findings)]
    if findings.first and arithmetic:
        parts += [Rule("[bold]The arithmetic", style="cyan"), _draw_arithmetic(findings.first)]
    elif findings.first:
        parts.append(Text("Every number behind it: crisis demo --arithmetic", style="dim"))
    return Group(*parts)


def _draw_told(ending: Ending, spike: Spike) -> RenderableType:
    """What it is, since when, how sure that is and why, and what to do first."""
    words = VOCABULARIES[Language.EN].words
    table = _make_table()
    severities = list(dict.fromkeys(one.severity for one in ending.view.spikes[spike.id]))
    grew = "".join(f", later {severity}" for severity in severities[1:])
    table.add_row(
        "what",
        Text.assemble((f"{spike.brand}: {words.kinds[spike.kind]}", "bold"), f", {severities[0]}{grew}"),
    )
    table.add_row("since", f"{stamp(spike.onset)}; the team was told at {spike.at:%H:%M}")
    table.add_row("how sure", f"the evidence is {spike.evidence:.1f}, and a page needs {spike.threshold:g}")
    table.add_row("why", _tell_why(spike))
    crowd = tell_crowd(spike, Language.EN)
    if crowd:
        table.add_row("who", Text("\n").join(map(Text, crowd)))
    table.add_row("", "")
    for label, value in tell_said(spike, Language.EN):
        table.add_row(label.lower(), Text(value))
    table.add_row("", "")
    table.add_row("people say", Group(*_draw_quotes(spike)))
    steps = _list_steps(ending, spike)
    if steps:
        table.add_row(
            "first steps", Text("\n").join(Text(f"{n}. {title}") for n, title in enumerate(steps, 1))
        )
    return Padding(table, (1, 0))


def _tell_why(spike: Spike) -> str:
    words = VOCABULARIES[Language.EN].words
    rise = write_rise(spike, words)
    about = (
        f"; people are against: {rank(name_themes(spike.themes, Language.EN), words)}" if spike.themes else ""
    )
    return f"{rise}{about}"


def _list_steps(ending: Ending, spike: Spike) -> list[str]:
    """Titles of the first steps, as the first message had them."""
    for life in ending.view.incidents.values():
        opened = min(life, key=lambda record: record.revision)
        playbook = ending.library.get(opened.playbook)
        if spike.id in opened.spikes and playbook is not None:
            steps = find_open_steps(playbook, opened)[:STEPS_SHOWN]
            return [step.words[Language.EN].title for step in steps]
    return []


def _draw_truth(ending: Ending, findings: Findings) -> RenderableType:
    truth, view = ending.truth, ending.view
    table = _make_table()
    table.add_row("true onset", f"{stamp(truth.onset)} ({truth.brand}: {truth.about})")
    for spike in findings.standing:
        table.add_row("stood already", _tell_hit(spike, truth))
    for number, spike in enumerate(findings.hits):
        table.add_row("found" if number == 0 else "again", _tell_hit(spike, truth))
    if findings.first is None:
        table.add_row("found", Text("nothing: the backlash was missed", style="bold red"))
    false = [f"{spike.brand} {spike.kind} at {stamp(spike.at)}" for spike in findings.false]
    table.add_row("false alarms", "; ".join(false) or "none")
    for incident in _opened(view):
        table.add_row("incident", f"{incident.id[:6]}, {incident.severity}, at the end {incident.state}")
    told, changed = len(ending.told), sum(sent.updates for sent in ending.told)
    table.add_row(
        "Slack", f"{told} messages, changed {changed} times as it went on (a stand-in on this machine)"
    )
    dead = sorted({f"{alarm.brand}/{alarm.source}" for alarm in view.feeds})
    table.add_row("silent feeds", ", ".join(dead) or "none")
    for name, brand in view.brands.items():
        total = brand.total
        negative = percent(share(total.negative, total.mentions - total.unscored))
        unscored = f"; {total.unscored:,} in a language without a scorer" if total.unscored else ""
        table.add_row(name, f"{total.mentions:,} mentions read, {negative} of them negative{unscored}")
    return Padding(table, (1, 0))


def _make_table() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, min_width=13)
    table.add_column()
    return table


def _tell_hit(spike: Spike, truth: Truth) -> Text:
    after = round((spike.at - truth.onset).total_seconds() / 60)
    delay = f"{after} min after the true onset" if after >= 0 else f"{-after} min before the true onset"
    return Text.assemble((delay, "bold"), f", as {spike.severity}, at {stamp(spike.at)}")


def _opened(view: LaneView) -> list[Incident]:
    latest = [max(life, key=lambda record: record.revision) for life in view.incidents.values()]
    return sorted(latest, key=lambda incident: (incident.detected_at, incident.id))


def _draw_arithmetic(spike: Spike) -> RenderableType:
    numbers = Table(box=SIMPLE_HEAD, padding=(0, 2), header_style="dim")
    for title in ("the arithmetic", "value", "how it was made"):
        numbers.add_column(title, justify="right" if title == "value" else "left")
    numbers.add_row(
        "observed",
        f"{spike.observed:g}",
        f"{spike.kind} mentions in the detector's window, as it weighs them",
    )
    numbers.add_row(
        "expected", f"{spike.expected:g}", "what the brand's own history says for that window, weighed alike"
    )
    numbers.add_row(
        "evidence", f"{spike.evidence:.3g}", f"opens at {spike.threshold:.3g} (detector {spike.detector})"
    )
    for term in spike.terms:
        numbers.add_row(term.name, f"{term.value:.4g} {term.unit}".strip(), term.note)
    return numbers


def _draw_quotes(spike: Spike) -> list[RenderableType]:
    quotes = [part for quote in spike.quotes[:QUOTES_SHOWN] for part in _draw_quote(quote)]
    return quotes or [Text("No quotes were kept.")]


def _draw_quote(quote: Quote) -> list[RenderableType]:
    where = f"{quote.platform}, {stamp(quote.published_at)}, at {quote.partition}:{quote.offset}:{quote.line}"
    said = Table.grid(padding=(0, 1))
    said.add_row(Text("▌", style="red"), Text(quote.excerpt))
    return [said, Text(f"  {where}", style="dim"), Text()]
