"""`crisis train`: learn from your own labels, and see the difference before you switch."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for the models.

from pathlib import Path

import click

from deploy.commands.evaluate import LANGUAGES


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
    """Learn on from the shipped weights with the labels in JUDGED.

    JUDGED has JSON lines with `text` and any of `label` (negative, neutral, positive), `stance` (against,
    neutral, for) or `backlash` (true, false), `themes`, and `ai` (true under content known to be AI-made).
    What is printed was measured on texts left out of training, a fifth at a time.

    \b
    Example:
        crisis train labels.jsonl --language en
    """
    from rich.console import Console

    from streams.backlash.registry import CLASSIFIERS
    from streams.language import Language
    from streams.learning.errors import LearningError
    from streams.learning.judged import read_lines
    from streams.learning.own import compare_backlash, compare_sentiment, learn_backlash, learn_sentiment
    from streams.learning.weights import Skill, load_weights, own_file
    from streams.sentiment.registry import SCORERS

    tongue = Language(language)
    if tongue not in SCORERS:
        raise click.UsageError(f"{language} has no scorer to learn on from")
    try:
        texts = list(read_lines(judged.read_text(encoding="utf-8").splitlines()))
        labelled = [each for each in texts if each.label is not None]
        stanced = [each for each in texts if each.stance is not None]
        if not labelled and not stanced:
            raise click.ClickException(f"{judged} has neither labels nor stances")
        learned = {}
        with Console(stderr=True).status("learning, a fifth left out at a time"):
            if labelled:
                shipped = load_weights(Skill.SENTIMENT, tongue)
                click.echo(str(compare_sentiment(tongue, labelled, shipped)))
                learned[Skill.SENTIMENT] = learn_sentiment(tongue, labelled, shipped)
            if stanced and tongue in CLASSIFIERS:
                scorer, shipped = SCORERS[tongue](), load_weights(Skill.BACKLASH, tongue)
                click.echo(str(compare_backlash(tongue, stanced, scorer, shipped)))
                learned[Skill.BACKLASH] = learn_backlash(tongue, stanced, scorer, shipped)
    except LearningError as exc:
        raise click.ClickException(str(exc)) from exc
    for skill, model in learned.items():
        file = own_file(out, skill, tongue)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(model.to_bytes())
        click.echo(f"written: {file}")
    click.echo(f'to score with them: weights = "{out}" under [streams], then start the workers again')
