"""`crisis evaluate`: how good the scores are, on your own labels and on public sets."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for the models.

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from streams.language import Language
    from streams.learning.judged import Judged

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "hu", "ja", "es")
SHOWN = 10
"""Disagreements printed."""
HOW_TO_HEAR = "install the sentence encoder: pip install 'crisis-monitor[more]'."


@click.command()
@click.option(
    "--judged",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your labels: JSON lines with `text` and any of label, stance or backlash, themes, ai.",
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of --judged."
)
@click.option(
    "--sets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A directory with the public sets; streams/learning/exams.py names them.",
)
@click.option(
    "--weights",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="What `crisis train` wrote; without it, the shipped weights.",
)
@click.option(
    "--more",
    is_flag=True,
    help="With --sets: a column of its own for weights that learned on from the sets themselves, a fifth left out at a time; English and Simplified Chinese are learned better where crisis-monitor[more] is installed. Minutes.",
)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write it as Markdown, with a plot."
)
def evaluate(  # noqa: PLR0917 - click calls it by name.
    judged: Path | None,
    language: str,
    sets: Path | None,
    weights: Path | None,
    more: bool,  # noqa: FBT001 - click passes it by name.
    report: Path | None,
) -> None:
    """Compare the scores with people's labels: figures with 95 % intervals, disagreements, calibration.

    \b
    Examples:
        crisis evaluate --judged labels.jsonl --language hu
        crisis evaluate --sets data --more --report scores.md
    """
    from streams.language import Language
    from streams.learning.errors import LearningError

    if judged is None and sets is None:
        raise click.UsageError("say on what: --judged FILE, --sets DIRECTORY or both")
    lines: list[str] = ["# How good the scores are", ""]
    lines.append(f"Weights: {weights or 'as shipped'}. In brackets: 95 % bootstrap intervals.")
    try:
        if sets is not None:
            for line in _sit_exams(sets, weights, more=more):
                _say(lines, line)
        if judged is not None:
            for line in _judge(judged, Language(language), weights, report):
                _say(lines, line)
    except (LearningError, OSError) as exc:
        raise click.ClickException(str(exc)) from exc
    if report is not None:
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
        click.echo(f"written: {report}")


def _say(lines: list[str], line: str) -> None:
    click.echo(line)
    lines.append(line)


def _sit_exams(sets: Path, weights: Path | None, *, more: bool) -> Iterator[str]:
    from streams.language import Language
    from streams.learning.encoder import load_encoder
    from streams.learning.exams import EXAMS, sit
    from streams.learning.more import sit_with_more
    from streams.learning.weights import Skill, load_weights
    from streams.sentiment.english import EnglishScorer
    from streams.sentiment.registry import SCORERS

    encoder = load_encoder() if more else None
    if more:
        yield ""
        yield (
            f"Trained with more, by words alone; for better figures in English and Simplified Chinese {HOW_TO_HEAR}"
            if encoder is None
            else "Trained with more, English and Simplified Chinese by a sentence encoder besides."
        )
    yield ""
    yield "| set | measure | model | trained with more, never shipped | vaderSentiment alone |"
    yield "|---|---|---|---|---|"
    for exam in EXAMS:
        texts = exam.read(sets)
        if not texts:
            yield f"| {exam.title} | – | not there | – | – |"
            continue
        alone = EnglishScorer() if exam.language is Language.EN else None
        shipped = load_weights(Skill.SENTIMENT, exam.language, weights)
        learned = sit_with_more(exam, texts, shipped, encoder) if more else {}
        for result in sit(exam, texts, SCORERS[exam.language](weights), alone):
            beside = learned.get(result.measure, "–")
            yield f"| {exam.title} | {result.measure} | {result.ours} | {beside} | {result.alone or '–'} |"


def _judge(file: Path, language: "Language", weights: Path | None, report: Path | None) -> Iterator[str]:
    from streams.learning.evaluation import evaluate_sentiment
    from streams.learning.judged import read_lines
    from streams.learning.plot import draw_bars, draw_picture
    from streams.sentiment.registry import SCORERS

    if language not in SCORERS:
        raise click.UsageError(f"{language} has no scorer")
    texts = list(read_lines(file.read_text(encoding="utf-8").splitlines()))
    scorer = SCORERS[language](weights)
    if any(each.label is not None for each in texts):
        found = evaluate_sentiment(texts, scorer.score)
        yield ""
        yield f"Sentiment, {file.name}, {language}:"
        yield ""
        yield f"* disagreement with people: {1 - found.accuracy.value:.1%} of {found.accuracy.texts:,}"
        yield f"* macro recall {found.macro_recall}"
        yield f"* negative precision {found.negative_precision}, recall {found.negative_recall}"
        yield f"* confidence is off by {found.calibration_error:.3f} on average"
        yield ""
        yield "```"
        yield from draw_bars(found.bins)
        yield "```"
        if report is not None:
            picture = report.with_suffix(".svg")
            picture.write_text(draw_picture(found.bins, f"{file.name}, {language}"), encoding="utf-8")
            yield f"![calibration]({picture.name})"
        for text, people, ours in found.disagreements[:SHOWN]:
            yield f"* people say {people}, the scorer {ours}: {' '.join(text.split())[:120]}"
    if any(each.stance is not None for each in texts):
        yield from _judge_backlash(texts, language, weights)


def _judge_backlash(texts: "list[Judged]", language: "Language", weights: Path | None) -> Iterator[str]:
    from streams.backlash.registry import CLASSIFIERS
    from streams.learning.evaluation import evaluate_backlash
    from streams.sentiment.registry import SCORERS

    if language not in CLASSIFIERS:
        yield f"Backlash cannot be told in {language}."
        return
    scorer, classifier = SCORERS[language](weights), CLASSIFIERS[language](weights)
    found = evaluate_backlash(
        texts, lambda each: classifier.classify(each.text, scorer.score(each.text), under_ai=each.under_ai)
    )
    yield ""
    yield f"Backlash, {language}: F1 {found.f1}, precision {found.precision}, recall {found.recall}"
    yield from (f"* {theme}: F1 {figure}" for theme, figure in found.themes.items())
    yield from (f"* missed: {' '.join(text.split())[:120]}" for text in found.missed[:SHOWN])
    yield from (f"* false: {' '.join(text.split())[:120]}" for text in found.false[:SHOWN])
