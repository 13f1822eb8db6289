"""Whether a text is about a brand.

A keyword in a script with spaces between words matches whole words: "AI" is not in "said". Hungarian case
endings belong to the word (`suffix`). In a script without spaces (Han, Kana, Hangul with its particles, Thai…)
a keyword matches anywhere. A `*` at the end of a keyword matches any ending. "#BoycottAcme" is read as words.

All terms of all brands are looked for in one pass, by an Aho-Corasick automaton: 200 keywords cost a regular
expression a millisecond a post, and this two microseconds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick

from connectors.fold import fold
from connectors.settings import Brand
from connectors.suffix import is_suffix, is_suffixable, lengthen

_NO_SPACES: Final = (
    "\u0e00-\u0eff"  # Thai, Lao.
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer.
    "\u1100-\u11ff\uac00-\ud7ff"  # Hangul.
    "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3100-\u31ff"  # Radicals, Kana, Bopomofo.
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han.
)
_LETTER: Final = re.compile(rf"[^\W{_NO_SPACES}]")
_LETTERS: Final = re.compile(rf"[^\W{_NO_SPACES}]*")
_TAG_SIGN: Final = re.compile(r"\w")
_HANDLE_SIGN: Final = re.compile(r"[\w@]|[.-]\w")
_TAGS: Final = re.compile(r"[#＃](\w{2,100})")
_CASED: Final = "".join(map(chr, (*range(0x600), *range(0x1E00, 0x2000), *range(0xFF21, 0xFF5B))))
"""Where letters with capitals stand that hashtags are written in: Latin with its accents, Greek, Cyrillic, Armenian."""
_CAPITAL: Final = f"[{''.join(filter(str.isupper, _CASED))}]"
_SMALL: Final = "".join(filter(str.islower, _CASED))
_HUMP: Final = re.compile(rf"(?<=[{_SMALL}0-9])(?={_CAPITAL})|(?<={_CAPITAL})(?={_CAPITAL}[{_SMALL}])|_+")
"""Between the words of "BoycottAcme", "BoicotÁgora" and "AIFilm"."""


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing looked for."""

    brand: int
    needle: str
    is_wanted: bool
    kind: str
    """word, lengthened, handle or tag."""
    is_open: bool = False
    """Any ending will do."""

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether it stands there as itself, not inside something else."""
        match self.kind:
            case "tag":
                return not _TAG_SIGN.match(text, end)
            case "handle":
                return not (start and _TAG_SIGN.match(text, start - 1)) and not _HANDLE_SIGN.match(text, end)
        begins_inside = start and _LETTER.match(text, start) and _LETTER.match(text, start - 1)
        return not begins_inside and (self.is_open or self._ends(text, end))

    def _ends(self, text: str, end: int) -> bool:
        after = _LETTERS.match(text, end) if _LETTER.match(text, end - 1) else None
        rest = after[0] if after is not None else ""
        if not rest:
            return self.kind == "word"
        return is_suffixable(self.needle) and is_suffix(self.needle, rest)


class Matcher:
    """Finds brands; made once for a connector.

    Raises:
        ValueError: a brand has nothing to search for.
    """

    def __init__(self, brands: Iterable[Brand]) -> None:
        named = tuple(brands)
        self.brands: tuple[str, ...] = tuple(brand.name for brand in named)
        self._handles = [{_bare_handle(handle) for handle in brand.handles} for brand in named]
        self._hashtags = [{_bare_tag(tag) for tag in brand.hashtags} for brand in named]
        self._terms = [term for number, brand in enumerate(named) for term in _list_terms(number, brand)]
        self._automaton = AhoCorasick([term.needle for term in self._terms])

    def find_brands(
        self, text: str, *, handles: Iterable[str] = (), hashtags: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Names of the brands that a text is about, in the order of the configuration.

        Args:
            text: as people read it.
            handles: accounts that the platform says it names or answers.
            hashtags: that the platform says it has.
        """
        wanted: set[int] = set()
        unwanted: set[int] = set()
        folded = _prepare(text)
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            term = self._terms[number]
            found = wanted if term.is_wanted else unwanted
            if term.brand not in found and term.stands(folded, start, end):
                found.add(term.brand)
        wanted |= _told(self._handles, (_bare_handle(handle) for handle in handles))
        wanted |= _told(self._hashtags, (_bare_tag(tag) for tag in hashtags))
        return tuple(name for number, name in enumerate(self.brands) if number in wanted - unwanted)

    def find_owners(self, handles: Iterable[str]) -> tuple[str, ...]:
        """Names of the brands whose own account is among these."""
        owners = _told(self._handles, (_bare_handle(handle) for handle in handles))
        return tuple(name for number, name in enumerate(self.brands) if number in owners)


class NameFinder:
    """Finds where brands are named, by the same rules; made once. A name that several share tells nothing."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take in names: by brand, all that people call it, handles and hashtags among it."""
        self._brands = tuple(names)
        owners: dict[str, set[int]] = {}
        for number, called in enumerate(names.values()):
            for name in called:
                owners.setdefault(_bare_tag(_bare_handle(_take_marks(name))), set()).add(number)
        self._terms = [
            term
            for name, numbers in owners.items()
            if len(numbers) == 1
            for term in _read_words(min(numbers), name)
        ]
        self.brands = frozenset(self._brands[term.brand] for term in self._terms)
        self._automaton = AhoCorasick([term.needle for term in self._terms])

    def prepare(self, text: str) -> str:
        """The text in which `find` looks: folded, with the words of its hashtags behind each."""
        text = _take_marks(text)
        if "#" in text or "＃" in text:
            text = _TAGS.sub(lambda tag: f"{tag[0]} {_HUMP.sub(' ', tag[1])}", _join_accents(text))
        if not text.isascii():  # Half an emoji has no place in the automaton's UTF-8.
            text = text.encode("utf-8", "replace").decode()
        return " ".join(fold(text).split())

    def find(self, prepared: str) -> list[tuple[int, int, str]]:
        """Start, end and brand of each name, of those within one another the longest only."""
        places = sorted(self._find_all(prepared), key=lambda place: (place[0], -place[1]))
        found: list[tuple[int, int, str]] = []
        reached = 0
        for start, end, brand in places:
            if end > reached:
                found.append((start, end, brand))
                reached = end
        return found

    def _find_all(self, prepared: str) -> Iterator[tuple[int, int, str]]:
        for number, start, end in self._automaton.find_matches_as_indexes(prepared, overlapping=True):
            term = self._terms[number]
            # English adds an s ("Orvannes slop"), which is no Hungarian ending.
            if term.stands(prepared, start, end) or (
                prepared[end : end + 1] == "s"
                and term.stands(prepared[:end], start, end)
                and not _LETTER.match(prepared, end + 1)
            ):
                yield start, end, self._brands[term.brand]


def _prepare(text: str) -> str:
    text = _take_marks(text)
    tags = _TAGS.findall(_join_accents(text)) if "#" in text or "＃" in text else ()
    split = [words for tag in tags if (words := _HUMP.sub(" ", tag)) != tag]
    # A line that no keyword reaches across keeps the words of the tags apart from the text.
    return " ".join(fold(text).split()) + "".join(f"\n{' '.join(fold(words).split())}" for words in split)


def _join_accents(text: str) -> str:
    """Make one sign of a letter and its accent: an accent of its own would end a hashtag."""
    return text if text.isascii() else normalize("NFC", text)


def _take_marks(text: str) -> str:
    """Take trade marks' signs out, of which folding makes letters: "Acme™" would be "acmetm", another word."""
    return text.replace("\N{TRADE MARK SIGN}", " ").replace("\N{SERVICE MARK}", " ")


def _list_terms(number: int, brand: Brand) -> list[_Term]:
    words = [term for word in brand.keywords + brand.aliases for term in _read_words(number, word)]
    handles = [
        _Term(number, "@" + bare, is_wanted=True, kind="handle")
        for handle in brand.handles
        if (bare := _bare_handle(handle)) and not bare.startswith("did:")
    ]
    tags = [
        _Term(number, "#" + bare, is_wanted=True, kind="tag")
        for tag in brand.hashtags
        if (bare := _bare_tag(tag))
    ]
    if not words and not handles and not tags:
        words = _read_words(number, brand.name)
    if not words and not handles and not tags:  # A name always has a letter or digit, see `Name`.
        raise ValueError(f"brand `{brand.name}` has nothing to search for")
    unwanted = [term for word in brand.exclude for term in _read_words(number, word, is_wanted=False)]
    return words + handles + tags + unwanted


def _read_words(number: int, written: str, *, is_wanted: bool = True) -> list[_Term]:
    folded = fold(_take_marks(written)).strip()
    needle = " ".join(folded.rstrip("*").split())
    if not needle:
        return []
    terms = [_Term(number, needle, is_wanted, "word", is_open=folded.endswith("*"))]
    long = None if terms[0].is_open else lengthen(needle)
    return terms if long is None else [*terms, _Term(number, long, is_wanted, "lengthened")]


def _bare_handle(handle: str) -> str:
    return fold(handle).strip().lstrip("@")


def _bare_tag(tag: str) -> str:
    return fold(tag).strip().lstrip("#")


def _told(known: list[set[str]], said: Iterable[str]) -> set[int]:
    named = set(said)
    return {number for number, each in enumerate(known) if named & each}
