"""A wallet: what was spent on X this month, and the stop where the month's money ends.

In millionths of a dollar, whole numbers. X charges a post once a day; read again, it is counted again here, so
the bill is never higher than what is shown.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.connector import Bought
from connectors.errors import MisconfiguredError, TransientError, UnreadableError
from connectors.wire import Wire, decode

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Spent(Wire):
    month: str
    """In UTC, as `2026-11`."""
    millionths: int = 0


class Wallet:
    """Counts what is spent.

    Args:
        saved: what `save` returned, in whichever month.
        dollars: of a month.
        post_price: of a post that was read, in dollars.
        count_price: of a question how many there are, in dollars.

    Raises:
        MisconfiguredError: what was saved cannot be read.
    """

    def __init__(self, saved: bytes | None, *, dollars: float, post_price: float, count_price: float) -> None:
        self._dollars = dollars
        self._post_price = round(post_price * MILLION)
        self._count_price = round(count_price * MILLION)
        self._posts = 0
        self._taken = 0
        try:
            self._spent = decode(saved, _Spent) if saved is not None else _Spent("")
        except UnreadableError as exc:
            raise MisconfiguredError("the saved money cannot be read; delete it to start anew") from exc

    def afford_posts(self, most: int, least: int, now: datetime) -> int:
        """How many posts may be asked for, at most `most`.

        Raises:
            TransientError: less than `least`, until the first of next month.
        """
        left = round(self._dollars * MILLION) - self._this_month(now).millionths
        posts = min(most, max(left, 0) // self._post_price) if self._post_price else most
        if posts < least:
            raise TransientError(
                f"the {self._dollars:g} dollars of this month are spent", _until_next_month(now)
            )
        return posts

    def can_count(self, now: datetime) -> bool:
        return self._this_month(now).millionths + self._count_price <= round(self._dollars * MILLION)

    def can_afford_rush(self, posts: int, now: datetime) -> bool:
        """Whether so many posts cost no more than half of what is left: a month has more days than one."""
        left = round(self._dollars * MILLION) - self._this_month(now).millionths
        return 2 * posts * self._post_price <= left

    def pay_posts(self, posts: int, now: datetime) -> None:
        self._posts += posts
        self._pay(posts * self._post_price, now)

    def pay_count(self, now: datetime) -> None:
        self._pay(self._count_price, now)

    @property
    def is_owing(self) -> bool:
        """Whether something was paid since `take_bought`: it has to be saved."""
        return self._taken > 0 or self._posts > 0

    def take_bought(self) -> Bought:
        """What was paid since the last call."""
        bought = Bought(self._posts, self._taken / MILLION)
        self._posts = self._taken = 0
        return bought

    def save(self) -> bytes:
        return self._spent.to_json()

    def _pay(self, millionths: int, now: datetime) -> None:
        spent = self._this_month(now)
        self._spent = _Spent(spent.month, spent.millionths + millionths)
        self._taken += millionths

    def _this_month(self, now: datetime) -> _Spent:
        month = now.astimezone(UTC).strftime("%Y-%m")
        return self._spent if self._spent.month == month else _Spent(month)


def _until_next_month(now: datetime) -> timedelta:
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1) - now
