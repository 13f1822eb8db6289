"""Crowd lines: who seems to be behind a rise, in plain words; never a reason not to tell people of it."""

from alerts.figures import write_count, write_percent
from alerts.incident import Incident
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.crowd import CrowdSign, find_copies, is_toxic, rate_comments, read_signs
from streams.spike import Spike
from streams.voices import count_voices


def tell_crowd(found: Spike | Incident, language: Language) -> tuple[str, ...]:
    """What stands out in the crowd of a spike or an incident, a line for each; empty where nothing does."""
    words, figures = VOCABULARIES[language].crowd, _figures(found)
    signs = read_signs(found.crowd)
    # First: whoever sees that many people engage must not take it for success.
    if is_toxic(found.mentions, found.negative, found.usual_mentions):
        signs = (CrowdSign.TOXIC_ENGAGEMENT, *signs)
    return tuple(words.signs[sign].format_map(figures) for sign in signs)


def _figures(found: Spike | Incident) -> dict[str, str]:
    crowd = found.crowd
    copies, looked_at = find_copies(crowd)
    negative = min(1.0, found.negative / found.mentions) if found.mentions > 0 else 0.0
    return {
        "sampled": str(looked_at),
        "copied": write_percent(copies, looked_at),
        "largest": str(crowd.largest),
        "hollow": write_percent(crowd.hollow, crowd.sampled),
        "quality": f"{rate_comments(crowd, negative) or 0.0:.2f}",
        "voices": str(min(count_voices(crowd.voices), crowd.signed)),  # About: it may come out above.
        "signed": str(crowd.signed),
        "once": str(crowd.once),
        "told": str(crowd.told),
        "probing": str(crowd.probing),
        "angry": write_count(crowd.angry.each),
        "times": write_count(found.mentions / max(found.usual_mentions or 0.0, 1.0)),
        "hostile": write_percent(found.negative, found.mentions),
        "others": write_count(crowd.others.each),
    }
