"""What a brand says itself: how much of it is made with AI, how it is worded, and how its bot speaks."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from streams.meters.board import Board, reset, show_known
from streams.minute import Minute


class MadeWith(StrEnum):
    """What a post of the brand's own is made with, as it has registered it."""

    AI = "ai"
    OTHER = "other"


class Manners(StrEnum):
    """How a brand's own bot speaks."""

    HARMLESS = "harmless"
    HATEFUL = "hateful"


class VoiceMetrics:
    """A brand's own posts and replies, as far as they were seen.

    Args:
        board: where they hang.
        brands: whose counts exist from the start; a share does once it can be told.
        ai_share_warn: by brand, the share of AI-made posts from which on somebody is to be warned.
    """

    def __init__(self, board: Board, brands: Iterable[str], *, ai_share_warn: Mapping[str, float]) -> None:
        self._lane = board.lane
        self.own_posts = board.gauge(
            "crisis_own_posts",
            "The brand's own posts of 30 days that were seen, by what they are made with.",
            "brand",
            "made_with",
        )
        self.ai_share = board.gauge(
            "crisis_ai_share_ratio", "Of the own posts of 30 days that were seen, those with AI.", "brand"
        )
        self.ai_share_warn = board.gauge(
            "crisis_ai_share_warn_ratio", "From where on that is a warning, where one is wanted.", "brand"
        )
        self.alike = board.gauge(
            "crisis_own_posts_alike_ratio",
            "How alike the brand's last own posts are: 0 each its own, 1 one template.",
            "brand",
        )
        self.like_others = board.gauge(
            "crisis_own_posts_like_others_ratio",
            "How like the last posts of the other brands they are, from 0 to 1.",
            "brand",
        )
        self.own_replies = board.gauge(
            "crisis_own_replies", "The brand's last own replies of seven days that were seen.", "brand"
        )
        self.canned = board.gauge(
            "crisis_canned_replies_ratio", "Of them, those that say nearly the same as another.", "brand"
        )
        self.bot_messages = board.counter(
            "crisis_bot_messages_total",
            "What the brand's own bot said in closed minutes; no mentions.",
            "brand",
            "manners",
        )
        for brand, limit in ai_share_warn.items():
            self.ai_share_warn.labels(self._lane, brand).set(limit)
        for brand in brands:
            for made in MadeWith:
                self.own_posts.labels(self._lane, brand, made)
            self.own_replies.labels(self._lane, brand)
            for manners in Manners:
                self.bot_messages.labels(self._lane, brand, manners)

    def note(self, minute: Minute) -> None:
        here = self._lane, minute.brand
        self.own_posts.labels(*here, MadeWith.AI).set(minute.own.ai)
        self.own_posts.labels(*here, MadeWith.OTHER).set(minute.own.posts - minute.own.ai)
        self.own_replies.labels(*here).set(minute.wording.replies)
        show_known(self.ai_share, here, minute.own.share)
        show_known(self.alike, here, minute.wording.alike)
        show_known(self.like_others, here, minute.resemblance.index)
        show_known(self.canned, here, minute.wording.canned_share)
        harmless = max(0, minute.uttered.said - minute.uttered.hateful)
        self.bot_messages.labels(*here, Manners.HARMLESS).inc(harmless)
        self.bot_messages.labels(*here, Manners.HATEFUL).inc(minute.uttered.hateful)

    def forget(self) -> None:
        reset((self.own_posts, self.own_replies))
        for share in (self.ai_share, self.alike, self.like_others, self.canned):
            share.clear()
