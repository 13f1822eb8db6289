"""Wording: how alike a brand's own posts are, how like other brands' posts, and how many of its replies are canned.

Of what the brand itself says only imprints travel (`streams.imprint`). What other brands of the configuration post
goes to each brand as well, so that all that is compared stands in one window.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from statistics import fmean
from typing import Final

from connectors.mention import ChannelKind, Mention, Platform, Speaker, UtcTime
from connectors.wire import Wire
from streams.imprint import Hashes, Imprint, measure_likeness, open_imprint, take_imprint
from streams.times import DAY_MINUTES

POSTS_KEPT: Final = 20
"""The last posts of the brand's own."""
OTHERS_KEPT: Final = 60
"""The last posts of all other brands together."""
REPLIES_KEPT: Final = 50
"""The last replies of the brand's own."""
REPLIES_FOR: Final = 7 * DAY_MINUTES
"""Minutes for which a reply counts."""

ENOUGH_POSTS: Final = 5
"""Posts, on either side, below which nothing is said of them."""
ENOUGH_REPLIES: Final = 10

UNLIKE: Final = 0.3
"""Likeness of two texts up to which they have nothing in common but their language: unrelated ones reach 0.26."""
SAME: Final = 0.7
"""Likeness from which they are one template: three places filled otherwise leave 0.77 or more."""
CANNED: Final = 0.8
"""Likeness above which a reply is another one with a new name in it."""

ALIKE_FROM: Final = 0.6
"""Index of the brand's own posts from which it is told."""
CANNED_FROM: Final = 0.3
"""Share of canned replies from which it is told."""

_POSTS: Final = frozenset({ChannelKind.POST, ChannelKind.ARTICLE})
_REPLIES: Final = frozenset({ChannelKind.COMMENT, ChannelKind.REPLY, ChannelKind.MESSAGE})

Texts = dict[str, tuple[int, Platform, Imprint]]
"""By a text's name: its minute, where it stands, and how it is worded."""


class TextKind(StrEnum):
    """What a wording is of."""

    POST = "post"
    REPLY = "reply"
    ELSEWHERE = "elsewhere"
    """A post of another brand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Wire):
    """How one text is worded that a brand has published."""

    text: str
    """A hash of its platform and native id."""
    source: str
    at: UtcTime
    kind: TextKind
    platform: Platform
    imprint: Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingCounts(Wire):
    """How a brand sounds at the end of a minute, as far as its posts and replies were seen."""

    posts: int = 0
    """Of the last own posts, at most `POSTS_KEPT`, those that were compared: their platform has another of them."""
    alike: float | None = None
    """How alike they are, from 0 (each its own) to 1 (one template); None of fewer than `ENOUGH_POSTS`."""
    replies: int = 0
    """Own replies that were compared: the last ones of seven days, at most `REPLIES_KEPT`."""
    canned: int = 0
    """Of them, those that say more than `CANNED` the same as another."""

    @property
    def canned_share(self) -> float | None:
        """Of the replies, from 0 to 1; None of fewer than `ENOUGH_REPLIES`."""
        return self.canned / self.replies if self.replies >= ENOUGH_REPLIES else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance(Wire):
    """How like other brands' posts a brand's own are at the end of a minute.

    When a post of another brand is heard of depends on how partitions interleave: no spike may carry this.
    """

    others: int = 0
    """Posts of other brands that were looked at: the last ones, at most `OTHERS_KEPT`."""
    index: float | None = None
    """From 0 (nothing alike) to 1 (one template); None where there are fewer than `ENOUGH_POSTS` of either."""


@dataclass(slots=True)
class Book:
    """The texts that are compared; bounded, and plain JSON."""

    posts: Texts = field(default_factory=dict)
    elsewhere: Texts = field(default_factory=dict)
    replies: Texts = field(default_factory=dict)
    counts: WordingCounts = WordingCounts()
    resemblance: Resemblance = Resemblance()

    def __bool__(self) -> bool:
        return bool(self.posts or self.elsewhere or self.replies)


def find_wording(mention: Mention) -> Wording | None:
    """How a text of the brand's own is worded; None for what others say, for edits and deletions, and without words.

    An automatic reply counts as a reply: who reads it meets the same words.
    """
    if mention.speaker is Speaker.PUBLIC or mention.edited or mention.deleted:
        return None
    if mention.kind in _POSTS and mention.parent_id is None:
        kind = TextKind.POST
    elif mention.kind in _REPLIES:
        kind = TextKind.REPLY
    else:
        return None
    imprint = take_imprint(mention.text)
    if not imprint:
        return None
    identity = f"{mention.platform}\x1f{mention.native_id}".encode("utf-8", "replace")
    return Wording(
        text=blake2b(identity, digest_size=6).hexdigest(),
        source=mention.source,
        at=mention.published_at,
        kind=kind,
        platform=mention.platform,
        imprint=imprint,
    )


def note_wording(book: Book, wording: Wording, minute: int) -> None:
    """Take in a text; the order in which texts come leaves no trace but among more than a minute may hold."""
    texts, most = _find_shelf(book, wording.kind)
    known = texts.get(wording.text)
    if known is None or known[0] > minute:
        texts[wording.text] = minute, wording.platform, wording.imprint
    if len(texts) > 2 * most:
        for name in sorted(texts, key=lambda name: (texts[name][0], name))[:-most]:
            del texts[name]


def _find_shelf(book: Book, kind: TextKind) -> tuple[Texts, int]:
    if kind is TextKind.POST:
        return book.posts, POSTS_KEPT
    return (book.replies, REPLIES_KEPT) if kind is TextKind.REPLY else (book.elsewhere, OTHERS_KEPT)


def roll_book(book: Book, fresh: Book, minute: int) -> Book:
    """The texts that are compared when a minute closes, and what they come to: those known, and those it brought."""
    posts = _roll(book.posts, fresh.posts, POSTS_KEPT)
    elsewhere = _roll(book.elsewhere, fresh.elsewhere, OTHERS_KEPT)
    replies = _roll(book.replies, fresh.replies, REPLIES_KEPT, after=minute - REPLIES_FOR)
    counts, resemblance = book.counts, book.resemblance
    # What has not changed is not compared again.
    if posts != book.posts:
        compared, alike = _rate_own(posts)
        counts = replace(counts, posts=compared, alike=alike)
    if replies != book.replies:
        counts = replace(counts, replies=len(replies), canned=_count_canned(replies))
    if posts != book.posts or elsewhere != book.elsewhere:
        resemblance = Resemblance(others=len(elsewhere), index=_rate_others(posts, elsewhere))
    return Book(posts=posts, elsewhere=elsewhere, replies=replies, counts=counts, resemblance=resemblance)


def _roll(known: Texts, fresh: Texts, most: int, after: int | None = None) -> Texts:
    if not fresh and (after is None or all(minute > after for minute, _, _ in known.values())):
        return known
    # A text that comes again was published when it first was.
    together = {**fresh, **known}
    kept = sorted(
        (minute, name) for name, (minute, _, _) in together.items() if after is None or minute > after
    )
    return {name: together[name] for _, name in kept[-most:]}


def _rate_own(posts: Texts) -> tuple[int, float | None]:
    """How many posts can be held against another, and how like the one most like it each of them is, on average.

    Only posts on one platform are held against each other: one piece on several is no second post.
    """
    platforms: defaultdict[Platform, list[Hashes]] = defaultdict(list)
    for platform, hashes in _open(posts).values():
        platforms[platform].append(hashes)
    together = [side for side in platforms.values() if len(side) > 1]
    near = [
        _find_nearest(mine, side[:at] + side[at + 1 :]) for side in together for at, mine in enumerate(side)
    ]
    return len(near), round(fmean(near), 3) if len(near) >= ENOUGH_POSTS else None


def _rate_others(posts: Texts, others: Texts) -> float | None:
    """The same against other brands' posts, wherever they stand; an account that two brands share is one brand's."""
    elsewhere = [hashes for name, (_, hashes) in _open(others).items() if name not in posts]
    if len(posts) < ENOUGH_POSTS or len(elsewhere) < ENOUGH_POSTS:
        return None
    return round(fmean(_find_nearest(mine, elsewhere) for _, mine in _open(posts).values()), 3)


def _open(texts: Texts) -> dict[str, tuple[Platform, Hashes]]:
    return {name: (platform, open_imprint(imprint)) for name, (_, platform, imprint) in texts.items()}


def _find_nearest(mine: Hashes, others: Iterable[Hashes]) -> float:
    nearest = max((measure_likeness(mine, other, least=UNLIKE) for other in others), default=0.0)
    return min(1.0, max(0.0, (nearest - UNLIKE) / (SAME - UNLIKE)))


def _count_canned(replies: Texts) -> int:
    opened = [hashes for _, hashes in _open(replies).values()]
    found = [False] * len(opened)
    for at, one in enumerate(opened):
        for before in range(at):
            is_told = found[at] and found[before]
            if not is_told and measure_likeness(one, opened[before], least=CANNED) > CANNED:
                found[at] = found[before] = True
    return sum(found)
