"""A trial: one real call by a connector, with nothing sent to Kafka, and what came of it in plain words."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from connectors.clock import Clock
from connectors.connector import Connector
from connectors.errors import (
    ConnectorError,
    GoneError,
    MisconfiguredError,
    PermanentError,
    TransientError,
)
from connectors.limits import Quota
from connectors.mention import Mention

PATIENCE: Final = timedelta(seconds=45)
SHOWN: Final = 3
_EXCERPT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came."""

    read: int = 0
    unreadable: int = 0
    mentions: tuple[Mention, ...] = ()
    upto: datetime | None = None
    quota: Quota | None = None
    dollars: float = 0.0
    """What it cost, where the platform wants money."""
    error: ConnectorError | None = None
    is_over: bool = False
    """The source had no more to say for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What a connector cannot do without."""

    needs: str
    """One sentence, as in the list of kinds."""
    variables: Mapping[str, bool]
    """Where its secrets stand, and whether they are set."""


async def try_connector(connector: Connector, clock: Clock, *, patience: timedelta = PATIENCE) -> Trial:
    """Ask until something was read, the sweep is over or patience is; closes the connector.

    Returns:
        what came, also when it is an error.
    """
    began = clock.now()
    trial = Trial()
    try:
        while not trial.read and not trial.is_over and clock.now() - began < patience:
            async with asyncio.timeout(patience.total_seconds()):
                batch = await connector.fetch_batch()
            trial = Trial(
                read=trial.read + (len(batch.mentions) if batch.read is None else batch.read),
                unreadable=trial.unreadable + batch.unreadable,
                mentions=trial.mentions + batch.mentions,
                upto=batch.upto,
                quota=batch.quota or trial.quota,
                dollars=trial.dollars + (batch.bought.dollars if batch.bought is not None else 0.0),
                is_over=batch.cursor is not None,
            )
    except ConnectorError as exc:
        return Trial(error=exc)
    except TimeoutError:
        return Trial(error=TransientError(f"no answer in {patience.total_seconds():.0f} s"))
    finally:
        await connector.close()
    return trial


def explain(trial: Trial, now: datetime, wants: Wants) -> Iterator[str]:
    """Say what came of it, a sentence or two a line, for a person who is no engineer."""
    if trial.error is not None:
        yield from _explain_error(trial.error)
        if not isinstance(trial.error, TransientError):
            yield f"What it needs: {wants.needs}."
            for name, is_set in wants.variables.items():
                yield f"Its secret is read from the variable {name}, which is {'set' if is_set else 'not set'}."
        return
    yield from _explain_found(trial)
    if trial.upto is not None:
        behind = max(timedelta(), now - trial.upto)
        yield f"It is complete up to {trial.upto:%H:%M:%S}Z, {_duration(behind)} ago."
    if trial.quota is not None and trial.quota.limit:
        resets = f"; it starts anew in {_duration(trial.quota.resets_in)}" if trial.quota.resets_in else ""
        yield f"Rate limit: {trial.quota.remaining:g} of {trial.quota.limit:g} requests are left{resets}."
    if trial.dollars:
        yield f"This look has cost {trial.dollars:.3g} dollars, which the month's limit in the configuration does not count."


def _explain_found(trial: Trial) -> Iterator[str]:
    if not trial.read:
        yield (
            "It answered, and there was nothing to read: nothing new, or nothing at all. "
            "Look at the address, the hashtags or the time; it stays quiet until somebody speaks."
        )
    else:
        about = len(trial.mentions)
        yield f"It answered. {_count(trial.read, 'thing')} read, {about or 'none'} of them about your brands."
    if trial.unreadable:
        yield f"{_count(trial.unreadable, 'thing')} could not be read and would be counted as such."
    for mention in sorted(trial.mentions, key=lambda each: each.published_at)[-SHOWN:]:
        yield f"  {mention.brand}, {mention.published_at:%Y-%m-%d %H:%M}Z: {_excerpt(mention.text)}"
    if trial.read and not trial.mentions:
        yield "If that surprises you, look at `keywords`, `aliases`, `handles` and `hashtags` of [[brands]]."


def _explain_error(error: ConnectorError) -> Iterator[str]:
    yield f"It did not work: {error}."
    match error:
        case TransientError(retry_after=wait) if wait is not None:
            yield f"The platform asks us to wait {_duration(wait)}; the connector would, and then go on."
        case TransientError():
            yield "This may pass by itself; the connector would try again with growing pauses."
            yield "If it stays so: is the address right, and does it open in a browser on this machine?"
        case GoneError():
            yield "Its owner has ended it: remove it from the configuration."
        case PermanentError():
            yield "It will not work as it is configured; the connector would try it again each time it looks."
            yield "Compare the address or the name with what your browser shows: a letter may be wrong, or it has moved."
        case MisconfiguredError():
            yield "A person has to act: the connector would stop here until the configuration or token is changed."
            yield "Tokens end, are taken back, or were made without a permission: make a new one where the old one is from."


def _excerpt(text: str) -> str:
    flat = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return flat if len(flat) <= _EXCERPT else flat[: _EXCERPT - 1] + "…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _duration(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    if seconds < 120:  # noqa: PLR2004 - two minutes.
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7_200 else f"{seconds // 3_600} h"  # noqa: PLR2004 - two hours.
