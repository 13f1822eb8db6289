"""Whether a change to the hot path changed a score: every field of every score, written down and compared.

The texts are all shipped scenarios, all training sheets, noise made of both, and with --shared the texts of
../shared/data. One in seven stands under content that its brand has registered as AI-made.

Example:
    python -m tests.benchmarks.scores write before.jsonl.gz --shared ../shared
    python -m tests.benchmarks.scores write after.jsonl.gz --shared ../shared
    python -m tests.benchmarks.scores compare before.jsonl.gz after.jsonl.gz
"""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import click

from connectors.mention import ChannelKind, Mention, Platform
from deploy.scenarios.generator import generate
from deploy.scenarios.shelf import list_scenarios
from streams.backlash.context import AiRegister
from streams.language import Language
from streams.learning.lessons import forum_lesson, our_lesson, talk_lesson
from streams.scorer import MentionScorer

UNDER_AI = 7
NOISE = 20_000
CLOSE = 1e-12
"""Numbers this close are one: sums may be added up in another order."""


@click.group(help=__doc__)
def main() -> None: ...


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--shared", type=click.Path(path_type=Path, exists=True), help="Texts of ../shared as well.")
def write(file: Path, shared: Path | None) -> None:
    """Score everything and write it to FILE."""
    scorer = MentionScorer(registers={"acme": AiRegister(posts={"film": "Film"})})
    count = 0
    with gzip.open(file, "wb", compresslevel=1) as out:
        for count, mention in enumerate(_mentions(shared), 1):
            out.write(scorer.score_mention(mention, count).to_json() + b"\n")
    click.echo(f"{count} scores in {file}")


@main.command()
@click.argument("one", type=click.Path(path_type=Path, exists=True))
@click.argument("other", type=click.Path(path_type=Path, exists=True))
def compare(one: Path, other: Path) -> None:
    """Name the fields that differ, with the first texts in which they do."""
    different: Counter[str] = Counter()
    widest, count = 0.0, 0
    with gzip.open(one) as before, gzip.open(other) as after:
        for count, (first, second) in enumerate(zip_longest(before, after, fillvalue=b"{}"), 1):
            if first == second:
                continue
            was, is_now = json.loads(first), json.loads(second)
            for name in was.keys() | is_now.keys():
                old, new = was.get(name), is_now.get(name)
                if isinstance(old, float) and isinstance(new, float) and abs(old - new) <= CLOSE:
                    widest = max(widest, abs(old - new))
                elif old != new:
                    different[name] += 1
                    if different[name] <= 3:  # enough to see why
                        click.echo(f"{count} {name}: {old!r} -> {new!r} {was.get('identity')}")
    click.echo(f"{count} scores; different: {dict(different) or 'none'}; rounding up to {widest:.1e}")
    raise SystemExit(bool(different))


def _mentions(shared: Path | None) -> Iterator[Mention]:
    for scenario in list_scenarios():
        yield from generate(scenario)
    sheets = [
        judged.text
        for language in Language
        for lesson in (our_lesson, talk_lesson, forum_lesson)
        for judged in lesson(language).texts
    ]
    texts = [*sheets, *(_shared_texts(shared) if shared else ())]
    chance = random.Random(5)
    signs = sorted(set("".join(texts)) | set("\ud800\x00\u202e\u0301ＡＩ！？@＠#[]’~"))
    for _ in range(NOISE):
        pieces = [*chance.choice(texts).split(), *chance.choice(texts).split(), *chance.choices(signs, k=4)]
        chance.shuffle(pieces)
        texts.append(chance.choice(["", " ", " ", "\n"]).join(pieces)[: chance.choice([20, 90, 400])])
    for number, text in enumerate(texts):
        yield Mention(
            source="scores",
            native_id=str(number),
            brand="acme",
            platform=Platform.OTHER,
            kind=ChannelKind.POST,
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            text=text[:20_000],
            language=chance.choice([None, None, None, "en", "zh", "zh-TW", "hu", "ja"]),
            parent_id="film" if number % UNDER_AI == 0 else None,
        )


def _shared_texts(shared: Path) -> Iterator[str]:
    for file in sorted((shared / "data").glob("*/*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


if __name__ == "__main__":
    main()
