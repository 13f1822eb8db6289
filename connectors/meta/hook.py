"""Meta's webhook: deliveries of one account, signed over the raw bytes with the app's secret."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from connectors.errors import MisconfiguredError, UnreadableError
from connectors.mention import ChannelKind, Mention
from connectors.meta.comment import Scribe
from connectors.meta.event import Change, Told, read_changes
from connectors.meta.facebook import read_feed_change
from connectors.meta.instagram import InstagramAccount, read_change
from connectors.meta.kin import Kin
from connectors.meta.options import FacebookOptions, InstagramOptions
from connectors.receiver.hook import Delivery, Heard, Unread
from connectors.receiver.shape import describe_shape
from connectors.receiver.signature import Keys
from connectors.secret import Secret

log = logging.getLogger(__name__)

_SIGNATURE: Final = "X-Hub-Signature-256"
_LONGEST_CHALLENGE: Final = 200

ReadChange = Callable[[Change], Awaitable[Told | None]]
"""Reads one change; None for what is no mention. May raise UnreadableError and what `Graph.get` does."""


class MetaHook:
    """Reads the deliveries of one account; those of the app's other accounts are not its own."""

    vouches = True

    def __init__(
        self, account: str, about: str, *, keys: Keys, verify: Secret, scribe: Scribe, read: ReadChange
    ) -> None:
        self._account = account
        self._about = about
        self._keys = keys
        self._verify = verify
        self._scribe = scribe
        self._read = read
        self._kin = Kin()

    def is_authentic(self, delivery: Delivery) -> bool:
        return self._keys.are_for_meta(delivery.body, delivery.headers.get(_SIGNATURE))

    def answer_challenge(self, query: Mapping[str, str]) -> str | None:
        given, challenge = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
        is_ours = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._verify.reveal().encode())
        if query.get("hub.mode") != "subscribe" or not is_ours:
            return None
        # It is sent back as it came: nothing but what Meta sends, so that no page can be made of it.
        is_plain = challenge.isascii() and challenge.isalnum() and len(challenge) <= _LONGEST_CHALLENGE
        return challenge if is_plain else None

    async def read(self, delivery: Delivery) -> Heard:
        mentions: list[Mention] = []
        unread: list[Unread] = []
        ignored = 0
        for change in list(read_changes(delivery.body)):
            if change.platform != self._about or change.account != self._account:
                ignored += 1
                continue
            try:
                told = await self._read(change)
                written = self._write(told, delivery) if told is not None else ()
            except (UnreadableError, ValueError) as exc:
                unread.append(Unread(describe_shape(change.value), f"{self._about} {change.field}: {exc}"))
                continue
            mentions += written
            ignored += not written
        return Heard(tuple(mentions), tuple(unread), ignored)

    def _write(self, told: Told, delivery: Delivery) -> tuple[Mention, ...]:
        if told.removed is not None:
            at = min(told.at, delivery.received_at)
            kind = ChannelKind.POST if told.is_post else ChannelKind.COMMENT
            own = self._scribe.write_tombstone(told.removed, at=at, kind=kind)
            below = self._kin.under(told.removed)
            return (
                own,
                *(self._scribe.write_tombstone(each, at=at, kind=ChannelKind.COMMENT) for each in below),
            )
        if told.comment is None:
            return ()
        comment = told.comment
        self._kin.note(comment.native_id, comment.post_id, comment.parent_id)
        mention = self._scribe.write_mention(comment, seen_at=delivery.received_at, edited=told.is_edited)
        return (mention,) if mention is not None else ()


def open_facebook_hook(options: FacebookOptions, keys: Keys, verify: Secret, scribe: Scribe) -> MetaHook:
    """The hook of a Page."""

    async def read(change: Change) -> Told | None:
        return read_feed_change(change, options.account)

    return MetaHook(options.account, "page", keys=keys, verify=verify, scribe=scribe, read=read)


def open_instagram_hook(
    options: InstagramOptions, keys: Keys, verify: Secret, scribe: Scribe, account: InstagramAccount | None
) -> MetaHook:
    """The hook of an Instagram account; `account` looks up what deliveries leave out, where there is a token."""

    async def read(change: Change) -> Told | None:
        if account is None:
            return read_change(change, options.account, options.handle)
        try:
            return await account.read_change(change)
        except MisconfiguredError as exc:
            # A dead token stops the sweep, too, so there is no second copy; being blind would be worse.
            log.error("comments keep the time of their delivery", extra={"why": str(exc)})  # noqa: TRY400 - a person must act, no traceback helps.
            return read_change(change, options.account, options.handle)

    return MetaHook(options.account, "instagram", keys=keys, verify=verify, scribe=scribe, read=read)
