"""Said lines: the mood, and what people say, ask and want, each one line short enough for a phone."""

from typing import Final

from alerts.excerpt import clean_excerpt
from alerts.figures import write_percent
from alerts.incident import Incident
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from alerts.words.said import SaidWords
from streams.minute import Counts
from streams.said import QUESTIONS_SHOWN, WORDS_SHOWN, Remark, Said
from streams.spike import Spike

WORD_SHOWN: Final = 40
QUESTION_SHOWN: Final = 90
ASKS_SHOWN: Final = 3
ASK_SHOWN: Final = 60


def tell_said(
    found: Spike | Incident, language: Language, *, has_places: bool = False
) -> tuple[tuple[str, str], ...]:
    """Say it in at most four labelled lines; none of what nobody said, and none for records of before.

    Args:
        found: what has it; strangers' words come out of `clean_excerpt`, and a channel still escapes them.
        language: of the labels.
        has_places: add to each quote where to read it again.
    """
    words = VOCABULARIES[language].said
    lines = [(words.mood, _tell_mood(found.mix, words) if found.mix else "")]
    if found.said is not None:
        lines += [
            (words.words, _tell_words(found.said, words)),
            (words.questions, _tell_questions(found.said, words, has_places=has_places)),
            (words.asks, _tell_asks(found.said, words, has_places=has_places)),
        ]
    return tuple((label, value) for label, value in lines if value)


def _tell_mood(mix: Counts, words: SaidWords) -> str:
    scored = mix.negative + mix.neutral + mix.positive
    about = mix.backlash + mix.impartial + mix.favour
    said = []
    if scored > 0:
        said.append(
            words.mood_value.format(
                count=scored,
                negative=write_percent(mix.negative, scored),
                neutral=write_percent(mix.neutral, scored),
                positive=write_percent(mix.positive, scored),
            )
        )
    if about > 0:
        said.append(
            words.stance.format(count=about, against=mix.backlash, impartial=mix.impartial, favour=mix.favour)
        )
    return words.between.join(said)


def _tell_words(said: Said, words: SaidWords) -> str:
    # A word of one person is not what people say.
    often = (one for one in said.words[:WORDS_SHOWN] if one.mentions > 1)
    shown = ((clean_excerpt(one.word, limit=WORD_SHOWN), one.mentions) for one in often)
    return words.between.join(words.counted.format(what=word, count=count) for word, count in shown if word)


def _tell_questions(said: Said, words: SaidWords, *, has_places: bool) -> str:
    shown = [
        (one.mentions, _quote(one, words, QUESTION_SHOWN, has_places=has_places))
        for one in said.questions[:QUESTIONS_SHOWN]
    ]
    return words.between.join(
        words.counted.format(what=asked, count=f"×{count}") if count > 1 else asked
        for count, asked in shown
        if asked
    )


def _tell_asks(said: Said, words: SaidWords, *, has_places: bool) -> str:
    shown = []
    for ask in said.asks[:ASKS_SHOWN]:
        told = words.counted.format(what=words.kinds[ask.kind], count=ask.mentions)
        example = _quote(ask.quotes[0], words, ASK_SHOWN, has_places=has_places) if ask.quotes else ""
        shown.append(f"{told} {example}" if example else told)
    return words.between.join(shown)


def _quote(remark: Remark, words: SaidWords, limit: int, *, has_places: bool) -> str:
    text = clean_excerpt(remark.text, limit=limit)
    if not text:
        return ""
    place = f" ({remark.partition}:{remark.offset}:{remark.line})" if has_places else ""
    return words.quoted.format(text=text) + place
