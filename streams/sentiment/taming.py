"""Taming: how a text is cut before it is scored, so that none can hold up the stream, and what is drawn in it read."""

import re
from functools import lru_cache
from typing import Final

from streams.sentiment.drawls import has_run, read_drawls
from streams.sentiment.faces import read_faces

MAX_SCORED: Final = 4_000
"""Characters scored: what a mention feels shows before that."""

MAX_RUN: Final = 5
"""Copies of one sign in a row: the sixth says nothing new."""

MAX_PICTURES: Final = 40
"""Emoji scored."""

_PICTURE: Final = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_MARK: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_ODD: Final = re.compile(f"{_PICTURE}|{_MARK}")
_LONG_RUN: Final = re.compile(rf"(\S)\1{{{MAX_RUN},}}")
_PICTURES: Final = re.compile(_PICTURE)
# Marks stacked on one letter (zalgo); real writing has at most two or three.
_STACKED: Final = re.compile(f"({_MARK}{{3}}){_MARK}+")
# "so pretty！！！": the keyboard is another language's, the word is not.
_WIDE: Final = re.compile("(?<=[A-Za-z\u00c0-\u024f])[！？]+")
_NARROW: Final = str.maketrans("！？", "!?")


@lru_cache(maxsize=2)  # language, feeling and backlash each ask for the same text
def tame(text: str) -> str:
    """A text as it is scored: a normal post comes back unchanged, but for drawn faces and drawn-out words."""
    text = cut(text)
    read = read_drawls(read_faces(text))
    return text if read == text else _keep_few(read)


def cut(text: str) -> str:
    """As much of a text as is scored, as it was written."""
    text = text[: MAX_SCORED * 4]
    is_odd = not text.isascii() and _ODD.search(text) is not None
    if is_odd:
        text = _STACKED.sub(r"\1", text)
    if has_run(text):
        text = _LONG_RUN.sub(_shorten, text)
    text = text[:MAX_SCORED]
    if not text.isascii() and ("！" in text or "？" in text):
        text = _WIDE.sub(_narrow, text)
    return _keep_few(text) if is_odd else text


def _keep_few(text: str) -> str:
    """Without the emoji beyond the last that is scored."""
    pictures = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal pictures
        pictures += 1
        return found[0] if pictures <= MAX_PICTURES else ""

    return _PICTURES.sub(keep, text)


def _shorten(run: re.Match[str]) -> str:
    return run[1] * MAX_RUN


def _narrow(run: re.Match[str]) -> str:
    return run[0].translate(_NARROW)
