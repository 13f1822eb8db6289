"""`crisis sample`: ten random mentions of a day, for a person to read and judge."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from deploy.commands.words import CONFIG, DATA, LaneName, load_authors, told_to_people, watching

if TYPE_CHECKING:
    from connectors.mention import Mention
    from deploy.sampling.opinion import Opinion
    from streams.backlash.context import Registers
    from streams.reading import Scored
    from streams.score import ScoreMention
    from streams.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What is drawn from, and how its mentions are scored there."""

    mentions: "Iterator[Mention]"
    score: "ScoreMention"
    registers: "Registers"
    lane: str | None
    """None for a recording, which says nothing about a lane."""
    span: str = ""
    """Of a recording: from when to when it goes."""


@click.command()
@CONFIG
@DATA
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="In UTC; yesterday if not given.")
@click.option("--brand", help="Only this one's; all if not given.")
@click.option("--count", type=click.IntRange(1, 200), default=10, show_default=True)
@click.option("--seed", default="", help="Another one draws others; for a second reader leave it.")
@click.option("--lane", type=LaneName(), help="Instead of the configured one; a recording has none.")
@click.option(
    "--recording", help="Draw from a recording or a scenario instead of Kafka; this leaves the metrics alone."
)
@click.option("--show", is_flag=True, help="Only show them, with their scores; ask nothing.")
def sample(  # noqa: PLR0917 - click calls it by name.
    config: Path,
    data_dir: Path,
    day: datetime | None,
    brand: str | None,
    count: int,
    seed: str,
    lane: str | None,
    recording: str | None,
    *,
    show: bool,
) -> None:
    """Read ten random mentions of a day and say what they are; what the scorer said comes after.

    The scorer is that of your workers, with the weights, names and AI-made content of the configuration; a
    recording is scored as a drill would, without a file as shipped. Stop when you like, also with Ctrl-C: what
    you said until then counts.

    Your judgements become data/sample/DAY.jsonl, which the scorer can learn from, and disagreement becomes
    crisis_sample_* in data/sample/sample.prom, for the node exporter's textfile collector. A lane other than
    `live` has sample-LANE.prom instead; a recording writes no metrics.

    \b
    Example:
        crisis sample --day 2026-04-28 --brand acme
    """
    if lane is not None and recording is not None:
        raise click.UsageError("a recording has no lane: leave out --lane or --recording")
    with told_to_people():
        from deploy.recordings.errors import EmptyError
        from deploy.sampling.draw import draw_mentions

        chosen = day.date() if day else datetime.now(UTC).date() - timedelta(days=1)
        with _opening(config, data_dir, chosen, lane, recording) as source:
            drawn = draw_mentions(source.mentions, chosen, seed=f"{seed}/{chosen}", brand=brand, count=count)
        if not drawn:
            raise EmptyError(
                f"nothing was said on {chosen}" + (f" about {brand}" if brand else "") + source.span
            )
        if show:
            for number, mention in enumerate(drawn, 1):
                head = _head(number, len(drawn), mention, source.registers)
                click.echo(f"\n{head}\n{clean(mention.text)}")
                click.echo(f"   {say_score(source.score(mention, 0), mention.text)}")
            return
        opinions = ask_opinions(drawn, source.score, registers=source.registers)
        if opinions:
            _keep(opinions, data_dir / "sample", chosen, source.lane)
        else:
            click.echo("\nnothing judged, nothing written")


@contextmanager
def _opening(
    config: Path, data_dir: Path, day: date, lane: str | None, recording: str | None
) -> Iterator[_Source]:
    from connectors.config import read_document
    from streams.settings import Settings

    if recording is not None:
        from deploy.recordings.material import open_material

        material = open_material(recording, authors=load_authors(data_dir))
        settings = None
        if config.exists():
            document = read_document(config)
            # Without [kafka]: nobody is to be asked for its password.
            parts = {key: value for key, value in document.items() if key in {"brands", "streams"}}
            settings = Settings.from_document(parts, os.environ, file=str(config))
        yield _Source(
            mentions=material.read("live"),
            score=_open_score(settings, material.brands),
            registers=settings.registers if settings else {},
            lane=None,
            span=f"; the recording goes from {material.begins:%Y-%m-%d} to {material.ends:%Y-%m-%d}: choose with --day",
        )
        return
    from deploy.recordings.lane import LaneReader

    environ = {**os.environ, "CRISIS_LANE": lane} if lane else os.environ
    settings = Settings.from_document(read_document(config), environ, file=str(config))
    score = _open_score(settings)
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with watching(f"reading {settings.lane}.mentions") as report:
        yield _Source(
            mentions=LaneReader(settings.kafka, settings.lane, report).read_mentions(begins),
            score=score,
            registers=settings.registers,
            lane=settings.lane,
        )


def _open_score(settings: "Settings | None", brands: Sequence[str] = ()) -> "ScoreMention":
    """As the workers score; `brands` that the configuration does not have are added, as for a drill."""
    from streams.learning.errors import LearningError
    from streams.learning.weights import list_own
    from streams.scorer import MentionScorer
    from streams.scoring.here import open_scorer

    names = {brand: (brand,) for brand in brands}
    if settings is None:
        return MentionScorer(names=names).score_mention
    try:
        if settings.streams.weights is not None:
            list_own(settings.streams.weights)
        return open_scorer(replace(settings, names={**names, **settings.names})).score_mention
    except LearningError as exc:
        raise click.ClickException(f"streams.weights: {exc}") from exc


def ask_opinions(
    drawn: "Sequence[Mention]",
    score: "ScoreMention",
    prompt: Callable[[str], str] | None = None,
    *,
    registers: "Registers" = MappingProxyType({}),
) -> "list[Opinion]":
    """Ask a person about each; they may stop early, also with Ctrl-C or Ctrl-D, and what they said counts."""
    from deploy.sampling.opinion import LETTERS, Opinion
    from streams.backlash.context import is_under_ai

    ask = prompt or (lambda text: str(click.prompt(text, prompt_suffix=" ", default="", show_default=False)))
    opinions: list[Opinion] = []
    # Ctrl-C while a text is shown or scored is no `Abort`, which only a prompt makes of it.
    with suppress(click.Abort, KeyboardInterrupt):
        for number, mention in enumerate(drawn, 1):
            click.echo(f"\n{_head(number, len(drawn), mention, registers)}\n{clean(mention.text)}\n")
            letter = _ask_letter(
                ask, "(n)egative, n(e)utral, (p)ositive, (s)kip, (q)uit?", {*LETTERS, "s", "q"}
            )
            if letter == "q":
                break
            if letter == "s":
                continue
            against = _ask_letter(ask, "against it because it is AI-made? (y)es, (n)o", {"y", "n"})
            scored = score(mention, 0)
            opinion = Opinion(
                mention=mention,
                scored=scored,
                label=LETTERS[letter],
                is_backlash=against == "y",
                under_ai=is_under_ai(mention, registers),
            )
            opinions.append(opinion)
            click.echo(f"   {say_score(scored, mention.text)}")
    return opinions


def _ask_letter(ask: Callable[[str], str], question: str, letters: set[str]) -> str:
    while True:
        answer = ask(question).strip().lower()[:1]
        if answer in letters:
            return answer


def _keep(opinions: "Sequence[Opinion]", folder: Path, day: date, lane: str | None) -> None:
    from deploy.sampling.opinion import count_opinions, write_judged

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{day}.jsonl"
    with file.open("a", encoding="utf-8") as out:
        out.writelines(write_judged(opinion) + "\n" for opinion in opinions)
    if lane is not None:
        _measure(opinions, folder, day, lane)
    tally = count_opinions(opinions)
    said = (
        "none had a scorer" if tally.share is None else f"you disagree with the scorer on {tally.share:.0%}"
    )
    click.echo(f"\n{tally.judged} judged, {tally.unscored} unscored; {said}. Written to {file}")


def _measure(opinions: "Sequence[Opinion]", folder: Path, day: date, lane: str) -> None:
    from prometheus_client import CollectorRegistry

    from deploy.sampling.metrics import SampleMetrics
    from deploy.sampling.opinion import count_opinions
    from streams.settings import LIVE

    brands = sorted({opinion.mention.brand for opinion in opinions})
    metrics = SampleMetrics(CollectorRegistry(), brands=brands, lane=lane)
    for brand in brands:
        mine = [opinion for opinion in opinions if opinion.mention.brand == brand]
        metrics.note(brand, count_opinions(mine), day)
    metrics.write(folder / ("sample.prom" if lane == LIVE else f"sample-{lane}.prom"))


def _head(number: int, count: int, mention: "Mention", registers: "Registers") -> str:
    from streams.backlash.context import is_under_ai

    where = " · under your AI-made content" if is_under_ai(mention, registers) else ""
    at = f"{mention.published_at:%H:%M} UTC"
    return f"{number} of {count} · {mention.brand} · {mention.platform} · {at}{where}"


def say_score(scored: "Scored", text: str) -> str:
    """What the scorer says of a text, in a line."""
    from streams.quoting import quote

    stance = ""
    if scored.backlash:
        stance = f", against AI-made content ({', '.join(scored.themes) or 'no theme'})"
    elif scored.stance is not None:
        stance = f", {'for' if scored.stance == 'for' else 'neutral on'} AI-made content"
    why = ", ".join(quote(scored.because, text, scored.language))
    return (
        f"scorer: {scored.label}, {scored.language}, confidence {scored.confidence:.2f}{stance}"
        f"{clean(f', because of: {why}') if why else ''}"
    )


def clean(text: str) -> str:
    """A stranger's text for a terminal: no control characters that could move the cursor or hide words."""
    from alerts.excerpt import clean_excerpt

    return clean_excerpt(text, limit=2_000)
