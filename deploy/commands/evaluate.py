"""`crisis evaluate`: how good the scores are, on your own labels and on public sets."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for the models.

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alerts.excerpt import clean_excerpt
from deploy.commands.labels import read_labels

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
    help="Your labels: JSON lines with `text` and any of label, stance or backlash, themes, ai, language; `crisis train --help` shows one.",
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

    Shipped weights are compared, or with --weights your own: run it once with and once without to see both.

    \b
    Examples:
        crisis evaluate --judged labels.jsonl --report scores.md
        crisis evaluate --judged cimkek.jsonl --language hu --weights weights
        crisis evaluate --sets data --more --report scores.md
    """
    from streams.language import Language
    from streams.learning.errors import LearningError
    from streams.learning.weights import list_own

    if judged is None and sets is None:
        raise click.UsageError("say on what: --judged FILE, --sets DIRECTORY or both")
    lines: list[str] = ["# How good the scores are", ""]
    lines.append(f"Weights: {weights or 'as shipped'}. In brackets: 95 % bootstrap intervals.")
    try:
        if weights is not None:
            lines.append(f"Of its own it has {', '.join(list_own(weights))}; the rest is as shipped.")
        if sets is not None:
            for line in _sit_exams(sets, weights, more=more):
                _say(lines, line)
        if judged is not None:
            for line in _judge(judged, Language(language), weights, report):
                _say(lines, line)
    except (LearningError, OSError, UnicodeError) as exc:
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


def _doubt_language(texts: Sequence[str], language: "Language") -> str | None:
    """What to say where most of the texts look like another language than was said."""
    from streams.language import Language, LanguageJudge
    from streams.sentiment.taming import tame

    judge = LanguageJudge()
    counts = Counter(judge.judge(tame(text), None).language for text in texts)
    likely, count = counts.most_common(1)[0]
    if likely in {language, Language.OTHER} or 2 * count <= len(texts):
        return None
    return (
        f"{count:,} of {len(texts):,} texts look like {likely}, and are judged as {language}: "
        f"if they are, say --language {likely}."
    )


def _judge(file: Path, language: "Language", weights: Path | None, report: Path | None) -> Iterator[str]:
    from streams.learning.errors import BadLabelsError
    from streams.learning.evaluation import evaluate_sentiment
    from streams.learning.plot import draw_bars, draw_picture
    from streams.sentiment.registry import SCORERS

    if language not in SCORERS:
        raise click.UsageError(f"{language} has no scorer")
    texts, left_out = read_labels(file, language)
    if left_out:
        yield ""
        yield left_out
    if all(each.label is None and each.stance is None for each in texts):
        raise BadLabelsError(
            f"{file}: no line has a `label`, a `stance` or `backlash`: there is nothing to compare"
        )
    if doubt := _doubt_language([each.text for each in texts], language):
        yield ""
        yield doubt
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
        yield "How sure it claims to be (`|`), and how often it was right then (`#`): they should meet."
        yield ""
        yield "```"
        yield from draw_bars(found.bins)
        yield "```"
        if report is not None:
            picture = report.with_suffix(".svg")
            picture.write_text(draw_picture(found.bins, f"{file.name}, {language}"), encoding="utf-8")
            yield f"![calibration]({picture.name})"
        yield from _list_some(
            "Judged otherwise",
            [f"people say {people}, the scorer {ours}: {text}" for text, people, ours in found.disagreements],
        )
    if any(each.stance is not None for each in texts):
        yield from _judge_backlash(file, texts, language, weights)


def _judge_backlash(
    file: Path, texts: "list[Judged]", language: "Language", weights: Path | None
) -> Iterator[str]:
    from streams.backlash.registry import CLASSIFIERS
    from streams.learning.evaluation import classify_judged, evaluate_backlash
    from streams.sentiment.registry import SCORERS

    if language not in CLASSIFIERS:
        yield f"Backlash cannot be told in {language}."
        return
    scorer, classifier = SCORERS[language](weights), CLASSIFIERS[language](weights)
    found = evaluate_backlash(texts, partial(classify_judged, classifier, scorer))
    yield ""
    yield f"Backlash, {file.name}, {language}: against content because it is AI-made"
    yield ""
    yield f"* F1 {found.f1}"
    yield f"* precision {found.precision}, recall {found.recall}"
    if found.favour is not None:
        yield f"* for it instead, F1 {found.favour}"
    if found.themes:
        yield ""
        yield "Why they are against it (F1 of each reason that people named):"
        yield ""
        yield from (f"* {theme}: {figure}" for theme, figure in found.themes.items())
    yield from _list_some("Backlash that was missed", found.missed)
    yield from _list_some("Taken for backlash, and is none", found.false)


def _list_some(title: str, texts: Sequence[str]) -> Iterator[str]:
    if not texts:
        return
    shown = "all" if len(texts) <= SHOWN else f"the first {SHOWN}"
    yield ""
    yield f"{title}, {shown} of {len(texts):,}:"
    yield ""
    yield from (f"* {clean_excerpt(text, limit=160)}" for text in texts[:SHOWN])
