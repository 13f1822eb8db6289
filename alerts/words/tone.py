"""The words of the lines that say how the brand itself sounds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWords:
    """In one language."""

    title: str
    canned: str
    """How many replies are one and the same: `{share}`, `{canned}`, `{replies}`."""
    alike: str
    """How alike the posts are: `{index}`, `{posts}`."""
