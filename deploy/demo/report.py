"""The closing report: what was true, what was found, and on what evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from alerts.figures import write_count
from alerts.incident import Incident
from alerts.words.language import Language
from alerts.words.registry import WORDS
from deploy.demo.screen import percent, stamp
from deploy.scenarios.scenario import Truth
from deploy.slack_standin import Sent
from deploy.view import LaneView, share
from streams.minute import Quote
from streams.spike import Spike, SpikeKind

QUOTES_SHOWN: Final = 3
_WINDOW: Final = "window"
"""The detector's term that says over how long it counted."""
PAGING: Final = frozenset({SpikeKind.NEGATIVE, SpikeKind.BACKLASH})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the spikes of a lane are worth against what is true."""

    hits: tuple[Spike, ...]
    """Openings within the backlash; the first one counts."""
    standing: tuple[Spike, ...]
    """Openings before the backlash that still stood when it began: people were told, but of something else."""
    false: tuple[Spike, ...]
    """Openings of something else."""

    @property
    def first(self) -> Spike | None:
        """What first told people of the backlash, or stood when it began."""
        return next(iter((*self.standing, *self.hits)), None)


def compare(view: LaneView, truth: Truth) -> Findings:
    """Tell hits from false alarms; information that pages nobody is neither."""
    paging = [spike for spike in view.openings() if spike.kind in PAGING]
    ours = [spike for spike in paging if spike.brand == truth.brand and spike.at <= truth.end]
    hits = tuple(spike for spike in ours if spike.at >= truth.onset)
    standing = tuple(spike for spike in ours if spike.at < truth.onset and view.stood(spike.id, truth.onset))
    return Findings(hits, standing, tuple(spike for spike in paging if spike not in (*hits, *standing)))


@dataclass(frozen=True, slots=True)
class Ending:
    """All that the report is made of."""

    truth: Truth
    view: LaneView
    told: Sequence[Sent]
    """Messages that stand in Slack's stand-in."""


def draw_report(ending: Ending, *, arithmetic: bool = False) -> RenderableType:
    """Draw the whole report: in words with the figures that decided, or with every term of the arithmetic."""
    findings = compare(ending.view, ending.truth)
    parts: list[RenderableType] = [Rule("[bold]What happened", style="cyan"), _draw_summary(ending, findings)]
    if findings.first:
        parts += [
            Rule("[bold]On what evidence", style="cyan"),
            _draw_arithmetic(findings.first) if arithmetic else _draw_evidence(findings.first),
            *_draw_quotes(findings.first),
        ]
    return Group(*parts)


def _draw_summary(ending: Ending, findings: Findings) -> RenderableType:
    truth, view = ending.truth, ending.view
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row("true onset", f"{stamp(truth.onset)}  ({truth.brand}: {truth.about})")
    for spike in findings.standing:
        table.add_row("stood already", _tell_hit(spike, truth))
    for number, spike in enumerate(findings.hits):
        table.add_row("found" if number == 0 else "again", _tell_hit(spike, truth))
    if findings.first is None:
        table.add_row("found", Text("nothing: the backlash was missed", style="bold red"))
    false = [f"{spike.brand} {spike.kind} at {stamp(spike.at)}" for spike in findings.false]
    table.add_row("false alarms", "; ".join(false) or "none")
    for incident in _opened(view):
        table.add_row(
            "incident",
            f"{incident.id} · {incident.severity} · {incident.state} · playbook {incident.playbook}",
        )
    told, changed = len(ending.told), sum(sent.updates for sent in ending.told)
    table.add_row(
        "told through Slack", f"{told} messages, changed {changed} times (a stand-in on this machine)"
    )
    dead = sorted({f"{alarm.brand}/{alarm.source}" for alarm in view.feeds})
    table.add_row("silent feeds", ", ".join(dead) or "none")
    for name, brand in view.brands.items():
        total = brand.total
        read = (
            f"{total.mentions:,} mentions, {percent(share(total.negative, total.mentions - total.unscored))}"
        )
        table.add_row(
            f"read of {name}",
            f"{read} of the scored ones negative, {total.unscored:,} unscored (no scorer for their language)"
            if total.unscored
            else f"{read} of them negative, none unscored",
        )
    return Padding(table, (1, 0))


def _tell_hit(spike: Spike, truth: Truth) -> Text:
    after = round((spike.at - truth.onset).total_seconds() / 60)
    delay = f"{after} min after the true onset" if after >= 0 else f"{-after} min before the true onset"
    return Text.assemble(
        (stamp(spike.at), "bold"),
        f", {delay} · ",
        (str(spike.severity), "bold"),
        f" · {spike.kind} · onset put at ",
        stamp(spike.onset),
    )


def _opened(view: LaneView) -> list[Incident]:
    latest = [max(life, key=lambda record: record.revision) for life in view.incidents.values()]
    return sorted(latest, key=lambda incident: (incident.detected_at, incident.id))


def _draw_evidence(spike: Spike) -> RenderableType:
    words = WORDS[Language.EN]
    window = next((term for term in spike.terms if term.name == _WINDOW), None)
    within = f"within {window.value:g} {window.unit}, " if window else ""
    rise = words.rise.format(observed=write_count(spike.observed), expected=write_count(spike.expected))
    said = Text.assemble(
        f"{words.kinds[spike.kind]}: ",
        within,
        (rise, "bold"),
        f". The evidence is {spike.evidence:.1f}, and a page needs {spike.threshold:g}.",
        ("\nAll the arithmetic: crisis demo --arithmetic", "dim"),
    )
    return Padding(said, (1, 0))


def _draw_arithmetic(spike: Spike) -> RenderableType:
    numbers = Table(box=SIMPLE_HEAD, padding=(0, 2), header_style="dim")
    for title in ("the arithmetic", "value", "how it was made"):
        numbers.add_column(title, justify="right" if title == "value" else "left")
    numbers.add_row("observed", f"{spike.observed:g}", f"{spike.kind} mentions in the detector's window")
    numbers.add_row("expected", f"{spike.expected:g}", "what the brand's own history says for that window")
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
    where = f"{quote.platform} · {stamp(quote.published_at)} · valence {quote.valence:+.2f} · partition {quote.partition}, offset {quote.offset}, line {quote.line}"
    said = Table.grid(padding=(0, 1))
    said.add_row(Text("▌", style="red"), Text(quote.excerpt))
    return [said, Text(f"  {where}", style="dim"), Text()]
