"""The kinds of connectors, one line each; a new one is added here and the contract tests pick it up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.author import AuthorKey
from connectors.bluesky import BlueskyOptions, BlueskyStream
from connectors.clock import Clock
from connectors.connector import Assignment, Connector
from connectors.hackernews import HackerNewsOptions, HackerNewsReader
from connectors.http import Http
from connectors.mastodon import MastodonOptions, MastodonReader
from connectors.rss import FeedOptions, FeedReader
from connectors.settings import Connector as Options
from connectors.sockets import Dial, dial


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a connector may use; the runner owns it and closes it."""

    http: Http
    clock: Clock
    authors: AuthorKey
    dial: Dial = dial
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where secrets stand, by the names that the options give."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of connector."""

    options: type[Options]
    open: Callable[[Assignment, Any, Equipment], Connector]
    """Called with options of that type. Must not do any I/O.

    Raises:
        MisconfiguredError: the options or the saved cursor cannot be used.
    """


KINDS: Final[Mapping[str, Kind]] = {
    "bluesky": Kind(
        BlueskyOptions,
        lambda assignment, options, use: BlueskyStream(
            assignment, options, dial=use.dial, clock=use.clock, authors=use.authors
        ),
    ),
    "hackernews": Kind(
        HackerNewsOptions,
        lambda assignment, options, use: HackerNewsReader(
            assignment, options, http=use.http, clock=use.clock, authors=use.authors
        ),
    ),
    "mastodon": Kind(
        MastodonOptions,
        lambda assignment, options, use: MastodonReader(
            assignment, options, http=use.http, clock=use.clock, authors=use.authors, environ=use.environ
        ),
    ),
    "rss": Kind(
        FeedOptions,
        lambda assignment, options, use: FeedReader(
            assignment, options, http=use.http, clock=use.clock, authors=use.authors
        ),
    ),
}
