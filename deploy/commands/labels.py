"""Labels: what `crisis train` and `crisis evaluate` read from a file of them."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for the models.

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alerts.excerpt import clean_excerpt

if TYPE_CHECKING:
    from streams.language import Language
    from streams.learning.judged import Judged

LANGUAGES_NAMED: Final = 5


def read_labels(file: Path, language: "Language") -> "tuple[list[Judged], str | None]":
    """The lines that are in a language or name none, and what to say where others are left out.

    Raises:
        BadLabelsError: a line cannot be read, or all are in other languages.
        UnicodeError: the file is not UTF-8.
    """
    from streams.language import LONGEST_TAG
    from streams.learning.errors import BadLabelsError
    from streams.learning.judged import read_lines

    # Not `splitlines`: a JSON string may hold U+2028 and the like.
    texts = list(read_lines(file.read_text(encoding="utf-8-sig").split("\n")))
    kept = [each for each in texts if _is_in(each.language, language)]
    if len(kept) == len(texts):
        return texts, None
    others = Counter(each.language for each in texts if each.language and not _is_in(each.language, language))
    named = ", ".join(
        f"{count:,} {clean_excerpt(tag, limit=LONGEST_TAG)}"
        for tag, count in others.most_common(LANGUAGES_NAMED)
    )
    if not kept:
        raise BadLabelsError(
            f"no line is in {language}; their `language` says {named}: say --language as they do, or correct it"
        )
    return kept, (
        f"{others.total():,} of {len(texts):,} lines are in another language and left out: {named}."
    )


def _is_in(tag: str | None, language: "Language") -> bool:
    from streams.language import read_hint

    if tag is None or (said := read_hint(tag)) is language:
        return True
    return said is None and tag.lower() == language.partition("-")[0]  # "zh" may be either
