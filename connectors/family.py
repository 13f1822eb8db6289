"""Families: one piece that its author put on several platforms is one voice.

A family is the same author's name with the same words. Words alone are not enough: people who copy a protest
from each other are many voices, and a crisis counts each of them.
"""

import re
from typing import Final

from connectors.author import AuthorKey
from connectors.fold import fold

_LINKS: Final = re.compile(r"https?://\S+|\bwww\.\S+")
_MARKS: Final = re.compile(r"[#@＃＠][\w.@-]+")
_SIGNS: Final = re.compile(r"[\W_]+")
SHORTEST: Final = 40
"""Letters and digits; "me too" said twice is no cross-post."""
COMPARED: Final = 200
"""Letters and digits compared: a shorter platform cuts the end."""


def trace_family(authors: AuthorKey, name: str, text: str) -> str | None:
    """Name the family of a piece.

    Args:
        authors: the installation's key; nobody without it can tell whose family it is.
        name: the author's, as far as it is the same everywhere: of `@ada@social.example` only `ada`.
        text: as people read it; links, hashtags and handles are not compared.

    Returns:
        None when it is too short to be told from others, or the author has no name.
    """
    local = fold(name).strip().lstrip("@").partition("@")[0].partition(".")[0]
    words = _SIGNS.sub("", fold(_MARKS.sub(" ", _LINKS.sub(" ", text))))
    if not local or len(words) < SHORTEST:
        return None
    return authors.hash_words(f"{local}/{words[:COMPARED]}")
