"""LINE: what customers write to the brand's Official Account, and in groups that it is a member of.

It is the voice of customers, not public talk: LINE shows nobody else's. Facts after the Messaging API's reference:
the signature is over the raw bytes, events may come again and in any order, an empty list of events is a test of
the address, unknown sorts of events are to be passed over, and what was unsent is to be forgotten.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from connectors.author import AuthorKey
from connectors.connector import Assignment
from connectors.errors import UnreadableError
from connectors.matching import Matcher
from connectors.mention import ChannelKind, Mention, Platform
from connectors.nulls import decode_told
from connectors.receiver.hook import Delivery, Heard, Unread
from connectors.receiver.own import OwnAccount
from connectors.receiver.shape import describe_shape
from connectors.receiver.signature import Keys
from connectors.secret import Variable
from connectors.text import cut_text, tidy

MAX_EVENTS: Final = 1_000
_SIGNATURE: Final = "X-Line-Signature"


class LineOptions(OwnAccount):
    """`[[connectors]]` with `kind = "line"`."""

    secret_env: Variable
    """Holds the channel secret, from the channel's Basic settings."""

    @property
    def is_swept(self) -> bool:
        return False


class _Delivery(msgspec.Struct):
    events: list[msgspec.Raw]


class _Sort(msgspec.Struct):
    type: str


class _Source(msgspec.Struct):
    type: str = "user"
    userId: str = ""  # noqa: N815 - LINE's names.


class _Message(msgspec.Struct):
    id: str
    type: str
    text: str = ""
    quotedMessageId: str | None = None  # noqa: N815


class _Said(msgspec.Struct):
    timestamp: int
    message: _Message
    source: _Source = msgspec.field(default_factory=_Source)


class _Unsend(msgspec.Struct):
    messageId: str  # noqa: N815


class _Unsent(msgspec.Struct):
    timestamp: int
    unsend: _Unsend


class LineHook:
    """Reads the deliveries of one channel."""

    vouches = True

    def __init__(self, assignment: Assignment, keys: Keys, authors: AuthorKey) -> None:
        self._assignment = assignment
        self._keys = keys
        self._authors = authors
        self._matcher = Matcher(assignment.brands)

    def is_authentic(self, delivery: Delivery) -> bool:
        return self._keys.are_for_line(delivery.body, delivery.headers.get(_SIGNATURE))

    def answer_challenge(self, query: Mapping[str, str]) -> None:
        """LINE does not ask; it sends an empty delivery instead."""

    async def read(self, delivery: Delivery) -> Heard:
        events = decode_told(delivery.body, _Delivery).events
        if len(events) > MAX_EVENTS:
            raise UnreadableError(f"{len(events)} events; at most {MAX_EVENTS} are taken")
        mentions: list[Mention] = []
        unread: list[Unread] = []
        for event in events:
            try:
                mention = self._read_event(bytes(event), delivery.received_at)
            except (UnreadableError, ValueError) as exc:
                unread.append(Unread(describe_shape(bytes(event)), f"LINE: {exc}"))
                continue
            if mention is not None:
                mentions.append(mention)
        ignored = len(events) - len(mentions) - len(unread)
        return Heard(tuple(mentions), tuple(unread), ignored)

    def _read_event(self, event: bytes, received_at: datetime) -> Mention | None:
        match decode_told(event, _Sort).type:
            case "message":
                return self._read_said(decode_told(event, _Said), received_at, edited=False)
            case "messageEdited":
                return self._read_said(decode_told(event, _Said), received_at, edited=True)
            case "unsend":
                unsent = decode_told(event, _Unsent)
                return self._write(
                    unsent.unsend.messageId, unsent.timestamp, received_at, text="", owned=True, deleted=True
                )
        return None

    def _read_said(self, said: _Said, received_at: datetime, *, edited: bool) -> Mention | None:
        message = said.message
        text, cut = cut_text(tidy(message.text))
        if message.type not in {"text", "sticker"} or not text:
            return None  # A picture says nothing that could be scored.
        is_to_us = said.source.type == "user"
        if not is_to_us and not self._matcher.find_brands(text):
            return None  # Talk of a group that is not about the brand is none of ours.
        return self._write(
            message.id,
            said.timestamp,
            received_at,
            text=text,
            cut=cut,
            owned=is_to_us,
            group=not is_to_us,
            author=self._authors.hash_author(Platform.LINE, said.source.userId),
            parent_id=message.quotedMessageId,
            edited=edited,
        )

    def _write(self, native_id: str, timestamp: int, received_at: datetime, **values: Any) -> Mention:  # noqa: ANN401 - the mention checks them.
        return Mention(
            source=self._assignment.name,
            native_id=native_id,
            brand=self._assignment.brands[0].name,
            platform=Platform.LINE,
            kind=ChannelKind.MESSAGE,
            published_at=min(_read_time(timestamp), received_at),
            lane=self._assignment.lane,
            **values,
        )


def _read_time(timestamp: int) -> datetime:
    try:
        return datetime.fromtimestamp(timestamp / 1000, UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise UnreadableError("`timestamp` is no time") from exc
