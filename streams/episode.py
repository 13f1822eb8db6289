"""An episode: something that comes and goes beside what people feel; what of its life is told, and when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

from streams.automaton import Automaton, Rules, Turn
from streams.minute import Minute, Quote
from streams.spike import Spike, SpikeKind, SpikePhase, derive_id

SHOWN_KEPT: Final = 64


class Episode(Protocol):
    """The part of a state that remembers it."""

    automaton: dict[str, Any] | None
    onset: datetime | None
    """First minute of the one that is on, or was last."""
    shown: list[str]
    """Identities of the quotes that people were shown."""


Write = Callable[[SpikePhase, tuple[str, ...]], Spike]
"""Writes a record of a phase, with the identities that were taken down."""


def step_episode(episode: Episode, rules: Rules, now: int, evidence: float, *, is_known: bool) -> Turn | None:
    """Let a minute pass; see `Automaton.step`."""
    automaton = Automaton.resume(rules, episode.automaton)
    turn = automaton.step(now, evidence, is_known=is_known)
    episode.automaton = None if automaton == Automaton(rules) else automaton.snapshot()
    return turn


def tell_episode(
    episode: Episode,
    turn: Turn | None,
    minute: Minute,
    *,
    first: datetime,
    write: Write,
    has_news: bool = False,
) -> list[Spike]:
    """Write what changed.

    Args:
        episode: after `step_episode`.
        turn: what that returned.
        minute: the same.
        first: where the episode begins if it opens now.
        write: called after `onset` is set.
        has_news: whether people are told of this minute while it goes on, too.
    """
    removed = tuple(one for one in minute.removed if one in episode.shown)
    episode.shown = [one for one in episode.shown if one not in removed]
    if turn is Turn.OPEN:
        episode.onset = first
        return [write(SpikePhase.OPENED, removed)]
    if turn is Turn.REPAGE:
        closed = write(SpikePhase.CLOSED, removed)
        episode.onset = minute.start  # Later than the last one, or two spikes would share an id.
        return [closed, write(SpikePhase.OPENED, removed)]
    if turn is not None:
        return [write(SpikePhase.WORSENED if turn is Turn.REOPEN else SpikePhase.CLOSED, removed)]
    is_open = bool(episode.automaton and episode.automaton["is_open"])
    if removed or (is_open and has_news):
        return [write(SpikePhase.WORSENED if is_open else SpikePhase.CLOSED, removed)]
    return []


def show_quotes(episode: Episode, quotes: tuple[Quote, ...]) -> None:
    """Note what people are shown, so that they are told when it is taken down."""
    shown = [*episode.shown, *(quote.identity for quote in quotes)]
    episode.shown = [*dict.fromkeys(shown)][-SHOWN_KEPT:]


def judge_episode(
    episode: Episode,
    rules: Rules,
    kind: SpikeKind,
    spike_id: str,
    brand: str,
    *,
    is_crisis: bool,
    is_over: bool,
) -> None:
    """Take a person's verdict on it, as a detector does; of another spike nothing follows."""
    if episode.onset is None or episode.automaton is None:
        return
    if spike_id != name_episode(kind, brand, episode.onset):
        return
    automaton = Automaton.resume(rules, episode.automaton)
    if not is_crisis:
        automaton.dismiss(is_settled=True)
    if is_over:
        automaton.resolve()
    episode.automaton = automaton.snapshot()


def name_episode(kind: SpikeKind, brand: str, onset: datetime) -> str:
    """The id of its spike."""
    return derive_id(brand, kind, onset.isoformat())
