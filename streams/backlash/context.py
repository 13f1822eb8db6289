"""Context: whether a mention stands under content its brand has registered as AI-made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from connectors.ai_content import AiContent
from connectors.mention import Mention

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AiRegister:
    """One brand's own list of what it made with AI; the same post or tag belongs to the first piece that names it."""

    posts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """By native id or address of a post, video or thread: the title of its piece."""
    tags: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """By campaign tag or title, in small letters: the same; found anywhere in a text, in any case."""

    def find_piece(self, mention: Mention) -> str | None:
        """Title of the piece that the mention answers, is part of, or carries the tag of."""
        if self.posts:
            for place in (mention.parent_id, mention.family, mention.native_id, mention.url):
                if place is not None and place in self.posts:
                    return self.posts[place]
        if not self.tags:
            return None
        text = mention.text.casefold()
        return next((piece for tag, piece in self.tags.items() if tag in text), None)


Registers = Mapping[str, AiRegister]
"""By brand."""


def keep_register(contents: Iterable[AiContent]) -> AiRegister:
    """One brand's register, from what its configuration says."""
    posts: dict[str, str] = {}
    tags: dict[str, str] = {}
    for piece in contents:
        for post in piece.posts:
            posts.setdefault(post, piece.title)
        for tag in piece.tags:
            tags.setdefault(tag.casefold(), piece.title)
    return AiRegister(posts=posts, tags=tags)


def find_piece(mention: Mention, registers: Registers) -> str | None:
    """Title of the piece under which it stands, of those its own brand has registered as AI-made."""
    register = registers.get(mention.brand)
    return None if register is None else register.find_piece(mention)


def is_under_ai(mention: Mention, registers: Registers) -> bool:
    """Whether it stands under content that its own brand has registered as AI-made."""
    return find_piece(mention, registers) is not None


NO_REGISTERS: Final[Registers] = {}
