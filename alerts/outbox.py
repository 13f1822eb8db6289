"""The outbox: for each thing people are told about, what is still to be sent, what was, and when to try again.

A box says nothing itself. It is written down before each attempt and after it, so that after a crash one
knows which message may have got through; and it is bounded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from alerts.channels.channel import Receipt
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.notice import Notice, Reason
from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.spike import derive_id

ITEMS_KEPT: Final = 32
TOLD_KEPT: Final = 128
KEPT_FOR: Final = timedelta(days=30)
"""How long a box stays after the last thing that happened to it."""

FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(minutes=5)
LONGEST_REST: Final = timedelta(hours=1)
"""However long a channel asks us to wait."""
REFRESHED_AFTER_END: Final = timedelta(minutes=5)
"""How long a channel is told again that something is over: it may have been away when it was first told."""
FALLBACK_AFTER: Final = 3
"""Failed attempts after which the fallback is told."""


class Task(StrEnum):
    """What an item does."""

    TELL = "tell"
    REVISE = "revise"
    """Bring the first message up to date."""
    REFRESH = "refresh"
    """Say again what still burns, to a channel that forgets what it is not told again."""


class Stage(StrEnum):
    """Where an item stands; what is delivered is no item any more."""

    PENDING = "pending"
    ATTEMPTING = "attempting"
    """Found so when nobody is at it: the worker died while sending."""
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Wire):
    """One thing to do through one channel."""

    id: str
    """The notice's; for a revision with a mark of its own."""
    task: Task
    notice: Notice
    stage: Stage = Stage.PENDING
    attempt: int = 0
    """How many were begun."""
    since: UtcTime
    """When it came in."""
    due: UtcTime
    tried: UtcTime | None = None
    """When the first attempt whose end is not known was begun."""
    failure: Failure | None = None
    """Of the last attempt."""
    fell_back: bool = False

    @property
    def channel(self) -> str:
        return self.notice.channel

    @property
    def is_uncertain(self) -> bool:
        """Whether an earlier attempt may have got through: look before sending."""
        return self.tried is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Wire):
    """Everything about one incident or one dead feed; items in the order they came."""

    about: str
    touched: UtcTime
    parents: dict[str, Receipt] = field(default_factory=dict)
    """The first message, by channel."""
    items: tuple[Item, ...] = ()
    told: tuple[str, ...] = ()
    """Ids of the latest notices delivered."""

    def find(self, item: str) -> Item | None:
        return next((one for one in self.items if one.id == item), None)

    @property
    def undelivered(self) -> tuple[Item, ...]:
        """What somebody waits for; a refresh that has not failed waits for its own time."""
        return tuple(item for item in self.items if item.task is not Task.REFRESH or item.failure)


def accept(box: Box, notice: Notice, now: datetime) -> Box:
    """Take in a notice; one that is known already changes nothing."""
    if notice.id in box.told or box.find(notice.id):
        return box
    item = Item(id=notice.id, task=Task.TELL, notice=notice, since=now, due=now)
    return _add(box, item, now)


def choose_due(box: Box, now: datetime, *, rests: Callable[[str], bool] = lambda _: False) -> Item | None:
    """Choose what to do now: for each channel only the first that is undone, so that order is kept.

    A refresh comes after all else: what is told says the same, and newer.
    """
    seen: set[str] = set()
    for item in sorted(box.items, key=lambda one: one.task is Task.REFRESH):
        if item.stage is Stage.GIVEN_UP or item.channel in seen:
            continue
        seen.add(item.channel)
        if rests(item.channel):
            continue
        if item.stage is Stage.ATTEMPTING or item.due <= now:
            return item
    return None


def begin(box: Box, item: Item, now: datetime) -> tuple[Box, Item]:
    """Write down that an attempt is about to be made; to be stored before it is."""
    tried = item.tried
    if item.stage is Stage.ATTEMPTING and tried is None:  # The worker died during the last attempt.
        tried = item.due
    begun = replace(item, stage=Stage.ATTEMPTING, attempt=item.attempt + 1, tried=tried, due=now)
    return _put(box, begun, now), begun


def finish(
    box: Box, item: Item, receipt: Receipt | None, now: datetime, *, refresh_every: timedelta | None = None
) -> Box:
    """Write down that an item is done.

    Args:
        box: it is in there.
        item: that is done.
        receipt: where its message stands, if the channel remembers.
        now: by the wall clock.
        refresh_every: how often the channel must be told again of what still burns; None for never.
    """
    box = replace(box, items=tuple(one for one in box.items if one.id != item.id), touched=now)
    if item.task is Task.REFRESH:
        return _schedule_refresh(box, item, now, refresh_every)
    if item.task is Task.REVISE:
        return box
    box = replace(box, told=(*box.told, item.notice.id)[-TOLD_KEPT:])
    if receipt is None:
        return box
    if refresh_every:
        box = replace(box, parents={**box.parents, item.channel: receipt})
        return _schedule_refresh(box, item, now, refresh_every)
    if item.channel not in box.parents:
        return replace(box, parents={**box.parents, item.channel: receipt})
    revision = Item(id=derive_id("revise", item.id), task=Task.REVISE, notice=item.notice, since=now, due=now)
    waiting = tuple(one for one in box.items if not (one.task is Task.REVISE and one.channel == item.channel))
    return _add(replace(box, items=waiting), revision, now)


def fail(
    box: Box,
    item: Item,
    error: DeliveryError,
    now: datetime,
    *,
    give_up_after: timedelta,
    fallbacks: Mapping[str, str],
) -> Box:
    """Write down a failed attempt: when to try again, or that it is given up, and who is told instead."""
    if error.failure is Failure.NO_PARENT:
        return _lose_parent(box, item, now)
    is_over = isinstance(error, RefusedError) or now - item.since >= give_up_after
    if item.task is Task.REFRESH:
        is_over = False  # It burns for as long as it burns; what is newer replaces it.
    failed = replace(
        item,
        stage=Stage.GIVEN_UP if is_over else Stage.PENDING,
        failure=error.failure,
        due=now + pause_after(item.attempt, error),
        tried=item.tried or (item.due if isinstance(error, UncertainError) else None),
    )
    fallback = fallbacks.get(item.channel)
    is_bad = is_over or isinstance(error, UnwelcomeError) or item.attempt >= FALLBACK_AFTER
    if item.task is Task.TELL and fallback and is_bad and not item.fell_back:
        failed = replace(failed, fell_back=True)
        notice = replace(item.notice, id=derive_id("fallback", item.id, fallback), channel=fallback)
        return accept(_put(box, failed, now), notice, now)
    return _put(box, failed, now)


def pause_after(attempt: int, error: DeliveryError | None = None) -> timedelta:
    """How long to wait after the n-th attempt: growing, and at least what the channel asked for."""
    doublings = min(max(attempt - 1, 0), 16)
    pause = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    asked = error.retry_after if isinstance(error, TransientError) else None
    return max(pause, min(asked, LONGEST_REST)) if asked else pause


def _schedule_refresh(box: Box, item: Item, now: datetime, every: timedelta | None) -> Box:
    """Say it again after a while: for as long as it burns, and a little longer that it is over."""
    others = tuple(one for one in box.items if not (one.task is Task.REFRESH and one.channel == item.channel))
    box = replace(box, items=others)
    ended_for = now - item.since if item.task is Task.REFRESH else timedelta(0)
    if every is None or (item.notice.is_over and ended_for >= REFRESHED_AFTER_END):
        return box
    refresh = Item(
        id=derive_id("refresh", item.id),
        task=Task.REFRESH,
        notice=item.notice,
        since=item.since if item.task is Task.REFRESH else now,
        due=now + every,
    )
    return _add(box, refresh, now)


def is_over(box: Box, now: datetime) -> bool:
    """Whether a box may be forgotten: nothing has happened to it for long."""
    return now - box.touched >= KEPT_FOR


def _lose_parent(box: Box, item: Item, now: datetime) -> Box:
    """Somebody removed the first message: the next one becomes the first."""
    parents = {name: receipt for name, receipt in box.parents.items() if name != item.channel}
    box = replace(box, parents=parents)
    if item.task is Task.REVISE:
        return replace(box, items=tuple(one for one in box.items if one.id != item.id), touched=now)
    return _put(box, replace(item, stage=Stage.PENDING, failure=Failure.NO_PARENT, due=now), now)


def _put(box: Box, item: Item, now: datetime) -> Box:
    items = tuple(item if one.id == item.id else one for one in box.items)
    return replace(box, items=items, touched=now)


def _add(box: Box, item: Item, now: datetime) -> Box:
    items = box.items
    if len(items) >= ITEMS_KEPT:
        items = _make_room(items)
    return replace(box, items=(*items, item), touched=now)


def _make_room(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Let go of what says least: what was given up, then old updates, then the oldest not being sent."""

    def worth(item: Item) -> int:
        if item.stage is Stage.GIVEN_UP:
            return 0
        if item.task is Task.REFRESH or item.stage is Stage.ATTEMPTING or item.notice.reason is Reason.OPENED:
            return 3
        return 1 if item.task is Task.REVISE or item.notice.reason is Reason.CHANGED else 2

    least = min(items, key=worth)
    return tuple(item for item in items if item is not least)
