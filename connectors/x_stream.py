"""X's filtered stream: posts as they are written, one connection for an application.

It is read in the background, and what comes is paid for as it comes: it ends while there is still money for what
may be on its way. An empty line at least every 20 seconds says that it lives.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from connectors.clock import Clock
from connectors.errors import MisconfiguredError, TransientError, UnreadableError
from connectors.halves import mend_halves
from connectors.nulls import decode_told
from connectors.tap import Tap
from connectors.x_api import ON_NETWORK, STREAM, XApi
from connectors.x_options import XOptions
from connectors.x_post import FIELDS
from connectors.x_rules import Rules, plan_rules
from connectors.x_wallet import Wallet

QUIET_FOR: Final = timedelta(seconds=21)
"""A second more than X lets pass between two signs of life."""
RESERVE: Final = 250
"""Posts that may be on their way when the stream is closed: what X sends in a second at most."""
_LONGEST: Final = 1_000_000
"""Bytes of a line."""
_GULP: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    data: Any = None
    matching_rules: list[_Matched] = field(default_factory=list)
    errors: list[_Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Streamed:
    """What came: a post, or nothing but a sign of life."""

    post: Any = None
    """As X writes it; None for a sign of life."""
    queries: tuple[str, ...] = ()
    """Those of ours that found it."""
    is_readable: bool = True


class XStream:
    """The stream of one connector; opened by the first `gulp`.

    Args:
        name: of the connector; by it we know our rules.
        options: of the connector.
        api: asks.
        clock: lets time pass.
        wallet: pays for each post as it comes.
    """

    def __init__(self, name: str, options: XOptions, api: XApi, clock: Clock, wallet: Wallet) -> None:
        self._options = options
        self._tag = f"crisis-monitor {name}"
        self._api = api
        self._clock = clock
        self._wallet = wallet
        self._rules: dict[str, str] = {}
        self._tap: Tap[Streamed] = Tap([self._open], clock, quiet_for=QUIET_FOR, shown=STREAM)

    async def open(self) -> None:
        """Bring the rules in line and connect; at once when it is open.

        Raises:
            TransientError: not now; with X's own rules for how to come back, or until there is money again.
            MisconfiguredError: the token may not stream, or X does not take a query.
        """
        await self._tap.open()

    async def gulp(self, until: datetime) -> list[Streamed]:
        """Return what has come, or nothing when nothing came up to `until`; never longer than its silence.

        Raises:
            TransientError: it has ended, is silent for too long, or the money ends; after all that came before.
        """
        until = min(until, self._clock.now() + QUIET_FOR)
        try:
            return await self._tap.gulp(until, at_most=_GULP)
        except TransientError as exc:
            raise _by_network(exc) from exc

    async def close(self) -> None:
        """End it; never raises."""
        await self._tap.close()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[AsyncIterator[Streamed]]:
        self._wallet.afford_posts(RESERVE, RESERVE, self._clock.now())
        try:
            await self._bring_rules_in_line()
            async with self._api.open_stream({"tweet.fields": FIELDS}) as response:
                yield self._read(response)
        except TransientError as exc:
            raise _by_network(exc) from exc

    async def _bring_rules_in_line(self) -> None:
        found = (await self._api.get_rules()).read_json(Rules).data
        plan = plan_rules(found, self._options.queries, self._tag)
        if plan.remove:
            await self._api.change_rules(plan.write_removal())
        if plan.add:
            added = (await self._api.change_rules(plan.write_addition(self._tag))).read_json(Rules)
            refused = added.list_refused()
            if refused:
                named = ", ".join(f"`{query}`" for query in self._options.queries if query in refused)
                raise MisconfiguredError(
                    f"X does not take {named or 'one of `queries`'} as a rule of its stream"
                )
            found += added.data
        wanted = frozenset(self._options.queries)
        self._rules = {rule.id: rule.value for rule in found if rule.value in wanted}

    async def _read(self, response: httpx.Response) -> AsyncIterator[Streamed]:
        rest = b""
        async for piece in response.aiter_bytes():
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > _LONGEST:
                raise TransientError(f"{STREAM}: a line of more than {_LONGEST} bytes")
            for line in lines:
                yield self._take(line.strip())
                self._wallet.afford_posts(RESERVE, RESERVE, self._clock.now())

    def _take(self, raw: bytes) -> Streamed:
        if not raw:
            return Streamed()
        try:
            line = decode_told(mend_halves(raw), _Line)
        except UnreadableError:
            return Streamed(is_readable=False)
        if line.data is None:
            if any("disconnect" in each.title.lower() for each in line.errors):
                raise TransientError(f"{STREAM}: X has ended the connection for reasons of its own")
            return Streamed()
        self._wallet.pay_posts(1, self._clock.now())
        queries = tuple(self._rules[each.id] for each in line.matching_rules if each.id in self._rules)
        return Streamed(line.data, queries)


def _by_network(error: TransientError) -> TransientError:
    """What nobody gave rules for how to come back is a connection that broke."""
    return TransientError(str(error), error.retry_after, error.backoff or ON_NETWORK)
