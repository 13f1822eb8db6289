"""The words of changes: what an incident's record says happened, for readers of another language than the record's.

Records say it in English, and are kept as they were written; a language is a table from what they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One language; `{}` are filled by name, from the same places of the record's own sentence."""

    sentences: Mapping[str, str] = field(default_factory=dict)
    """By what the record says; none where it says it in this language already."""
    deed: str = "{who} {did}."
    deed_with: str = "{who} {did}: {detail}"
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of what stands in the blanks: what rose, what somebody did, whose turn it is."""
