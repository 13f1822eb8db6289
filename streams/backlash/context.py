"""Context: whether a mention stands under content its brand has registered as AI-made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from connectors.mention import Mention


@dataclass(frozen=True, slots=True)
class AiRegister:
    """One brand's own list of what it made with AI."""

    posts: frozenset[str] = frozenset()
    """Native ids of posts, videos or threads."""
    tags: tuple[str, ...] = ()
    """Campaign tags or titles; found anywhere in a text, in any case."""

    def covers(self, mention: Mention) -> bool:
        """Whether the mention answers registered content, is part of it, or carries its tag."""
        if mention.parent_id in self.posts or mention.family in self.posts or mention.native_id in self.posts:
            return True
        if not self.tags:
            return False
        text = mention.text.casefold()
        return any(tag.casefold() in text for tag in self.tags)


Registers = Mapping[str, AiRegister]
"""By brand."""

NO_REGISTERS: Final[Registers] = {}
