"""Shipping: trains the weights this package ships, from sets whose licence lets them ship and from our own posts.

`python -m streams.learning.shipping SETS [PHRASES]` writes them; SETS is a directory with the public sets of
`sources.MAY_SHIP`, PHRASES the scenario phrases of deploy/ (ours as well).
"""

import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from streams.backlash.naming import names_ai
from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.course import (
    BACKLASH,
    SENTIMENT,
    add_words,
    calibrate_sentiment,
    train_backlash,
    train_reasons,
    train_sentiment,
)
from streams.learning.judged import Judged
from streams.learning.lessons import (
    Lesson,
    forum_lesson,
    newer_lesson,
    our_lesson,
    short_lesson,
    talk_lesson,
    under_lesson,
    voices_lesson,
)
from streams.learning.linear import LinearModel, average
from streams.learning.portions import (
    BACKLASH_LEAN,
    BACKLASH_RECIPES,
    CALM_VOICES,
    CHATTER,
    CHATTER_OF_OURS,
    LEAN,
    LINES_IN_REASONS,
    MIXES,
    OURS,
    PORTIONS,
    RECIPES,
    SCENARIO,
    SHORT,
    SURE_ON_POSTS,
    TALK,
    THREADS,
    UNDER,
    UNDER_VOICES,
    VOICES,
    WORD_MET,
    WORD_MET_ELSE,
    Chatter,
    Mix,
)
from streams.learning.sources import MAY_SHIP, read_source, shuffled
from streams.learning.weights import Skill, shipped_name
from streams.reading import Label, Stance
from streams.sentiment.lexical import LearnedScorer
from streams.sentiment.raters import RATERS

PACKAGE: Final = Path(__file__).parent.parent

_KINDS: Final[Mapping[str, tuple[Stance, Label | None]]] = {
    "backlash": (Stance.AGAINST, Label.NEGATIVE),
    "sarcasm": (Stance.AGAINST, Label.NEGATIVE),
    "complaint": (Stance.NEUTRAL, Label.NEGATIVE),
    "neutral": (Stance.NEUTRAL, Label.NEUTRAL),
    "question": (Stance.NEUTRAL, Label.NEUTRAL),
    "praise": (Stance.NEUTRAL, Label.POSITIVE),
    "support": (Stance.FOR, Label.POSITIVE),
    "trap": (Stance.NEUTRAL, None),
}
_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_SLOT: Final = re.compile(r"@?\{(\w+)\}")


def public_lessons(language: Language, sets: Path) -> list[Lesson]:
    """The portions of the public sets."""
    readers = MAY_SHIP[language]
    return [
        Lesson(name, shuffled(read_source(sets / name, readers[name]))[:most], weight)
        for name, (most, weight) in PORTIONS[language].items()
    ]


LEARNED: Final = ("film", "calm")
KEPT_APART: Final = ("film_ai", "calm_more")
"""Files of scenario phrases."""


def scenario_lesson(
    language: Language,
    phrases: Path,
    weight: float = 1.0,
    part: int | None = None,
    names: Sequence[str] = LEARNED,
) -> Lesson:
    """The phrases of the shipped scenario; `part` 0 or 1 takes every other line, to test on the rest."""
    texts: dict[Judged, None] = {}
    for name in names:
        for group in tomllib.loads((phrases / language / f"{name}.toml").read_text(encoding="utf-8"))[
            "groups"
        ]:
            if group["kind"] not in _KINDS:
                continue
            stance, label = _KINDS[group["kind"]]
            for number, line in enumerate(group["lines"].strip().splitlines()):
                if part is None or number % 2 == part:
                    text = _SLOT.sub("Hollins", _CHOICE.sub(lambda choice: choice[1].split("|")[0], line))
                    under_ai = name.startswith("film")
                    texts[Judged(text=text, stance=stance, label=label, under_ai=under_ai)] = None
    return Lesson("scenario phrases", tuple(texts), weight)


def chatter_lessons(language: Language, sets: Path) -> list[Lesson]:
    """Talk about anything, as if under AI-made content: most of what stands there is not backlash.

    Where only calm texts are taken, it is since angry ones might be backlash under such content.
    """
    return [_take_chatter(language, chatter, sets) for chatter in CHATTER.get(language, ())]


def _take_chatter(language: Language, chatter: Chatter, sets: Path) -> Lesson:
    texts = shuffled(read_source(sets / chatter.file, MAY_SHIP[language][chatter.file]))[: chatter.most]
    written = _to_traditional() if chatter.is_simplified else str
    taken = [
        Judged(text=written(each.text), stance=Stance.NEUTRAL, under_ai=True)
        for each in texts
        if each.label != Label.NEGATIVE or (chatter.is_angry_too and not names_ai(each.text, language))
    ]
    return Lesson(f"{chatter.file} as chatter", taken, chatter.weight)


def _to_traditional() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415  # who builds weights has it (CONTRIBUTING), who uses them need not

    convert: Callable[[str], str] = OpenCC("s2twp").convert
    return convert


def _under_ai(talk: Lesson) -> Lesson:
    """The same talk as if under AI-made content: a lost parcel is not backlash there either."""
    return replace(
        talk,
        name=f"{talk.name} as chatter",
        texts=tuple(replace(each, under_ai=True) for each in talk.texts),
    )


def _calm_voices(language: Language, weight: float) -> Lesson:
    calm = (
        each
        for each in voices_lesson(language).texts
        if each.stance is Stance.NEUTRAL and not each.under_ai and not names_ai(each.text, language)
    )
    return _under_ai(Lesson("our own calm posts of many voices", tuple(calm), weight))


def _part(language: Language, voices: Lesson, times: float = 1.0) -> list[Lesson]:
    """A sheet of many voices, in two where those under AI-made content count otherwise."""
    voices = replace(voices, weight=voices.weight * times)
    if language not in UNDER_VOICES:
        return [voices]
    named, under = (
        tuple(each for each in voices.texts if each.under_ai is is_under) for is_under in (False, True)
    )
    return [
        replace(voices, texts=named),
        Lesson(f"{voices.name} under AI-made content", under, UNDER_VOICES[language] * times),
    ]


def build_sentiment(language: Language, sets: Path, phrases: Path | None = None) -> LinearModel:
    """A language's sentiment."""
    lessons = [*public_lessons(language, sets), our_lesson(language, OURS[language])]
    if language in TALK:
        lessons += [talk_lesson(language, TALK[language]), forum_lesson(language, OURS[language] / 2)]
    if phrases is not None and language in SCENARIO:
        lessons.append(scenario_lesson(language, phrases))
    comments = short_lesson(language)
    taught = list(lessons)
    if language in SHORT:
        taught.append(replace(comments, weight=SHORT[language]))
    sentiment = train_sentiment(
        language, taught, card=_card([*lessons, comments]), recipe=RECIPES.get(language, SENTIMENT)
    )
    sentiment = add_words(language, sentiment, lessons, comments, met=WORD_MET.get(language, WORD_MET_ELSE))
    if phrases is not None and language in SURE_ON_POSTS:
        apart = scenario_lesson(language, phrases, names=KEPT_APART)
        sentiment = calibrate_sentiment(language, sentiment, apart)
    return _lean(sentiment, LEAN.get(language, 0.0))


def build_backlash(
    language: Language, sentiment: LinearModel, sets: Path, phrases: Path | None = None
) -> LinearModel:
    """A language's backlash, over its sentiment."""
    scorer = LearnedScorer(RATERS[language](), language, sentiment)
    recipe = BACKLASH_RECIPES.get(language, BACKLASH)
    models = []
    for mix in MIXES.get(language, (Mix(),)):
        lessons = _mix_lessons(language, mix, sets, phrases)
        ordered = replace(recipe, seed=mix.seed)
        models.append(train_backlash(language, lessons, scorer, card=_card(lessons), recipe=ordered))
    backlash = models[0] if len(models) == 1 else average(models, recipe.smallest)
    return _lean(backlash, BACKLASH_LEAN.get(language, 0.0))


def _mix_lessons(language: Language, mix: Mix, sets: Path, phrases: Path | None) -> list[Lesson]:
    lessons = [
        our_lesson(language, 0.5),
        forum_lesson(language, THREADS.get(language, 1.0) * mix.threads),
        _under_ai(talk_lesson(language, CHATTER_OF_OURS.get(language, 0.1))),
    ]
    lessons += [
        replace(chatter, weight=chatter.weight * mix.chatter) for chatter in chatter_lessons(language, sets)
    ]
    if language in UNDER:
        lessons.append(under_lesson(language, UNDER[language]))
    if language in CALM_VOICES:
        lessons.append(_calm_voices(language, CALM_VOICES[language]))
    if language in VOICES:
        lessons += _part(language, voices_lesson(language, VOICES[language]))
    if mix.newer:
        lessons += _part(language, newer_lesson(language, VOICES[language]), mix.newer)
    if phrases is not None and language in SCENARIO:
        lessons.append(scenario_lesson(language, phrases, SCENARIO[language]))
    return lessons


def build_reasons(language: Language, backlash: LinearModel) -> LinearModel:
    """A language's reasons, over its backlash."""
    lessons = [
        voices_lesson(language),
        newer_lesson(language),
        our_lesson(language, LINES_IN_REASONS),
        forum_lesson(language, LINES_IN_REASONS),
    ]
    return train_reasons(language, lessons, backlash, card=_card(lessons))


def _lean(model: LinearModel, by: float) -> LinearModel:
    """Towards the first class: negative, or against."""
    first, *others = model.bias
    return replace(model, bias=(first + by, *others))


def _card(lessons: list[Lesson]) -> dict[str, object]:
    return {"trained on": {lesson.name: len(lesson.texts) for lesson in lessons}, "may ship": True}


def main(arguments: list[str]) -> None:
    """Write all weights, or those of the languages named after the directories."""
    sets, phrases = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else None
    for language in map(Language, arguments[2:] or RATERS):
        sentiment = _write(Skill.SENTIMENT, language, build_sentiment(language, sets, phrases))
        if language in CLASSIFIERS:
            backlash = _write(Skill.BACKLASH, language, build_backlash(language, sentiment, sets, phrases))
            _write(Skill.REASONS, language, build_reasons(language, backlash))


def _write(skill: Skill, language: Language, model: LinearModel) -> LinearModel:
    """The model as it will be read: stored weights are rounded."""
    raw = model.to_bytes()
    (PACKAGE / shipped_name(skill, language)).write_bytes(raw)
    return LinearModel.from_bytes(raw)


if __name__ == "__main__":
    main(sys.argv[1:])
