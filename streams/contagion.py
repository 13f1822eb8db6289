"""Contagion: how many people turn in groups who had not turned before.

A group that one angry person fills with messages is not one in which anger spreads; what spreads it is a new voice.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from streams.times import DAY_MINUTES

SPAN: Final = DAY_MINUTES
"""Minutes after which somebody who was angry in a group and then was not is new again."""
VOICES_KEPT: Final = 2_000
"""Of one brand; beyond, who was quiet for longest is forgotten and would be counted again."""
FRESH_KEPT: Final = 1_000
"""Angry authors of one minute that are told apart."""
_SIGNS: Final = 12
"""Of an author's hash that are kept."""

Voices = dict[str, int]
"""By author, the minute of what they last said in anger in a group."""


def note_angry(fresh: set[str], author: str) -> None:
    """Take in who is angry in a group in a minute, in place; which ones stay does not depend on their order."""
    fresh.add(author)
    if len(fresh) > 2 * FRESH_KEPT:  # Only now and then: to find who leaves is work for all of them.
        fresh.difference_update(sorted(fresh)[FRESH_KEPT:])


def note_voices(known: Mapping[str, int], fresh: Iterable[str], minute: int) -> tuple[int, Voices]:
    """Take in who was angry in groups in the minute that closes.

    Args:
        known: what this returned for the minute before.
        fresh: authors of the minute's negative mentions in groups, as `note_angry` leaves them.
        minute: its number.

    Returns:
        How many of them are new, and all who are known now.
    """
    alive = {name: last for name, last in known.items() if last > minute - SPAN}
    names = {author[:_SIGNS] for author in sorted(fresh)[:FRESH_KEPT]}
    newcomers = len(names - alive.keys())
    rolled = {**alive, **dict.fromkeys(names, minute)}
    kept = sorted((last, name) for name, last in rolled.items())[-VOICES_KEPT:]
    return newcomers, {name: last for last, name in kept}
