"""Language: which one a short, noisy text is in, and how sure that is.

The script decides first (kana, Han, Hangul…), a detector only among Latin-script languages. Traditional and
Simplified Chinese are told apart by characters that only one of the old national encodings knows.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from streams.latin import RATED, LatinDetector, load_latin_detector
from streams.memory import WordMemory


class Language(StrEnum):
    """As named in `Scored.language`."""

    EN = "en"
    ZH_HANT = "zh-Hant"
    ZH_HANS = "zh-Hans"
    HU = "hu"
    JA = "ja"
    ES = "es"
    OTHER = "other"


UNSPACED: Final = frozenset({Language.ZH_HANT, Language.ZH_HANS, Language.JA})
"""Written without spaces between words."""
WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A sign of kana or Han."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language of one text."""

    language: Language
    confidence: float
    """From 0 to 1; 0 when nothing in the text tells."""


LOOK_AT: Final = 1_000
"""Characters looked at: the language of a mention shows early."""

KANA_SHARE: Final = 0.12
"""Of all East Asian characters; fewer are ornaments in Chinese (の)."""

LONGEST_WITHOUT_KANA: Final = 12
"""Han characters of a text that is said to be Japanese: 即解約 may be, a whole sentence is not."""

HAN_WORTH: Final = 3
"""A Han character says about as much as this many Latin letters, so a few outweigh a brand's Latin name."""

HINT_BONUS: Final = 0.25
ENGLISH_BONUS: Final = 0.10
FEW_LETTERS: Final = 12
"""Bonuses fade as the text grows beyond this."""

LOANED: Final = frozenset(
    {
        *("slop", "ai slop", "ai trash", "ai crap", "ai garbage", "eww ai", "ew ai", "yuck ai", "ai sucks"),
        *("trash", "cringe", "lol", "lmao", "wtf", "omg", "yikes", "ugh", "eww", "meh", "wow", "nope"),
    }
)
"""What is said of AI, or to anything, in English wherever people are; by itself a detector takes "slop" for a Dutch
alley and does not know "wtf". Whole texts, in small letters."""

LONGEST_LOANED: Final = max(map(len, LOANED))

ONLY_HUNGARIAN: Final = frozenset("őűŐŰ")
"""Letters that no other language has; in a longer text they may be somebody's name."""
LONGEST_BY_LETTER: Final = 16
"""Letters and spaces."""

# URLs, handles and entities are nobody's language. None of this, nor a word, spans a space.
_NOISE: Final = re.compile(r"(?:https?://|www\.)\S+|[@＠][\w.\-]+|&[a-z]+;", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_LATIN: Final = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_KANA: Final = r"\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d"
_FOREIGN: Final = r"\u0370-\u1cff\uac00-\ud7a3\u3131-\u318e"
"""Greek to Georgian, Hangul."""
_ANY_LATIN: Final = re.compile(f"[{_LATIN}]")
_NOT_LATIN: Final = re.compile(f"[{_HAN}{_KANA}{_FOREIGN}]")

NAMES: Final[dict[str, Language]] = {
    "en": Language.EN,
    "es": Language.ES,
    "hu": Language.HU,
    "ja": Language.JA,
}
LONGEST_TAG: Final = 35
"""What RFC 5646 asks readers of tags to have room for."""
_TRADITIONAL_PLACES: Final = frozenset({"hant", "tw", "hk", "mo"})


_COMMON_HAN: Final = range(0x4E00, 0xA000)
"""Those that the old national encodings choose from."""


def _sort_signs() -> str:
    """One letter for the script of each sign, for `str.translate`: it counts a text's scripts in one pass."""
    marks = {"l": _LATIN, "h": _HAN, "k": _KANA, "f": _FOREIGN}
    signs = [" "] * 0x10000
    for mark, ranges in marks.items():
        for first, last in re.findall(r"(.)-(.)", ranges.encode().decode("unicode-escape")):
            signs[ord(first) : ord(last) + 1] = mark * (ord(last) + 1 - ord(first))
    for code in _COMMON_HAN:
        traditional, simplified = _is_encodable(chr(code), "big5"), _is_encodable(chr(code), "gb2312")
        if traditional != simplified:
            signs[code] = "t" if traditional else "s"
    return "".join(signs)


def _is_encodable(sign: str, encoding: str) -> bool:
    return bool(sign.encode(encoding, "ignore"))


SCRIPTS: Final = _sort_signs()


def read_hint(hint: str | None) -> Language | None:
    """Our name for a platform's BCP 47 tag; None when it says nothing we can use."""
    return _read_tag(hint) if hint and len(hint) <= LONGEST_TAG else None


@lru_cache(maxsize=256)  # The same few tags come with each mention.
def _read_tag(hint: str) -> Language | None:
    primary, *rest = hint.lower().replace("_", "-").split("-")
    if primary in {"zh", "yue", "cmn"}:
        if _TRADITIONAL_PLACES & set(rest) or primary == "yue":
            return Language.ZH_HANT
        return Language.ZH_HANS if rest else None
    return NAMES.get(primary)


def _keep_words(token: str) -> str:
    """The words of a token: none of a URL, a handle or a number."""
    return " ".join(_WORDS.findall(_NOISE.sub(" ", token)))


class LanguageJudge:
    """Decides the language of each mention; built once, keeps nothing but a bounded memory of tokens."""

    def __init__(self, latin: LatinDetector | None = None) -> None:
        self.latin = latin or load_latin_detector()
        self.plain = WordMemory(_keep_words).__getitem__

    def judge(self, text: str, hint: str | None = None) -> Spoken:
        """Decide the language of a text; `hint` is what the platform claims. Raises nothing."""
        text = text[:LOOK_AT]
        hinted = read_hint(hint)
        if text.isascii():
            return self._judge_latin(text, hinted)
        if "://" in text or "@" in text or "&" in text or "www." in text or "＠" in text:
            text = _NOISE.sub(" ", text)
        if _NOT_LATIN.search(text) is None:
            return self._judge_latin(text, hinted) if _ANY_LATIN.search(text) else _guess(hinted)
        count = text.translate(SCRIPTS).count
        traditional, simplified = count("t"), count("s")
        kana, han = count("k"), count("h") + traditional + simplified
        latin, foreign = count("l"), count("f")
        eastern = (kana + han) * HAN_WORTH
        if eastern >= latin and eastern >= foreign:
            if kana > KANA_SHARE * (kana + han):
                return Spoken(Language.JA, 0.99 if kana > 1 else 0.7)
            is_open = not traditional and not simplified
            return _judge_japanese(text, han, hinted, is_open=is_open) or _judge_han(
                traditional, simplified, hinted
            )
        if foreign > latin:
            return Spoken(Language.OTHER, foreign / (eastern + latin + foreign))
        return self._judge_latin(text, hinted)

    def _judge_latin(self, text: str, hinted: Language | None) -> Spoken:
        # Capitals and signs mislead detectors trained on prose; `_WORDS` also drops lone surrogates.
        plain = " ".join(filter(None, map(self.plain, text.split())))
        if not plain:
            return _guess(hinted)
        if plain.isupper():
            plain = plain.lower()
        if len(plain) <= LONGEST_LOANED and plain.lower() in LOANED:
            return Spoken(Language.EN, 0.7)
        if len(plain) <= LONGEST_BY_LETTER and not plain.isascii() and not ONLY_HUNGARIAN.isdisjoint(plain):
            return Spoken(Language.HU, 0.9)
        fade = FEW_LETTERS / (FEW_LETTERS + len(plain) - plain.count(" "))
        scores = dict(self.latin.rate(plain))
        unlisted = min(scores.values()) if len(scores) >= RATED else 0.0
        scores["en"] = scores.get("en", unlisted) + ENGLISH_BONUS * 2 * fade
        if hinted is not None:
            scores[hinted] = scores.get(hinted, unlisted) + HINT_BONUS * 2 * fade
        best = max(scores, key=scores.__getitem__)
        most = scores.pop(best)
        sure = min(0.99, 0.5 + (most - max(scores.values(), default=0.0)) + 0.3 * (1 - fade))
        return Spoken(NAMES.get(best, Language.OTHER), sure)


def is_wordless(text: str) -> bool:
    """Whether a text has no word in any language: links and handles left out, and "AI", which is one in all."""
    return all(word.lower() == "ai" for word in _WORDS.findall(_NOISE.sub(" ", text)))


def _guess(hinted: Language | None) -> Spoken:
    return Spoken(hinted or Language.OTHER, 0.0)


def _judge_japanese(text: str, han: int, hinted: Language | None, *, is_open: bool) -> Spoken | None:
    """Without kana it may still be Japanese where the platform says so, or no Chinese way of writing is known.

    Args:
        text: with few characters.
        han: how many.
        hinted: by the platform.
        is_open: none of them is Traditional or Simplified alone.
    """
    if han > LONGEST_WITHOUT_KANA:
        return None
    if hinted is not Language.JA:
        is_japanese = is_open and hinted not in UNSPACED and any(map(_is_only_japanese, text))
        return Spoken(Language.JA, 0.7) if is_japanese else None
    if all(_is_encodable(sign, "euc_jp") for sign in text if ord(sign) in _COMMON_HAN):
        return Spoken(Language.JA, 0.7)
    return None


def _is_only_japanese(sign: str) -> bool:
    """Whether Japan alone writes it so: 悪, 気, 対."""
    return (
        ord(sign) in _COMMON_HAN
        and _is_encodable(sign, "shift_jis")
        and not _is_encodable(sign, "big5hkscs")
        and not _is_encodable(sign, "gb2312")
    )


def _judge_han(traditional: int, simplified: int, hinted: Language | None) -> Spoken:
    """Decide by how many characters are written so in only one of the two."""
    if traditional != simplified:
        winner = Language.ZH_HANT if traditional > simplified else Language.ZH_HANS
        share = max(traditional, simplified) / (traditional + simplified + 0.2)
        return Spoken(winner, min(0.99, share))
    if hinted is not None and hinted in UNSPACED:
        return Spoken(hinted, 0.7)
    return Spoken(Language.ZH_HANS, 0.5)  # written alike in both; most who write Chinese write Simplified
