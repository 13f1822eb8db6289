"""`crisis train`: learn from your own labels, and see the difference before you switch."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for the models.

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alerts.excerpt import clean_excerpt
from deploy.commands.evaluate import LANGUAGES
from deploy.commands.labels import read_labels

if TYPE_CHECKING:
    from streams.language import Language
    from streams.learning.judged import Judged
    from streams.learning.linear import LinearModel
    from streams.learning.own import Difference
    from streams.learning.weights import Skill

SHOWN = 5
"""Texts printed that would come out otherwise, of each sort."""


@click.command()
@click.argument("judged", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("weights"),
    show_default=True,
    help="Where the new weights go; nothing uses them until the configuration names the directory.",
)
def train(judged: Path, language: str, out: Path) -> None:
    """Learn on from the shipped weights with the labels in JUDGED, and show what would change.

    JUDGED has JSON lines with `text` and any of `label` (negative, neutral, positive), `stance` (against,
    neutral, for: towards content because it is AI-made) or `backlash` (true, false), `themes` (why people are
    against it), `ai` (true under content known to be AI-made), and `language` (lines in another than --language
    are left out). Learning takes 25 different texts with a label, 25 with a stance that speak of AI (30 where
    others do not), and 25 with themes; of labels at least two, of stances some against and some not. Better are
    some hundreds.

    What is printed was measured on texts left out of training, a fifth at a time. Nothing is scored otherwise
    until `weights` under [streams] names the directory, and all is as before when that line is taken out.

    \b
    A line of JUDGED:
        {"text": "AI slop, no soul", "label": "negative", "stance": "against", "themes": ["slop"]}
    \b
    Example:
        crisis train labels.jsonl --language en
    """
    from rich.console import Console

    from streams.language import Language
    from streams.learning.errors import BadLabelsError, LearningError
    from streams.learning.weights import own_file
    from streams.sentiment.registry import SCORERS

    tongue = Language(language)
    if tongue not in SCORERS:
        raise click.UsageError(f"{language} has no scorer to learn on from")
    learned: dict[Skill, LinearModel] = {}
    try:
        texts, left_out = read_labels(judged, tongue)
        if left_out:
            click.echo(left_out)
        if all(each.label is None and each.stance is None for each in texts):
            raise BadLabelsError("it has neither labels nor stances")
        for skill, learn in _list_skills(tongue, texts, learned):
            try:
                with Console(stderr=True).status(f"learning {skill}, a fifth left out at a time"):
                    difference, learned[skill] = learn()
            except BadLabelsError as exc:
                click.echo(f"{skill} as shipped: {exc}")
            else:
                _show(difference)
    except (LearningError, UnicodeError) as exc:
        raise click.ClickException(f"{judged}: {exc}") from exc
    if not learned:
        raise click.ClickException(f"{judged} has too little to learn from; see crisis train --help")
    for skill, model in learned.items():
        file = own_file(out, skill, tongue)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(model.to_bytes())
        click.echo(f"written: {file}")
    click.echo(
        f'To score with them: weights = "{out.absolute()}" under [streams] of crisis.toml, then start the workers '
        "again; to go back, take the line out and start them again. `crisis check` says what they would score with.\n"
        "In `crisis evaluate --weights` these very texts flatter: they were learned from. Judge others with it."
    )


def _list_skills(
    tongue: "Language", texts: "list[Judged]", learned: "Mapping[Skill, LinearModel]"
) -> "Iterator[tuple[Skill, Callable[[], tuple[Difference, LinearModel]]]]":
    """What there are labels for, each with how to learn it; `learned` is what was learned of those before."""
    from streams.backlash.reasons import load_reasons
    from streams.backlash.registry import CLASSIFIERS
    from streams.learning.own import (
        compare_backlash,
        compare_reasons,
        compare_sentiment,
        learn_backlash,
        learn_reasons,
        learn_sentiment,
    )
    from streams.learning.weights import Skill, load_weights
    from streams.sentiment.registry import SCORERS

    labelled = [each for each in texts if each.label is not None]
    stanced = [each for each in texts if each.stance is not None]
    if labelled:
        feeling = load_weights(Skill.SENTIMENT, tongue)
        yield (
            Skill.SENTIMENT,
            lambda: (
                compare_sentiment(tongue, labelled, feeling),
                learn_sentiment(tongue, labelled, feeling),
            ),
        )
    if stanced and tongue in CLASSIFIERS:
        scorer, stance = SCORERS[tongue](), load_weights(Skill.BACKLASH, tongue)
        yield (
            Skill.BACKLASH,
            lambda: (
                compare_backlash(tongue, stanced, scorer, stance),
                learn_backlash(tongue, stanced, scorer, stance),
            ),
        )
        why = load_reasons(tongue)
        if why is not None and any(each.themes for each in stanced):
            deciding = learned.get(Skill.BACKLASH, stance)
            yield (
                Skill.REASONS,
                lambda: (
                    compare_reasons(tongue, stanced, scorer, stance, why),
                    learn_reasons(tongue, stanced, deciding, why),
                ),
            )


def _show(difference: "Difference") -> None:
    click.echo(str(difference))
    for what, texts in (("right", difference.gained), ("wrong", difference.lost)):
        if texts:
            click.echo(f"  {len(texts)} would now come out {what}, such as:")
        for text in texts[:SHOWN]:
            click.echo(f"  * {clean_excerpt(text, limit=120)}")
    if not difference.gained and not difference.lost:
        click.echo("  no text would come out otherwise")
    click.echo("  (in brackets: 95 % intervals; where they overlap much, the difference may be chance)")
