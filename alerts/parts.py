"""Parts: what stands in an alert between its reasons and its quotes, a title with a line for each thing to know."""

from collections.abc import Iterable

from alerts.crowdlines import tell_crowd
from alerts.incident import Incident
from alerts.piecelines import tell_pieces
from alerts.tonelines import tell_tone
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from connectors.ai_content import AiContent


def list_parts(
    incident: Incident, language: Language, contents: Iterable[AiContent] | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles with their lines, cleaned of what could act; a part with nothing to say is left out.

    Args:
        incident: what has it.
        language: of the reader.
        contents: what the incident's brand has registered as AI-made; without it nothing is said of pieces.
    """
    vocabulary = VOCABULARIES[language]
    pieces = () if contents is None else tell_pieces(incident, contents, language)
    parts = (
        (vocabulary.pieces.title, pieces),
        (vocabulary.crowd.title, tell_crowd(incident, language)),
        (vocabulary.tone.title, tell_tone(incident, language)),
    )
    return tuple((title, lines) for title, lines in parts if lines)
