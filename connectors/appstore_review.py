"""A review in the App Store, as an entry of Apple's feed tells it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from connectors.connector import Assignment
from connectors.errors import UnreadableError
from connectors.feed import Entry
from connectors.ledger import Sent
from connectors.mention import ChannelKind
from connectors.post import Post
from connectors.text import digest_text

_MOST_STARS: Final = 5


def tell_app(assignment: Assignment, app: str) -> Assignment:
    """Let the app's number be an account of its brand, so that every review names it."""
    brands = tuple(
        brand.model_copy(update={"handles": (*brand.handles, _name(app))}) for brand in assignment.brands
    )
    return replace(assignment, brands=brands)


def write_review(entry: Entry, app: str, country: str, now: datetime, known: Sent | None) -> Post:
    """Write the post of a review; its stars are the last line of its text.

    Args:
        entry: as the feed has it.
        app: whose review it is.
        country: of the shop; two small letters.
        now: it is not from later than this.
        known: how it was sent before; the feed's date is that of the last change.

    Raises:
        UnreadableError: it has no date or no stars that can be.
    """
    if entry.published_at is None:
        raise UnreadableError("a review without a date")
    if not (entry.rating.isascii() and entry.rating.isdigit() and 1 <= int(entry.rating) <= _MOST_STARS):
        raise UnreadableError("a review without one to five stars")
    stars = int(entry.rating)
    text = f"{entry.text}\n{'★' * stars}{'☆' * (_MOST_STARS - stars)}".strip()
    return Post(
        native_id=entry.native_id,
        version=digest_text(text)[:12],
        text=text,
        published_at=known.published_at if known is not None else min(entry.published_at, now),
        author=entry.author,
        kind=ChannelKind.REVIEW,
        url=f"https://apps.apple.com/{country}/app/id{app}?see-all=reviews",
        handles=(_name(app),),
    )


def _name(app: str) -> str:
    return f"id{app}.apps.apple.com"
