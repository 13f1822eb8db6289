"""Naming: does a text itself speak of AI? The two letters alone are a trap in half the world's languages."""

import re
from typing import Final

from streams.language import Language

# Not `\b`: Han characters are word characters, and 這支AI廣告 names it. An apostrophe or a full stop before it
# is French (j'ai) or a web address. The letter stands first and what is before it is looked at afterwards:
# so the search can skip to it.
_ALONE: Final = r"(?![A-Za-z0-9_\u00c0-\u024f]|['’]m\b|-(?:chan|kun|san)\b)"
_LATIN_AI: Final = re.compile(
    r"[Aa](?<![A-Za-z0-9'’.@/_\u00c0-\u024f].)(?:(?<=A)I|(?<=a)i|(?<=A)\.I\.)" + _ALONE, re.DOTALL
)
# As telephones write it at the beginning of a sentence; elsewhere it is somebody's name, as the artist's is.
_TITLED: Final = re.compile(r"Ai(?<![A-Za-z0-9'’.@/_\u00c0-\u024f]Ai)(?!-? ?[Ww]ei)" + _ALONE)
TITLED_IN: Final = frozenset({Language.EN, Language.ZH_HANT, Language.ZH_HANS})
"""Languages in which "Ai" is taken for it."""
_HASHTAG: Final = re.compile(r"[#＃]\w*(?:AI(?=[a-z\W]|$)|ai(?:slop|art|generated|ad\b)|noai\b|stopai\b)")
_GLUED_HU: Final = re.compile(r"\bAI(?:val|t|ban|nak|ra|hoz|s|tól|ról)\b")
# Hungarian "mi" is "we" and "what"; only capitals count, and only where the rest is not shouted.
# At the end of a clause only after what is in lower case.
_HUNGARIAN: Final = re.compile(
    r"(?<![\w-])MI(?:-[a-záéíóöőúüű]+|(?=\s+[a-záéíóöőúüű]))(?!\w)"
    r"|(?<=[a-záéíóöőúüű,:] )MI(?=[.,!?;:…)\"”]|$)"
)
# Nobody says "ia" otherwise, but many words end so (hacía) and some addresses; "ai" is how some write "ahí".
_SPANISH: Final = re.compile(r"(?<![\w'’.@/&-])(?:[Ii][Aa](?:s|['’]s)?|[Ii]\.[Aa]\.?|AI)(?![\w@/&]|\.\w)")
_SPANISH_HASHTAG: Final = re.compile(
    r"[#＃](?:\w*[a-z0-9_])?(?:IA|AI)(?![a-zA-Z])|[#＃](?:ia\b|noalaia\b|sin_?ia\b|stop_?ia\b|ia(?:generativa|slop)\b)",
)
_SIEVE: Final = ("AI", "ai", "Ai", "A.I", "MI")
"""One of these stands in every text that names AI."""

# In other languages lower-case "ai" is a word, a syllable or a name.
_CAPITALS_ONLY: Final = re.compile(r"(?<![A-Za-z0-9'’.@/_])AI(?![A-Za-z0-9_'’])")


def names_ai(text: str, language: Language) -> bool:
    """Whether the text has AI's name in the form its language uses; `text` in its own case, after NFKC."""
    if language is Language.ES:
        return bool(_SPANISH.search(text) or ("#" in text and _SPANISH_HASHTAG.search(text)))
    if not any(map(text.__contains__, _SIEVE)):
        return False
    if language is Language.OTHER:
        return bool(_CAPITALS_ONLY.search(text))
    if _LATIN_AI.search(text) or ("#" in text and _HASHTAG.search(text)):
        return True
    if language in TITLED_IN:
        return _TITLED.search(text) is not None
    return language is Language.HU and bool(_HUNGARIAN.search(text) or _GLUED_HU.search(text))
