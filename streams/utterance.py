"""An utterance: one thing that a brand's own bot said, and whether it is hateful; no talk of the public's.

Only what is marked as a machine's own words counts: `speaker = "brand_bot"` of a mention.
"""

from dataclasses import dataclass

from connectors.mention import Mention, Platform, Speaker, UtcTime
from connectors.wire import Wire
from streams.edges import cut_excerpt
from streams.hate import find_hate


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance(Wire):
    """What a page says of one; its words stand in it only where they are hateful."""

    line: int
    """Line of the page it stands on, from 0."""
    identity: str
    source: str
    platform: Platform
    published_at: UtcTime
    hateful: bool = False
    excerpt: str = ""
    because: tuple[str, ...] = ()
    """The words that are hateful."""
    url: str | None = None
    edited: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceCounts(Wire):
    """How much the brand's own bot said in a minute."""

    said: int = 0
    hateful: int = 0
    """Of them; an edit that makes one hateful counts, too."""


def hear_bot(mention: Mention, line: int) -> Utterance | None:
    """Score what a brand's own bot said; None for what anybody else did. Raises nothing."""
    if mention.speaker is not Speaker.BRAND_BOT:
        return None
    hate = find_hate(mention.text)
    return Utterance(
        line=line,
        identity=mention.identity,
        source=mention.source,
        platform=mention.platform,
        published_at=mention.published_at,
        hateful=hate is not None,
        excerpt=cut_excerpt(mention.text) if hate else "",
        because=(hate,) if hate else (),
        url=mention.url if hate else None,
        edited=mention.edited,
        deleted=mention.deleted,
    )
