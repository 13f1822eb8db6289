"""Parts: what stands in an alert between its reasons and its quotes, a title with a line for each thing to know."""

from alerts.crowdlines import tell_crowd
from alerts.incident import Incident
from alerts.letter import Letter
from alerts.piecelines import tell_pieces
from alerts.tonelines import tell_tone
from alerts.words.registry import VOCABULARIES


def list_parts(letter: Letter, incident: Incident) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles with their lines, cleaned of what could act; a part with nothing to say is left out."""
    vocabulary = VOCABULARIES[letter.language]
    parts = (
        (vocabulary.pieces.title, tell_pieces(incident, letter.contents, letter.language)),
        (vocabulary.crowd.title, tell_crowd(incident, letter.language)),
        (vocabulary.tone.title, tell_tone(incident, letter.language)),
    )
    return tuple((title, lines) for title, lines in parts if lines)
