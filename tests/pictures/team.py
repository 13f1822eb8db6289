"""The team of the pictures: what Ana and Bo do in a drill with the holiday film, and when.

They type what docs/drills.md tells people to type; nothing else of theirs is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

SCENARIO: Final = "ai-holiday-film"
LANE: Final = "drill-holiday-film"
PARTICIPANTS: Final = "Ana,Bo"

CONFIG: Final = """\
[[brands]]
name = "pellimoor"
category = "knitwear"
ai_share_warn = 0.4
[[brands.ai_content]]
title = "A Scarf for the Fox"
tags = ["A Scarf for the Fox", "the fox film", "that fox ad"]
use = "video"
vendor = "a studio's model"
status = "published"
reviewed_by = "Ana"

[[brands]]
name = "ostrelow"
category = "knitwear"
competitor = true
"""
"""As in deploy/example.toml; all of it is made up."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody types."""

    after: timedelta
    """The page, in the drill's time."""
    by: str
    words: tuple[str, ...]
    """Of the command, before its options."""


def _incident(after: int, by: str, verb: str, *rest: str) -> Deed:
    return Deed(timedelta(minutes=after), by, ("incident", verb, "-", *rest))


def _answer(after: int, by: str, inject: str, text: str) -> Deed:
    return Deed(timedelta(minutes=after), by, ("drill", "answer", LANE, inject, text))


DEEDS: Final[Sequence[Deed]] = (
    _incident(4, "Ana", "ack"),
    _incident(8, "Bo", "tick", "pause-scheduled"),
    _incident(12, "Bo", "tick", "secure-evidence"),
    _incident(17, "Ana", "tick", "name-one-voice"),
    _answer(24, "Ana", "boss-asks", "We are finding out. You hear from me before your panel."),
    _incident(26, "Bo", "answer", "ai_use", "made"),
    _incident(27, "Bo", "answer", "disclosed", "nowhere"),
    _incident(28, "Bo", "tick", "establish-ai-use"),
    _incident(50, "Ana", "replied", "https://social.example/@pellimoor/1"),
    _incident(52, "Ana", "tick", "first-human-reply"),
    _incident(58, "Ana", "crisis"),
    _answer(84, "Ana", "journalist-mail", "It was made with AI, and we did not say so. More by noon."),
    _incident(88, "Bo", "tick", "label-every-copy"),
    _incident(116, "Bo", "tick", "check-the-rules"),
    _incident(150, "Ana", "answer", "strategy", "apologise"),
    _incident(152, "Ana", "tick", "choose-strategy"),
    _answer(172, "Bo", "vendor-denies", "We will not name you. Please send us the storyboards."),
    _incident(186, "Bo", "tick", "look-for-others"),
    _incident(215, "Ana", "tick", "explain"),
)
"""The vendor is answered late, the rumour never: a report without a miss shows nobody what one looks like."""
