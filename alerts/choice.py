"""Choice: which playbook a rise leads to, by what rose and what people say."""

from collections.abc import Mapping
from typing import Final

from alerts.playbook import PLAYBOOK_FOR
from streams.backlash.theme import Theme
from streams.spike import SpikeKind

LEAST: Final = 3
"""Mentions of a theme below which it decides nothing: one loud post is no theme."""

DECIDING: Final[Mapping[str, tuple[frozenset[Theme], float]]] = {
    "brand-ai-output-harm": (frozenset({Theme.BIAS, Theme.WRONG_FACTS, Theme.ROBOTIC_SERVICE}), 0.3),
    "undisclosed-ai": (frozenset({Theme.UNDISCLOSED}), 0.3),
    "follower-exodus": (frozenset({Theme.LEAVING}), 0.4),
}
"""In this order: the themes, and the share of all themed talk from which they decide. What may hurt somebody
comes first; who is deceived and leaves is told the truth before being asked to stay.
"""


def choose_playbook(kind: SpikeKind, themes: Mapping[str, int]) -> str:
    """Choose the playbook for a rise.

    Args:
        kind: what rose.
        themes: mentions of each theme; a mention may have several.

    Returns:
        its id, one of `registry.PLAYBOOKS`.
    """
    talk = sum(themes.values())
    for playbook, (deciding, share) in DECIDING.items():
        said = sum(themes.get(theme.value, 0) for theme in deciding)
        if said >= LEAST and said >= share * talk:
            return playbook
    return PLAYBOOK_FOR[kind]
