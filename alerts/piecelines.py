"""Piece lines: under which registered AI-made content a rise stands, how it was disclosed and whose AI made it."""

from collections.abc import Iterable, Iterator
from typing import Final

from alerts.excerpt import clean_excerpt, cut
from alerts.exhibit import TITLE_KEPT
from alerts.incident import Incident
from alerts.words.language import Language
from alerts.words.pieces import PieceWords
from alerts.words.registry import VOCABULARIES
from connectors.ai_content import AiContent
from streams.pieces import rank_pieces
from streams.reading import Label

PIECES_SHOWN: Final = 3
_WORDS_SHOWN: Final = 160
"""Of a disclosure; all of it stands in the configuration."""
_NAME_SHOWN: Final = 100


def tell_pieces(incident: Incident, contents: Iterable[AiContent], language: Language) -> tuple[str, ...]:
    """Say it of the pieces that most mentions stand under, a few lines each; empty where none does.

    What is registered may have changed since: what stands in the configuration now is told.

    Args:
        incident: with its mentions by piece.
        contents: what the incident's brand has registered.
        language: of the reader.
    """
    words = VOCABULARIES[language].pieces
    known: dict[str, AiContent] = {}
    for content in contents:
        known.setdefault(cut(content.title, TITLE_KEPT), content)
    lines: list[str] = []
    for title, felt in rank_pieces(incident.pieces, PIECES_SHOWN).items():
        shown = clean_excerpt(title, limit=_NAME_SHOWN)
        count, negative = sum(felt.values()), felt.get(Label.NEGATIVE, 0)
        lines.append(words.under.format(title=shown, count=count, negative=negative))
        lines += _tell(known[title], words) if title in known else [words.forgotten]
    left = len(incident.pieces) - PIECES_SHOWN
    return (*lines, *([words.others.format(count=left)] if left > 0 else []))


def _tell(content: AiContent, words: PieceWords) -> Iterator[str]:
    yield words.disclosed.format(how="; ".join(_tell_disclosure(content, words)))
    vendor = clean_excerpt(content.vendor, limit=_NAME_SHOWN)
    made = [words.vendor.format(vendor=vendor or words.no_vendor)]
    if content.vendor_contact:
        made.append(words.contact.format(contact=clean_excerpt(content.vendor_contact, limit=_NAME_SHOWN)))
    yield "; ".join(made)
    who = clean_excerpt(content.reviewed_by, limit=_NAME_SHOWN)
    review = words.reviewed.format(who=who) if who else words.unreviewed
    yield "; ".join([*([words.status[content.status]] if content.status else []), review])


def _tell_disclosure(content: AiContent, words: PieceWords) -> Iterator[str]:
    text = clean_excerpt(content.disclosure_text, limit=_WORDS_SHOWN)
    place = clean_excerpt(content.disclosure_place, limit=_NAME_SHOWN)
    if text and place:
        yield words.text_and_place.format(text=text, place=place)
    elif text:
        yield words.text_only.format(text=text)
    elif place:
        yield words.place_only.format(place=place)
    else:
        yield words.undisclosed
    for platform, disclosure in sorted(content.disclosure.items()):
        yield words.shown[disclosure].format(platform=platform)
