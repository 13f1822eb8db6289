"""The kinds of connectors that are pushed to us, one entry each; a new one is added here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from connectors.about import About
from connectors.connector import Assignment
from connectors.equipment import Equipment
from connectors.inbound import InboundHook, InboundOptions
from connectors.line import LineHook, LineOptions
from connectors.meta.opening import open_hook
from connectors.meta.options import FacebookOptions, InstagramOptions
from connectors.receiver.hook import Hook
from connectors.receiver.own import Pushed
from connectors.receiver.signature import Keys


@dataclass(frozen=True, slots=True)
class HookKind:
    """One kind of webhook."""

    options: type[Pushed]
    open: Callable[[Assignment, Any, Equipment], Hook]
    """Called with options of that type. Must not do any I/O.

    Raises:
        MisconfiguredError: a secret is not set.
    """
    about: About | None = None
    """None where it is swept as well and `connectors.registry` says it."""


def _keys(options: LineOptions | InboundOptions, use: Equipment) -> Keys:
    return Keys.read(options.secret_env, use.environ.get(options.secret_env, ""))


HOOKS: Final[Mapping[str, HookKind]] = {
    "facebook": HookKind(FacebookOptions, open_hook),
    "inbound": HookKind(
        InboundOptions,
        lambda assignment, options, use: InboundHook(assignment, options, _keys(options, use), use.authors),
        About(
            sees="What your own program or a partner sends, with edits and deletions",
            needs="`crisis receiver` behind an address with TLS, and a sender that signs after Standard Webhooks",
            costs="Nothing",
            tested="The standard's own example and senders of our own",
        ),
    ),
    "instagram": HookKind(InstagramOptions, open_hook),
    "line": HookKind(
        LineOptions,
        lambda assignment, options, use: LineHook(assignment, _keys(options, use), use.authors),
        About(
            sees="Messages to your LINE Official Account, and in its groups those about the brand; edits and unsent messages",
            needs="A Messaging API channel with redelivery switched on; `crisis receiver` behind an address with TLS",
            costs="Nothing",
            tested="The samples of LINE's own SDK and the schema of its API",
        ),
    ),
}
