"""`crisis backtest`: try a detector on history, compare two tries, score a recording once for many tries."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deploy.commands.listing import Listing
from deploy.commands.words import BRAND, DATA, Truth, load_authors, told_to_people, watching

if TYPE_CHECKING:
    from deploy.recordings.manifest import Storm

_RUN = "run"


class _Default(Listing):
    """`crisis backtest X` is `crisis backtest run X` unless X is a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Default)
def backtest() -> None:
    """Run the real detector over history, without Kafka, as fast as it goes.

    `crisis backtest RECORDING...` is short for `crisis backtest run RECORDING...`.

    \b
    Example:
        crisis backtest ai-holiday-film --detector glr --set sensitivity=alert
    """


@backtest.command(_RUN)
@click.argument("what", nargs=-1)
@click.option("--shipped", is_flag=True, help="All scenarios that ship.")
@click.option("--detector", help="By its name in the configuration; the default if not given.")
@click.option("--set", "assignments", multiple=True, metavar="KEY=VALUE", help="Change a setting; repeat it.")
@click.option("--truth", "storms", type=Truth(), multiple=True, help="A storm that is true; repeat it.")
@click.option("--calm", is_flag=True, help="Nothing in these may page.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with charts.")
@click.option(
    "--save", type=click.Path(path_type=Path, dir_okay=False), help="For `crisis backtest compare`."
)
@BRAND
@DATA
def run(  # noqa: PLR0917 - click calls it by name.
    what: tuple[str, ...],
    detector: str | None,
    assignments: tuple[str, ...],
    storms: "tuple[Storm, ...]",
    html: Path | None,
    save: Path | None,
    brand: str | None,
    data_dir: Path,
    *,
    shipped: bool,
    calm: bool,
) -> None:
    """Say what a detector would have found: WHAT is a recording, or a shipped scenario by its name.

    The ground truth comes from the recording's manifest, from NAME.periods.json, or from --truth. Without
    any, pages are listed and not judged.

    \b
    Example:
        crisis backtest run april.jsonl.zst --truth 2026-04-28T14:00Z..2026-05-02T00:00Z --html april.html
    """
    with told_to_people():
        from rich.console import Console

        from deploy.backtest.page import write_report
        from deploy.backtest.rule import build_rule
        from deploy.backtest.run import run_backtest
        from deploy.backtest.saved import save_results
        from deploy.backtest.screen import draw_results
        from deploy.recordings.material import list_shipped_brands, open_material, open_shipped

        if not what and not shipped:
            raise click.UsageError("name a recording or a scenario, or say --shipped")
        truth = storms or (() if calm else None)
        opened = [
            open_material(one, authors=load_authors(data_dir), brand=brand, storms=truth) for one in what
        ]
        brands = {brand for material in opened for brand in material.brands}
        rule = build_rule(
            detector, assignments, brands=brands | (list_shipped_brands() if shipped else set())
        )
        results = []
        for material in (*opened, *(open_shipped() if shipped else ())):
            with watching(material.name, material.mentions) as report:
                results.append(run_backtest(material, rule, _make_scorer, report))
        console = Console()
        console.print(draw_results(results))
        if html:
            html.write_text(write_report(results), encoding="utf-8")
            console.print(f"The charts are in {html}")
        if save:
            save_results(save, results)


@backtest.command()
@click.argument("before", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("after", type=click.Path(path_type=Path, dir_okay=False))
def compare(before: Path, after: Path) -> None:
    """Compare two saved back-tests. Ends with code 1 when AFTER misses more, is later or pages more falsely.

    \b
    Example:
        crisis backtest run --shipped --save before.json
        crisis backtest run --shipped --detector glr --save after.json
        crisis backtest compare before.json after.json
    """
    with told_to_people():
        from rich.console import Console
        from rich.table import Table

        from deploy.backtest.comparison import Turn
        from deploy.backtest.comparison import compare as compare_results
        from deploy.backtest.errors import WorseError
        from deploy.backtest.saved import load_results

        styles = {Turn.BETTER: "green", Turn.SAME: "dim", Turn.WORSE: "bold red"}
        differences = list(compare_results(load_results(before), load_results(after)))
        table = Table(box=None, padding=(0, 2))
        for head in ("recording", "figure", before.name, after.name, ""):
            table.add_column(head, overflow="fold")
        for one in differences:
            table.add_row(
                one.recording, one.figure, one.before, one.after, one.turn.value, style=styles[one.turn]
            )
        Console().print(table)
        worse = sum(one.turn is Turn.WORSE for one in differences)
        if worse:
            raise WorseError(f"{worse} figure{'s' * (worse != 1)} got worse")


@backtest.command()
@click.argument("what")
@click.option("--out", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--redact", is_flag=True, help="Leave out text, quotes and reasons; keep the numbers.")
@BRAND
@DATA
def score(what: str, out: Path, brand: str | None, data_dir: Path, *, redact: bool) -> None:
    """Score a recording once, so that detectors can be tried on it at full speed.

    \b
    Example:
        crisis backtest score april.jsonl.zst -o april-scored.jsonl.zst
    """
    with told_to_people():
        from deploy.recordings.material import open_material
        from deploy.recordings.scoring import score_into

        material = open_material(what, authors=load_authors(data_dir), brand=brand)
        with watching(material.name, material.mentions) as report:
            manifest = score_into(out, material, _make_scorer(material.brands), redact=redact, report=report)
    click.echo(f"{out}: {manifest.mentions:,} mentions with their scores")


def _make_scorer(brands: Sequence[str]) -> Any:  # noqa: ANN401 - a `ScoreMention`, whose module must not be imported up here.
    from streams.scorer import MentionScorer

    return MentionScorer(names={brand: (brand,) for brand in brands}).score_mention
