"""How fast a back-test reads an already scored recording, and how much memory that takes.

Example:
    python -m tests.benchmarks.backtest --mentions 300000 --detector robust --detector glr
"""

import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from connectors.author import AuthorKey
from connectors.mention import ChannelKind, Mention, Platform
from deploy.backtest.rule import build_rule
from deploy.backtest.run import run_backtest
from deploy.recordings.manifest import Manifest
from deploy.recordings.material import open_material
from deploy.recordings.taped import write_taped
from deploy.recordings.writing import write_manifest, writing_lines
from streams.reading import Label
from streams.score import ScoreMention
from tests.streams.scored import score_as

START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(seconds=0.3)
PLATFORMS = (Platform.X, Platform.REDDIT, Platform.YOUTUBE)


def make_lines(count: int) -> Iterator[bytes]:
    """Two hundred mentions a minute on three platforms, one in seven of them negative."""
    chance = random.Random(1)
    for number in range(count):
        platform = PLATFORMS[number % len(PLATFORMS)]
        mention = Mention(
            source=platform.value,
            native_id=str(number),
            brand="acme",
            platform=platform,
            kind=ChannelKind.POST,
            published_at=START + number * EVERY,
            text="",
            author=f"{chance.getrandbits(64):016x}",
        )
        is_negative = chance.random() < 1 / 7
        scored = score_as(
            mention,
            Label.NEGATIVE if is_negative else Label.NEUTRAL,
            valence=-0.5 if is_negative else 0.0,
            confidence=0.8,
            language="en",
            author=mention.author,
            excerpt=f"said badly {number}" if is_negative else "",
        )
        yield write_taped(mention, scored)


def no_scorer(brands: Sequence[str]) -> ScoreMention:
    raise AssertionError(f"it is scored already: {brands}")


def no_names() -> AuthorKey:
    raise AssertionError("there are no names in it")


@click.command(help=__doc__)
@click.option("--mentions", default=300_000, show_default=True)
@click.option("--detector", "detectors", multiple=True, default=("robust",))
def main(mentions: int, detectors: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.jsonl.zst"
        with writing_lines(path) as write:
            for line in make_lines(mentions):
                write(line)
        manifest = Manifest(
            name="bench",
            begins=START,
            ends=START + mentions * EVERY,
            mentions=mentions,
            sources={platform.value: ("acme",) for platform in PLATFORMS},
            in_order=True,
            scored=True,
            storms=(),
        )
        write_manifest(path, manifest)
        material = open_material(str(path), authors=no_names)
        for detector in detectors:
            began = time.perf_counter()
            result = run_backtest(material, build_rule(detector), no_scorer)
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            click.echo(
                f"{detector}: {result.mentions:,} mentions in {took:.1f} s, {mentions / took:,.0f} a second,"
                f" {result.minutes:,} minutes, {len(result.pages)} pages, {peak} MB at most so far"
            )


if __name__ == "__main__":
    main()
