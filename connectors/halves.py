"""Halves of emoji: escapes in JSON of which the other half is missing, where somebody cut a text in two.

JavaScript and Python write such JSON and msgspec refuses all of it: one cut text would cost a whole page.
"""

import re
from typing import Final

_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""A whole pair, a half, or any other escape: a backslash of its own begins no other."""


def mend_halves(raw: bytes) -> bytes:
    """Put the replacement character in place of each half; everything else stays as it is."""
    if b"\\ud" not in raw and b"\\uD" not in raw:
        return raw
    return _ESCAPE.sub(lambda found: found[0] if found[1] is None else b"\\ufffd", raw)
