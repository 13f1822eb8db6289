"""A letter: a notice with all that goes with it to one reader, before a channel gives it its form."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from alerts.notice import Notice
from alerts.playbook import Playbook
from alerts.words.language import Language
from connectors.ai_content import AiContent

STEPS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who is on call for a brand, as far as a message shows it."""

    name: str
    slack: str | None = None
    """Slack's id of the person, to ping."""
    language: Language | None = None
    """In which this person is written to, if it is not everybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a channel is to say."""

    notice: Notice
    playbook: Playbook | None = None
    duty: Duty | None = None
    language: Language = Language.EN
    zone: tzinfo = UTC
    """Of its times: `[alerts] zone`."""
    contents: tuple[AiContent, ...] = ()
    """What the brand has registered as AI-made."""
    is_repeat: bool = False
    """It may have been said before: the mark must be visible."""

    @property
    def is_drill(self) -> bool:
        return self.notice.lane != "live"
