"""Context: whether a mention stands under content its brand has registered as AI-made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from connectors.ai_content import AiContent
from connectors.mention import Mention


@dataclass(frozen=True, slots=True)
class AiRegister:
    """One brand's own list of what it made with AI."""

    posts: frozenset[str] = frozenset()
    """Native ids or addresses of posts, videos or threads."""
    tags: tuple[str, ...] = ()
    """Campaign tags or titles; found anywhere in a text, in any case."""

    def covers(self, mention: Mention) -> bool:
        """Whether the mention answers registered content, is part of it, or carries its tag."""
        if self.posts:
            places = (mention.parent_id, mention.family, mention.native_id, mention.url)
            if not self.posts.isdisjoint(places):
                return True
        if not self.tags:
            return False
        text = mention.text.casefold()
        return any(tag.casefold() in text for tag in self.tags)


Registers = Mapping[str, AiRegister]
"""By brand."""


def keep_register(contents: Iterable[AiContent]) -> AiRegister:
    """One brand's register, from what its configuration says."""
    pieces = tuple(contents)
    return AiRegister(
        posts=frozenset(post for piece in pieces for post in piece.posts),
        tags=tuple(dict.fromkeys(tag for piece in pieces for tag in piece.tags)),
    )


def is_under_ai(mention: Mention, registers: Registers) -> bool:
    """Whether it stands under content that its own brand has registered as AI-made."""
    register = registers.get(mention.brand)
    return register is not None and register.covers(mention)


NO_REGISTERS: Final[Registers] = {}
