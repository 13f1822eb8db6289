"""Courses: from judged texts to weights, for sentiment and for backlash. `crisis train` calls these."""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from streams.backlash.classifier import CLASSES as STANCES
from streams.backlash.classifier import BacklashClassifier
from streams.backlash.reasons import POSTS
from streams.backlash.theme import Theme
from streams.language import UNSPACED, Language
from streams.learning.emphasis import is_mark, is_marked_word, level_marks
from streams.learning.errors import BadLabelsError
from streams.learning.features import EMOJI, features_for
from streams.learning.ladders import CLIMBED, climb, come_down
from streams.learning.lessons import Lesson
from streams.learning.linear import LinearModel
from streams.learning.particles import is_telling
from streams.learning.trainer import COOLER, Example, Recipe, Tagged, calibrate, extend, train, train_tags
from streams.reading import Stance
from streams.sentiment.lexical import CLASSES as LABELS
from streams.sentiment.lexical import note
from streams.sentiment.raters import RATERS
from streams.sentiment.scorer import Scorer
from streams.sentiment.taming import tame

HELD_OUT: Final = 0.1
"""Share kept back to fit the temperature."""

LEAST_HELD_OUT: Final = 100
"""Texts that tell a temperature. Whoever learns on from fewer keeps the one they started with."""

SENTIMENT: Final = Recipe(epochs=3, rate=0.08, seen_at_least=3, smallest=0.05, balance=1.0)
BACKLASH: Final = Recipe(epochs=8, rate=0.1, seen_at_least=2, smallest=0.05, balance=0.6)
COMMENTS: Final = Recipe(epochs=8, rate=0.2, decay=1e-4, seen_at_least=1, smallest=0.05, balance=1.0)
REASONS: Final = Recipe(epochs=8, rate=0.1, decay=1e-4, seen_at_least=2, smallest=0.15)
"""Five to twelve epochs and a pull from a tenth to five times of this give the same but for noise; so do the weights
below .15, which are half of them."""


# Our own posts speak of AI mostly in anger; its name alone must not become an insult.
_SUBJECT: Final = re.compile(
    r"(?:^|[ _])(?:ai|a\.i|chatgpt|midjourney|generative|generated|ai-generated|generált|mesterséges)(?:$|[ \-'])"
    r"|生成|人工智|chatgpt|midjourney"
)
_SUBJECTS: Final[Mapping[Language, re.Pattern[str]]] = {
    Language.ES: re.compile(
        r"(?:^|[ _])(?:ias?|ai|i\.a|chatgpt|midjourney|inteligencia|artificial|generativa|generad[oa]s?)(?:$|[ \-'])"
    ),
}
"""Where its name is another."""


def train_sentiment(
    language: Language,
    lessons: Iterable[Lesson],
    *,
    card: Mapping[str, object] | None = None,
    recipe: Recipe = SENTIMENT,
    start: LinearModel | None = None,
) -> LinearModel:
    """Weights for a language's sentiment.

    Raises:
        BadLabelsError: too few texts, all of one label, or a label without any and nothing to start from.
    """
    examples = _take_labelled(language, lessons)
    if start is not None or language not in CLIMBED:
        return level_marks(_finish(examples, LABELS, recipe, card, start), language)
    climbing = [replace(example, features=climb(example.features)) for example in examples]
    return level_marks(come_down(_finish(climbing, LABELS, recipe, card, start)), language)


def add_words(
    language: Language,
    model: LinearModel,
    lessons: Iterable[Lesson],
    comments: Lesson,
    *,
    met: int,
    recipe: Recipe = COMMENTS,
) -> LinearModel:
    """The same sentiment with the words of short comments which `lessons`, that taught it, held less than `met` times.

    A comment of one word says what that word feels like, and nothing else does. What longer texts have taught stays:
    "fire" alone is praise, in a sentence it seldom is. Emoji are learned anew, marks and single signs are not.
    """
    known = Counter(
        feature for example in _take_labelled(language, lessons) for feature in set(example.features)
    )
    least = 2 if language in UNSPACED else 1

    def may_learn(feature: str) -> bool:
        if feature[0] in "~^" or is_mark(feature):
            return False
        return EMOJI.fullmatch(feature) is not None or (len(feature) >= least and known[feature] < met)

    examples = _take_labelled(language, [comments])
    random.Random(recipe.seed).shuffle(examples)  # noqa: S311  # the order of examples, not a secret
    return extend(model, examples, recipe, may_learn)


def calibrate_sentiment(language: Language, model: LinearModel, lesson: Lesson) -> LinearModel:
    """The same weights with the temperature that suits the lesson's kind of text, which must be new to them."""
    return calibrate(model, _take_labelled(language, [lesson]), COOLER)


def _take_labelled(language: Language, lessons: Iterable[Lesson]) -> list[Example]:
    rater, take_apart = RATERS[language](), features_for(language)
    return [
        Example(
            _without_subject(
                [
                    *note(rater.rate(tamed), tamed),
                    *(each for each in take_apart(tamed) if not is_marked_word(each)),
                ],
                language,
            ),
            judged.label,
            lesson.weight,
        )
        for lesson in lessons
        for judged in lesson.texts
        if judged.label is not None and (tamed := tame(judged.text)).strip()
    ]


def train_backlash(
    language: Language,
    lessons: Iterable[Lesson],
    scorer: Scorer,
    *,
    card: Mapping[str, object] | None = None,
    recipe: Recipe = BACKLASH,
    start: LinearModel | None = None,
) -> LinearModel:
    """Weights for a language's stance towards AI-made content; texts that do not touch AI are skipped.

    Raises:
        BadLabelsError: too few texts, or a stance without any; when learning on, all against AI-made content or none.
    """
    classifier, take_apart = BacklashClassifier(language), features_for(language)
    examples = []
    for lesson in lessons:
        for judged in lesson.texts:
            tamed = tame(judged.text)
            seen = classifier.look(tamed, scorer.score(tamed), under_ai=judged.under_ai)
            if judged.stance is not None and seen.is_about_ai:
                telling = (each for each in take_apart(seen.text) if is_telling(each, language))
                features = (*seen.notes, *telling)
                examples.append(Example(features, judged.stance, lesson.weight))
    if start is not None:
        _want_both_sides(examples)
    return _finish(examples, STANCES, recipe, card, start)


def _want_both_sides(examples: Sequence[Example]) -> None:
    against = sum(example.label == Stance.AGAINST for example in examples)
    if examples and against in {0, len(examples)}:
        said, other = ("all", "are not") if against else ("none", "are")
        raise BadLabelsError(
            f"{len(examples)} texts, {said} against AI-made content; learning takes some that {other}, too, "
            "beside those left out"
        )


def train_reasons(
    language: Language,
    lessons: Iterable[Lesson],
    backlash: LinearModel,
    *,
    card: Mapping[str, object] | None = None,
    recipe: Recipe = REASONS,
    start: LinearModel | None = None,
) -> LinearModel:
    """Weights for why a text is against AI-made content, from those that are.

    Only features that the backlash model knows are learned, as it is for what that finds that reasons are read.

    Raises:
        BadLabelsError: too few texts, or a theme without any and nothing to start from.
    """
    take_apart = features_for(language)
    known = {feature for feature, _ in backlash.rows() if not feature.startswith("~")}
    examples = [
        Tagged(
            tuple(
                [
                    each
                    for each in take_apart(unicodedata.normalize("NFKC", tame(judged.text)))
                    if each in known
                ]
            ),
            frozenset(map(str, judged.themes)),
            lesson.weight,
        )
        for lesson in lessons
        for judged in lesson.texts
        if judged.stance is Stance.AGAINST
    ]
    random.Random(recipe.seed).shuffle(examples)  # noqa: S311  # the order of examples, not a secret
    before = start.card.get(POSTS, 0) if start is not None else 0
    learned = round(sum(example.weight for example in examples)) + (before if isinstance(before, int) else 0)
    return train_tags(examples, tuple(map(str, Theme)), recipe, {**(card or {}), POSTS: learned}, start)


def _without_subject(features: Iterable[str], language: Language) -> tuple[str, ...]:
    subject = _SUBJECTS.get(language, _SUBJECT)
    return tuple(feature for feature in features if not subject.search(feature))


def _finish(
    examples: list[Example],
    classes: Sequence[str],
    recipe: Recipe,
    card: Mapping[str, object] | None,
    start: LinearModel | None,
) -> LinearModel:
    random.Random(recipe.seed).shuffle(examples)  # noqa: S311  # the order of examples, not a secret
    kept_back = examples[: int(len(examples) * HELD_OUT)]
    if start is not None and len(kept_back) < LEAST_HELD_OUT:
        kept_back = []
    model = train(examples[len(kept_back) :], classes, recipe, card, start)
    return calibrate(model, kept_back)
