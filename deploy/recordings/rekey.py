"""Re-keying: a recording's authors and posts get new names, which nobody can lead back to people.

A hash of an author in Kafka can be made again with the installation's key, and a native id leads to the post
and so to its author. Both are hashed again, with a key that is made for one recording and thrown away. Answers
still find what they answer, and copies are still copies. Addresses are dropped: they hold names.
"""

from dataclasses import replace
from hashlib import blake2b

from connectors.author import AuthorKey
from connectors.mention import Mention, Platform
from streams.reading import Scored
from streams.window import family


class Rekeying:
    """New names for one recording.

    Args:
        key: from a good source of randomness; not kept anywhere.
    """

    def __init__(self, key: bytes) -> None:
        self._authors = AuthorKey(key)
        self._key = key

    def rename(self, mention: Mention) -> Mention:
        """Give a mention new names."""
        return replace(
            mention,
            native_id=self._rename_post(mention.source, mention.native_id),
            parent_id=mention.parent_id and self._rename_post(mention.source, mention.parent_id),
            family=mention.family and self._rename_post("", mention.family),
            author=self._rename_author(mention.platform, mention.author),
            url=None,
        )

    def rename_scored(self, scored: Scored) -> Scored:
        """The same for a score; a mention and its score get the same names."""
        source, _, native_id = scored.identity.partition("/")
        return replace(
            scored,
            identity=f"{source}/{self._rename_post(scored.source, native_id)}",
            author=self._rename_author(scored.platform, scored.author),
            url=None,
        )

    def _rename_post(self, source: str, native_id: str) -> str:
        said = f"{family(source)}/{native_id}".encode("utf-8", "surrogatepass")
        return blake2b(said, digest_size=12, key=self._key).hexdigest()

    def _rename_author(self, platform: Platform, author: str | None) -> str | None:
        return self._authors.hash_author(platform, author) if author else None
