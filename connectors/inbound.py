"""Inbound: mentions that a partner or your own program sends, as JSON lines, signed after Standard Webhooks.

All or nothing: one line that cannot be read refuses the whole delivery, with the number of each wrong line, so
that nothing is lost quietly and the sender, who is a program, can be mended.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from pydantic import Field

from connectors.author import AuthorKey, is_hashed
from connectors.connector import Assignment
from connectors.errors import UnreadableError
from connectors.matching import Matcher
from connectors.mention import MAX_AHEAD, ChannelKind, Mention, Platform, Speaker, UtcTime
from connectors.nulls import decode_told
from connectors.page import MAX_LINE
from connectors.receiver.hook import Delivery, Heard
from connectors.receiver.own import Pushed
from connectors.receiver.signature import Keys
from connectors.secret import Variable
from connectors.text import cut_text, tidy
from connectors.wire import Wire

MAX_LINES: Final = 2_000
_SHOWN: Final = 20
"""Wrong lines named in one answer."""


class InboundOptions(Pushed):
    """`[[connectors]]` with `kind = "inbound"`."""

    secret_env: Variable
    """Holds the secret; `whsec_…` holds its key in base64, anything else is the key itself."""
    heartbeat: Annotated[Literal["receiver", "sender"], Field()] = "receiver"
    """Who says that all was sent: we, as long as we can be reached, or the sender with heartbeat lines."""

    @property
    def is_swept(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMention(Wire):
    """One line: a mention without what the receiver knows itself."""

    native_id: str
    published_at: UtcTime
    text: str = ""
    platform: Platform = Platform.OTHER
    kind: ChannelKind = ChannelKind.POST
    brand: str | None = None
    """Left out: found by the keywords of the connector's brands."""
    author: str | None = None
    """A name, which is hashed, or a hash."""
    language: str | None = None
    url: str | None = None
    parent_id: str | None = None
    family: str | None = None
    owned: bool = False
    group: bool = False
    speaker: Speaker = Speaker.PUBLIC
    interactions: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)] | None = None
    edited: bool = False
    deleted: bool = False
    type: Literal["mention"] = "mention"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundHeartbeat(Wire):
    """A line with the sender's promise: everything published up to `upto` has been delivered."""

    upto: UtcTime
    type: Literal["heartbeat"]


class _Sort(msgspec.Struct):
    type: str = "mention"


class InboundHook:
    """Reads the deliveries of one sender."""

    def __init__(
        self, assignment: Assignment, options: InboundOptions, keys: Keys, authors: AuthorKey
    ) -> None:
        self.vouches = options.heartbeat == "receiver"
        self._assignment = assignment
        self._keys = keys
        self._authors = authors
        self._matcher = Matcher(assignment.brands)

    def is_authentic(self, delivery: Delivery) -> bool:
        return self._keys.are_for_stamped(
            delivery.body,
            native_id=delivery.headers.get("webhook-id"),
            stamp=delivery.headers.get("webhook-timestamp"),
            header=delivery.headers.get("webhook-signature"),
            now=delivery.received_at,
        )

    def answer_challenge(self, query: Mapping[str, str]) -> None:
        """Nobody asks."""

    async def read(self, delivery: Delivery) -> Heard:
        lines = [(number, line) for number, line in enumerate(delivery.body.split(b"\n", MAX_LINES + 1), 1)]
        if len(lines) > MAX_LINES + 1:
            raise UnreadableError(f"more than {MAX_LINES} lines")
        mentions: list[Mention] = []
        wrong: list[str] = []
        upto: datetime | None = None
        ignored = 0
        for number, line in lines:
            if not line.strip():
                continue
            try:
                read = self._read_line(line, delivery.received_at)
            except (UnreadableError, ValueError) as exc:
                wrong.append(f"line {number}: {exc}")
                continue
            if isinstance(read, datetime):
                upto = max(upto or read, read)
            else:
                mentions += read
                ignored += not read
        if wrong:
            more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
            raise UnreadableError("; ".join(wrong[:_SHOWN]) + more)
        return Heard(tuple(mentions), ignored=ignored, upto=upto)

    def _read_line(self, line: bytes, received_at: datetime) -> tuple[Mention, ...] | datetime:
        if len(line) > MAX_LINE:
            raise UnreadableError(f"{len(line)} bytes; at most {MAX_LINE} are taken")
        if decode_told(line, _Sort).type == "heartbeat":
            if self.vouches:
                raise UnreadableError('a heartbeat, but the connector does not say `heartbeat = "sender"`')
            return min(decode_told(line, InboundHeartbeat).upto, received_at)
        said = decode_told(line, InboundMention)
        if said.published_at - received_at > MAX_AHEAD:
            raise UnreadableError("`published_at` is in the future")
        text, cut = cut_text(tidy(said.text))
        brands = self._find_brands(said, text)
        return tuple(
            Mention(
                source=self._assignment.name,
                native_id=said.native_id,
                brand=brand,
                platform=said.platform,
                kind=said.kind,
                published_at=min(said.published_at, received_at),
                text="" if said.deleted else text,
                author=self._hash_author(said),
                language=said.language,
                url=said.url,
                parent_id=said.parent_id,
                family=said.family,
                owned=said.owned,
                group=said.group,
                speaker=said.speaker,
                interactions=said.interactions,
                edited=said.edited,
                deleted=said.deleted,
                cut=cut,
                lane=self._assignment.lane,
            )
            for brand in brands
        )

    def _find_brands(self, said: InboundMention, text: str) -> tuple[str, ...]:
        if said.brand is not None:
            if said.brand not in self._matcher.brands:
                raise UnreadableError(
                    f"`brand` is none of this connector's: {', '.join(self._matcher.brands)}"
                )
            return (said.brand,)
        # A tombstone has no words to find the brand by, and reaches each that may have had the mention.
        if said.deleted or len(self._matcher.brands) == 1:
            return self._matcher.brands
        return self._matcher.find_brands(text)

    def _hash_author(self, said: InboundMention) -> str | None:
        if not said.author or is_hashed(said.author):
            return said.author or None
        return self._authors.hash_author(said.platform, said.author)
