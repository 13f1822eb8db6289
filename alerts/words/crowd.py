"""The words of the lines that say who seems to be behind a rise."""

from collections.abc import Mapping
from dataclasses import dataclass

from streams.crowd import CrowdSign


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdWords:
    """In one language."""

    title: str
    signs: Mapping[CrowdSign, str]
    """A sentence for each sign, with the crowd's figures as blanks."""
