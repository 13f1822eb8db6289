"""Addresses: whether a host is on the public internet, so that nobody leads us into the private network."""

import asyncio
import ipaddress
from typing import Protocol

from connectors.errors import PermanentError, TransientError


class Resolver(Protocol):
    """Finds the addresses of a host."""

    async def __call__(self, host: str, port: int, /) -> tuple[str, ...]:
        """May raise OSError."""


async def resolve_host(host: str, port: int) -> tuple[str, ...]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return tuple(str(address[0]) for *_, address in found)


async def refuse_private(host: str, port: int, *, shown: str, resolver: Resolver = resolve_host) -> None:
    """Do nothing for a host of which every address is public.

    Raises:
        PermanentError: it leads into a private network.
        TransientError: it has no address.
    """
    try:
        addresses = await resolver(host, port)
    except OSError as exc:
        raise TransientError(f"{shown}: its host has no address: {exc.strerror}") from exc
    except UnicodeError as exc:  # A label that is empty or too long, as a redirect may name one.
        raise PermanentError(f"{shown}: its host is no name that there can be") from exc
    if not addresses or not all(is_public(address) for address in addresses):
        raise PermanentError(f"{shown}: leads into a private network; it is not followed")


def is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
