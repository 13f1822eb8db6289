"""Text as people read it: markup taken out, space tidied, cut to what a mention may hold."""

import re
from hashlib import blake2b
from html import unescape
from typing import Final

import nh3

from connectors.mention import MAX_TEXT

MAX_MARKUP: Final = 4 * MAX_TEXT
"""Characters of markup looked at; a mention holds less anyway."""

_BREAKS: Final = {
    "br", "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_UNSEEN: Final = {"script", "style", "template", "noscript"}
_TAG: Final = re.compile(r"<[^<>]*>")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n[ \n]*")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


def strip_markup(html: str) -> str:
    """Take the tags out of HTML and resolve its entities; paragraphs become lines.

    html.parser of the standard library takes a minute for 80,000 hostile characters (`<a <a <a …`); nh3 takes
    milliseconds and returns well-formed HTML in which a `<` is always a tag's.
    """
    clean = nh3.clean(
        _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", html[:MAX_MARKUP]),
        tags=_BREAKS,
        clean_content_tags=_UNSEEN,
        attributes={},
        link_rel=None,
    )
    return tidy(unescape(_TAG.sub("\n", clean)))


def tidy(text: str) -> str:
    """Bring runs of space to one and drop what is no character (lone surrogates, NUL)."""
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def cut_text(text: str) -> tuple[str, bool]:
    """Cut to `MAX_TEXT`; the flag says whether something was cut."""
    return text[:MAX_TEXT], len(text) > MAX_TEXT


def digest_text(text: str) -> str:
    """A short name for a text: equal texts have equal ones."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
