"""Hungarian suffixes: "Duolingónak", "Lidlben" and "Teslával" are said of Duolingo, Lidl and Tesla.

Hungarian hangs its cases on the word and lengthens a final a, e, o or ö. The list is closed and short, and a
`t` alone counts only where no English word comes of it: "applet" is not said of Apple.
"""

import re
from typing import Final

SHORTEST: Final = 4
"""Letters a name must have; to shorter ones Hungarian puts a hyphen, which is a boundary anyway."""
LENGTHENED: Final = {"a": "á", "e": "é", "o": "ó", "ö": "ő"}

_CASES: Final = (
    "nak|nek|ban|ben|ba|be|ból|ből|ról|ről|ra|re|tól|től|hoz|hez|höz|nál|nél|ért|ként|ként|ig|on|en|ön|"
    "ot|et|öt|at|ok|ek|ök|ak|okat|eket|öket|oknak|eknek|os|es|ös|osok|esek|ék|éket|éknek|éktől|éktól|é|"
    "ja|je|jük|juk|ja?ik|je?ik|val|vel|vá|vé|stul|stül|féle|szerű|szerűen"
)
_AFTER_VOWEL: Final = re.compile(rf"(?:{_CASES}|t|n|k|kat|ket|knak|knek|s|sok|sek|jának|jének|ját|jét)\Z")
_AFTER_CONSONANT: Final = re.compile(rf"(?:{_CASES})\Z")
_AFTER_SOFT: Final = re.compile(r"t\Z")
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])[ae]l\Z")
"""-val and -vel become the consonant before them: "Lidllel"."""


def lengthen(name: str) -> str | None:
    """The form to which suffixes are hung where it differs: "duolingó"."""
    long = LENGTHENED.get(name[-1:])
    return name[:-1] + long if long and is_suffixable(name) else None


def is_suffixable(name: str) -> bool:
    """Whether a folded name is long enough and ends in a letter that Hungarian knows."""
    return len(name) >= SHORTEST and name[-4:].isalpha() and bool(re.match(r"[a-záéíóöőúüű]", name[-1]))


def is_suffix(name: str, tail: str) -> bool:
    """Tell whether `tail` can only be a Hungarian suffix of `name`; both folded.

    Args:
        name: as it stands in the text, lengthened or not.
        tail: the letters up to the end of the word.
    """
    last = name[-1]
    if last in "áéóőíúűiuü":
        long = last in "áéóőíúű"
        return bool((_AFTER_VOWEL if long else _AFTER_CONSONANT).match(tail))
    if last in LENGTHENED:  # It would have been lengthened.
        return False
    doubled = _DOUBLED.match(tail)
    return bool(
        _AFTER_CONSONANT.match(tail)
        or (last in "lnrszj" and _AFTER_SOFT.match(tail))
        or (doubled and doubled[1] == last)
    )
