"""Crowd lines: who seems to be behind a rise, in plain words; never a reason not to tell people of it."""

from alerts.figures import write_count, write_percent
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.crowd import find_copies, read_signs
from streams.minute import Crowd
from streams.voices import count_voices


def tell_crowd(crowd: Crowd, language: Language) -> str:
    """What stands out in a crowd, as one line; empty where nothing does."""
    words = VOCABULARIES[language].crowd
    return words.separator.join(words.signs[sign].format_map(_figures(crowd)) for sign in read_signs(crowd))


def _figures(crowd: Crowd) -> dict[str, str]:
    copies, looked_at = find_copies(crowd)
    return {
        "sampled": str(looked_at),
        "copied": write_percent(copies, looked_at),
        "hollow": write_percent(crowd.hollow, crowd.sampled),
        "voices": str(count_voices(crowd.voices)),
        "signed": str(crowd.signed),
        "once": str(crowd.once),
        "told": str(crowd.told),
        "probing": str(crowd.probing),
        "angry": write_count(crowd.angry.each),
        "others": write_count(crowd.others.each),
    }
