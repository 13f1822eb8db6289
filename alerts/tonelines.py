"""Tone lines: how the brand itself sounds while people talk, where that may be part of why they are angry."""

from alerts.figures import write_percent
from alerts.incident import Incident
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.wording import ALIKE_FROM, CANNED_FROM


def tell_tone(incident: Incident, language: Language) -> tuple[str, ...]:
    """A line each for canned replies and for posts that are all alike; empty where neither stands out."""
    words, wording = VOCABULARIES[language].tone, incident.wording
    if wording is None:
        return ()
    lines = []
    canned = wording.canned_share
    if canned is not None and canned >= CANNED_FROM:
        share = write_percent(wording.canned, wording.replies)
        lines.append(words.canned.format(share=share, canned=wording.canned, replies=wording.replies))
    if wording.alike is not None and wording.alike >= ALIKE_FROM:
        lines.append(words.alike.format(index=f"{wording.alike:.2f}", posts=wording.posts))
    return tuple(lines)
