"""Misreadings: why a file is no TOML, as far as its text shows what somebody typed."""

import codecs
import re
from typing import Final

_CURLY: Final = re.compile(r"[“”„«»‘’＂]")
_BLANKS: Final = re.compile(r"[\u00a0\u2000-\u200b\u202f\u3000\ufeff]")
_WORD: Final = re.compile(r"=\s*(True|False|yes|no|on|off)\b")
_HINTS: Final[tuple[tuple[str, str], ...]] = (
    (r"Illegal character '\\n'", "a closing quotation mark is missing"),
    (
        r"Invalid hex value|Unescaped '\\'",
        r"in double quotation marks \ is a sign of its own: write / or 'C:\path'",
    ),
    (r"Unclosed array", "a comma between two entries, or the closing ], is missing"),
    (r"Cannot overwrite a value", "the same key stands here twice"),
    (r"Cannot declare .* twice", "this table stands in the file twice: put its keys together"),
    (r"Invalid value", 'a text stands in quotation marks: "…"'),
    (r"Expected '='", "a line is a key, = and a value"),
    (r"Expected newline", "a remark begins with #; otherwise one key a line"),
)
"""What the parser says, and what is mostly behind it; the first that fits."""


def find_misreading(raw: bytes, said: str) -> str | None:
    """Say what to change.

    Args:
        raw: the file.
        said: what the parser says of it.

    Returns:
        None where nothing is known that the parser has not said. Never a word of the file: it may be a secret
        that was pasted there.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "the file is UTF-16: save it as UTF-8"
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        broken = raw.count(b"\n", 0, exc.start) + 1
        return f"line {broken} is not UTF-8: save the file as UTF-8"
    number = re.search(r"\(at line (\d+)", said)
    line = lines[int(number[1]) - 1] if number and int(number[1]) <= len(lines) else ""
    return _look_at(line) or next((hint for pattern, hint in _HINTS if re.search(pattern, said)), None)


def _look_at(line: str) -> str | None:
    code = line.partition("#")[0]
    if _CURLY.search(code):
        return 'the quotation marks are curly, as word processors write them: write straight ones, "'
    if _BLANKS.search(code):
        return "there is a blank that is no ordinary one, as web pages have them: type it anew"
    if word := _WORD.search(code):
        return f"write true or false, not {word[1]}"
    return None
