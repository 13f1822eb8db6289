"""Folding: the form in which texts are compared, where compatible forms, case and invisible signs are one."""

import unicodedata
from typing import Final

_INVISIBLE_RANGES: Final = (
    (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891),
    (0x8E2, 0x8E2), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0001, 0xE0001), (0xE0020, 0xE007F),
)  # fmt: skip
"""Unicode's category Cf, as of Unicode 15.1."""
_INVISIBLE: Final = dict.fromkeys(
    sign for first, last in _INVISIBLE_RANGES for sign in range(first, last + 1)
)


def fold(text: str) -> str:
    """Bring a text to the form in which it is compared; folding twice is folding once."""
    if text.isascii():
        return text.lower()
    seen = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return unicodedata.normalize("NFKC", seen.casefold())
