"""Back-test the real recordings, which are not part of this project, and write the table of docs/drills.md.

Example:
    python -m tests.benchmarks.real_recordings ../shared/data/streams --detector robust --detector glr
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from connectors.author import AuthorKey
from deploy.backtest.result import Result
from deploy.backtest.rule import build_rule
from deploy.backtest.run import read_material, run_readings
from deploy.backtest.words import say_delay
from deploy.recordings.manifest import Storm
from deploy.recordings.material import open_material
from streams.scorer import MentionScorer

KEY: Final = AuthorKey(b"a key for benchmarks, of no use elsewhere")
HEADS: Final = ("material", "detector", "found", "pages", "false", "when (UTC)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recording, and what is known of it."""

    what: str
    brand: str | None = None
    storms: tuple[Storm, ...] | None = None
    """Where the recording brings no periods of its own."""
    is_dated: bool = True


RECORDINGS: Final[Mapping[str, Recorded]] = {
    "duolingo_reddit": Recorded(
        what="Reddit about Duolingo",
        brand="duolingo",
        storms=(
            Storm(
                onset=datetime(2025, 4, 28, 14, tzinfo=UTC),
                end=datetime(2025, 5, 12, tzinfo=UTC),
                about="the AI-first memo",
            ),
        ),
    ),
    "ja_sushi_storm": Recorded(what="a sushi chain, Japanese X", brand="sushi"),
    "ja_shushu_storm": Recorded(what="a fashion house, Japanese X", brand="shushu"),
    "ja_wbc_calm": Recorded(what="a baseball championship, Japanese X; nothing to find", brand="wbc"),
    "ja_game_calm": Recorded(what="a game's launch, Japanese X; nothing to find", brand="game"),
    "us_airline": Recorded(what="tweets to six airlines; nobody dated the truth", is_dated=False),
}


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--detector", "detectors", multiple=True, default=("glr",), show_default=True)
@click.option("--only", "names", multiple=True, default=tuple(RECORDINGS), help="By name; repeat it.")
def main(folder: Path, detectors: tuple[str, ...], names: tuple[str, ...]) -> None:
    click.echo(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for name in names:
        for result in run_recording(folder, name, detectors):
            click.echo(f"| {' | '.join(write_row(RECORDINGS[name], result))} |")


def run_recording(folder: Path, name: str, detectors: tuple[str, ...]) -> Iterator[Result]:
    """Score once, and try every detector on it."""
    recorded = RECORDINGS[name]
    path = str(folder / f"{name}.jsonl.gz")
    material = open_material(path, authors=lambda: KEY, brand=recorded.brand, storms=recorded.storms)
    readings = list(read_material(material, lambda _: MentionScorer().score_mention))
    for detector in detectors:
        yield run_readings(material, build_rule(detector), readings)


def write_row(recorded: Recorded, result: Result) -> tuple[str, ...]:
    days = (result.ends - result.begins).total_seconds() / 86_400
    unscored = f", {result.unscored / result.mentions:.0%} unscored" if result.unscored else ""
    return (
        f"{recorded.what} ({days:.1f} days, {result.mentions:,} mentions{unscored})",
        f"`{result.rule}`",
        _say_found(result) if recorded.is_dated and result.storms else "–",
        str(len(result.pages)),
        str(result.false_pages) if recorded.is_dated else "not known",
        ", ".join(f"{page.at:%d %b %H:%M} {page.severity}" for page in result.pages[:8]) or "–",
    )


def _say_found(result: Result) -> str:
    storms = result.storms or ()
    if not any(one.is_found for one in storms):
        return "missed"
    return f"{sum(one.is_found for one in storms)} of {len(storms)}, after {say_delay(result.delay)}"


if __name__ == "__main__":
    main()
