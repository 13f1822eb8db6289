"""`crisis sample`: ten random mentions of a day, for a person to read and judge."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.commands.words import CONFIG, DATA, load_authors, told_to_people, watching

if TYPE_CHECKING:
    from connectors.mention import Mention
    from deploy.sampling.opinion import Opinion
    from streams.reading import Scored
    from streams.score import ScoreMention


@click.command()
@CONFIG
@DATA
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="In UTC; yesterday if not given.")
@click.option("--brand", help="Only this one's; all if not given.")
@click.option("--count", type=click.IntRange(1, 200), default=10, show_default=True)
@click.option("--seed", default="", help="Another one draws others; for a second reader leave it.")
@click.option("--lane", help="Instead of the configured one.")
@click.option("--recording", help="Draw from a recording or a scenario instead of Kafka.")
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

    Your judgements become data/sample/DAY.jsonl, which the scorer can learn from, and disagreement becomes
    crisis_sample_* in data/sample/sample.prom, for the node exporter's textfile collector.

    \b
    Example:
        crisis sample --day 2026-04-28 --brand acme
    """
    with told_to_people():
        from deploy.recordings.errors import EmptyError
        from deploy.sampling.draw import draw_mentions
        from streams.scorer import MentionScorer

        chosen = day.date() if day else datetime.now(UTC).date() - timedelta(days=1)
        with _opening(config, data_dir, chosen, lane, recording) as mentions:
            drawn = draw_mentions(mentions, chosen, seed=f"{seed}/{chosen}", brand=brand, count=count)
        if not drawn:
            raise EmptyError(f"nothing was said on {chosen}" + (f" about {brand}" if brand else ""))
        score = MentionScorer().score_mention
        if show:
            for number, mention in enumerate(drawn, 1):
                click.echo(f"\n{_head(number, len(drawn), mention)}\n{clean(mention.text)}")
                click.echo(f"   {say_score(score(mention, 0), mention.text)}")
            return
        opinions = ask_opinions(drawn, score)
        if opinions:
            _keep(opinions, data_dir / "sample", chosen, lane or "live")


@contextmanager
def _opening(
    config: Path, data_dir: Path, day: date, lane: str | None, recording: str | None
) -> "Iterator[Iterator[Mention]]":
    if recording is not None:
        from deploy.recordings.material import open_material

        yield open_material(recording, authors=load_authors(data_dir)).read("live")
        return
    from connectors.config import read_document
    from connectors.configured import build_settings
    from deploy.recordings.lane import LaneReader

    kafka = build_settings(read_document(config), file=str(config), environ=os.environ).kafka
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with watching(f"reading {lane or kafka.lane}.mentions") as report:
        yield LaneReader(kafka, lane or kafka.lane, report).read_mentions(begins)


def ask_opinions(
    drawn: "Sequence[Mention]", score: "ScoreMention", prompt: Callable[[str], str] | None = None
) -> "list[Opinion]":
    """Ask a person about each; they may stop early, and what they said counts."""
    from deploy.sampling.opinion import LETTERS, Opinion

    ask = prompt or (lambda text: str(click.prompt(text, prompt_suffix=" ", default="", show_default=False)))
    opinions: list[Opinion] = []
    for number, mention in enumerate(drawn, 1):
        click.echo(f"\n{_head(number, len(drawn), mention)}\n{clean(mention.text)}\n")
        letter = _ask_letter(ask, "(n)egative, n(e)utral, (p)ositive, (s)kip, (q)uit?", {*LETTERS, "s", "q"})
        if letter == "q":
            break
        if letter == "s":
            continue
        against = _ask_letter(ask, "against it because it is AI-made? (y)es, (n)o", {"y", "n"})
        scored = score(mention, 0)
        opinion = Opinion(mention=mention, scored=scored, label=LETTERS[letter], is_backlash=against == "y")
        opinions.append(opinion)
        click.echo(f"   {say_score(scored, mention.text)}")
    return opinions


def _ask_letter(ask: Callable[[str], str], question: str, letters: set[str]) -> str:
    while True:
        answer = ask(question).strip().lower()[:1]
        if answer in letters:
            return answer


def _keep(opinions: "Sequence[Opinion]", folder: Path, day: date, lane: str) -> None:
    from prometheus_client import CollectorRegistry

    from deploy.sampling.metrics import SampleMetrics
    from deploy.sampling.opinion import count_opinions, write_judged

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{day}.jsonl"
    with file.open("a", encoding="utf-8") as out:
        out.writelines(write_judged(opinion) + "\n" for opinion in opinions)
    brands = sorted({opinion.mention.brand for opinion in opinions})
    metrics = SampleMetrics(CollectorRegistry(), brands=brands, lane=lane)
    for brand in brands:
        mine = [opinion for opinion in opinions if opinion.mention.brand == brand]
        metrics.note(brand, count_opinions(mine), day)
    metrics.write(folder / "sample.prom")
    tally = count_opinions(opinions)
    said = (
        "none had a scorer" if tally.share is None else f"you disagree with the scorer on {tally.share:.0%}"
    )
    click.echo(f"\n{tally.judged} judged, {tally.unscored} unscored; {said}. Written to {file}")


def _head(number: int, count: int, mention: "Mention") -> str:
    return f"{number} of {count} · {mention.brand} · {mention.platform} · {mention.published_at:%H:%M} UTC"


def say_score(scored: "Scored", text: str) -> str:
    """What the scorer says of a text, in a line."""
    from streams.quoting import quote

    backlash = (
        f", against AI-made content ({', '.join(scored.themes) or 'no theme'})" if scored.backlash else ""
    )
    why = ", ".join(quote(scored.because, text, scored.language))
    return (
        f"scorer: {scored.label}, {scored.language}, confidence {scored.confidence:.2f}{backlash}"
        f"{clean(f', because of: {why}') if why else ''}"
    )


def clean(text: str) -> str:
    """A stranger's text for a terminal: no control characters that could move the cursor or hide words."""
    from alerts.excerpt import clean_excerpt

    return clean_excerpt(text, limit=2_000)
