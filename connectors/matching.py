"""Whether a text is about a brand.

A keyword in a script with spaces between words matches whole words: "AI" is not in "said". In a script without
them (Han, Kana, Hangul with its particles, Thai…) it matches anywhere. A `*` at the end of a keyword matches
endings too: `duoling*` finds the Hungarian "Duolingónak".
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from connectors.settings import Brand

_NO_SPACES: Final = (
    "\u0e00-\u0eff"  # Thai, Lao.
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer.
    "\u1100-\u11ff\uac00-\ud7ff"  # Hangul.
    "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3100-\u31ff"  # Radicals, Kana, Bopomofo.
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han.
)
_LETTER: Final = rf"[^\W{_NO_SPACES}]"
_INVISIBLE: Final = "Cf"


def fold(text: str) -> str:
    """Bring a text to the form in which it is compared: compatible forms, case and invisible signs are one."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if folded.isascii():
        return folded
    return "".join(sign for sign in folded if unicodedata.category(sign) != _INVISIBLE)


def _write_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    patterns = [_write_term(term) for term in terms if fold(term).strip("* \t\n")]
    return re.compile("|".join(patterns)) if patterns else None


def _write_term(term: str) -> str:
    folded = fold(term).strip()
    open_ended = folded.endswith("*")
    words = folded.rstrip("*").split()
    body = r"\s+".join(re.escape(word) for word in words)
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, words[0]) else ""
    after = rf"(?!{_LETTER})" if not open_ended and re.search(rf"{_LETTER}\Z", words[-1]) else ""
    return before + body + after


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds one brand; make it once with `make_matcher`."""

    brand: str
    wanted: re.Pattern[str]
    unwanted: re.Pattern[str] | None

    def is_about(self, folded: str) -> bool:
        """Tell whether a text is about the brand.

        Args:
            folded: the text, as `fold` returns it.
        """
        if self.wanted.search(folded) is None:
            return False
        return self.unwanted is None or self.unwanted.search(folded) is None


def make_matcher(brand: Brand) -> Matcher:
    """Prepare a brand's keywords and aliases; a brand without any is searched by its name."""
    wanted = _write_pattern(brand.keywords + brand.aliases) or _write_pattern((brand.name,))
    if wanted is None:  # A name always has a letter or digit, see `Name`.
        raise ValueError(f"brand `{brand.name}` has nothing to search for")
    return Matcher(brand.name, wanted, _write_pattern(brand.exclude))


def match_brands(text: str, matchers: tuple[Matcher, ...]) -> tuple[str, ...]:
    """Names of the brands a text is about."""
    folded = fold(text)
    return tuple(matcher.brand for matcher in matchers if matcher.is_about(folded))
