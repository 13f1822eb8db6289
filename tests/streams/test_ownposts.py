"""How many of a brand's own posts are made with AI, from the page that tells of them to the metric."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.ai_content import AiContent
from connectors.config import ConfigurationError, build_section
from connectors.mention import ChannelKind, Mention, Platform, Speaker
from connectors.page import join_lines
from connectors.settings import Brand
from streams.backlash.context import keep_register
from streams.metrics import StreamMetrics
from streams.ownposts import (
    POSTS_KEPT,
    SPAN,
    OwnCounts,
    OwnPost,
    count_posts,
    find_own_post,
    note_post,
    roll_posts,
)
from streams.reading import Reading
from streams.score import Source, score_page
from streams.window import WindowState
from tests.streams.minutes import minute
from tests.streams.rolling import START, Roller, at, reading
from tests.streams.scored import score_as

REGISTERS = {"acme": keep_register([AiContent(title="Film", posts=("film",), tags=("#AcmeDreams",))])}
pytestmark = pytest.mark.need("000-27")


def own(native_id: str, text: str = "New today", **changes: Any) -> Mention:
    """A post of the brand's own account."""
    usual = Mention(
        source="x",
        native_id=native_id,
        brand="acme",
        platform=Platform.INSTAGRAM,
        kind=ChannelKind.POST,
        published_at=START,
        text=text,
        speaker=Speaker.BRAND,
    )
    return replace(usual, **changes)


def comment(native_id: str, under: str, **changes: Any) -> Mention:
    """Somebody's comment under a post of the brand's own."""
    usual = own(
        native_id, "hm", kind=ChannelKind.COMMENT, parent_id=under, owned=True, speaker=Speaker.PUBLIC
    )
    return replace(usual, **changes)


def find(mention: Mention) -> bool | None:
    """Whether the post that it tells of is made with AI; None if it tells of none."""
    sign = find_own_post(mention, REGISTERS)
    return None if sign is None else sign.is_ai


def score(*mentions: Mention, offset: int = 0) -> tuple[Reading, ...]:
    raw = join_lines([mention.to_json() for mention in mentions])
    page = score_page(
        raw,
        Source(partition=0, offset=offset, sent_at=START),
        lane="live",
        brands=("acme",),
        score=lambda mention, line: score_as(mention, line=line),
        registers=REGISTERS,
    )
    return page.readings


def test_a_post_of_the_account_tells_of_itself_and_a_comment_of_what_it_stands_under() -> None:
    assert find(own("1")) is False
    assert find(own("film")) is True
    assert find(own("1", "Out now #acmedreams")) is True
    assert find(comment("c", "1")) is False
    assert find(comment("c", "film")) is True
    itself, below = (find_own_post(one, REGISTERS) for one in (own("film"), comment("c", "film")))
    assert itself
    assert below
    assert itself.post == below.post


@pytest.mark.parametrize(
    "mention",
    [
        own("1", speaker=Speaker.PUBLIC),
        own("1", kind=ChannelKind.REPLY, parent_id="2"),
        own("1", edited=True),
        own("1", text="", deleted=True),
        comment("c", "1", owned=False),
        comment("c", "1", platform=Platform.FACEBOOK),
        comment("c", "1", platform=Platform.REDDIT),
        comment("c", "1", kind=ChannelKind.REPLY),
        comment("c", "1", kind=ChannelKind.MESSAGE, parent_id=None),
    ],
    ids=[
        "a stranger's",
        "a reply",
        "an edit",
        "a tombstone",
        "elsewhere",
        "on a Page",
        "in a subreddit",
        "under a comment",
        "a message",
    ],
)
def test_what_does_not_tell_of_an_own_post_for_sure_is_left_out(mention: Mention) -> None:
    assert find(mention) is None


def test_a_tag_in_a_strangers_comment_makes_no_post_one_of_ai() -> None:
    assert find(comment("c", "1", text="you did #AcmeDreams too")) is False


def test_a_page_tells_of_each_post_once_a_minute_and_its_own_words_are_still_no_talk() -> None:
    many = [comment(str(n), "film") for n in range(50)]
    (read,) = score(own("film"), *many)
    assert len(read.own) == 1
    assert len(read.mentions) == 50
    assert Reading.from_json(read.to_json()) == read
    (replied,) = score(own("1", kind=ChannelKind.REPLY, parent_id="2"))
    assert (replied.own, replied.mentions) == ((), ())


def signs(*posts: tuple[str, float, bool], source: str = "x") -> tuple[OwnPost, ...]:
    return tuple(OwnPost(post=post, source=source, at=at(when), is_ai=is_ai) for post, when, is_ai in posts)


def roll(*pages: Reading) -> Roller:
    roller = Roller()
    for page in pages:
        roller.take(page)
    return roller


def test_a_minute_says_how_many_own_posts_there_were_and_how_many_with_ai() -> None:
    told = replace(reading(0), own=signs(("a", 0.5, True), ("b", 0.5, False), ("c", 1.5, False)))
    roller = roll(reading(0, beats=[("x", 0)]), replace(told, offset=1), reading(2, beats=[("x", 3)]))
    assert [one.own for one in roller.minutes] == [
        OwnCounts(posts=2, ai=1),
        OwnCounts(posts=3, ai=1),
        OwnCounts(posts=3, ai=1),
    ]


def test_pages_in_any_order_and_twice_give_the_same() -> None:
    first = replace(reading(0), own=signs(("a", 0.2, False)))
    second = replace(reading(0), own=signs(("a", 0.7, True), ("b", 0.1, False)))
    outcomes = []
    for order in ((first, second), (second, first), (first, second, second, first)):
        begin, end = reading(0, beats=[("x", 0)]), reading(9, beats=[("x", 1)])
        pages = [replace(page, offset=number + 1) for number, page in enumerate(order)]
        roller = roll(begin, *pages, end)
        outcomes.append([one.to_json() for one in roller.minutes])
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert b'"own":{"posts":2,"ai":1}' in outcomes[0][0]


def test_who_only_publishes_is_no_source_that_others_wait_for() -> None:
    told = replace(reading(1), own=signs(("a", 0.5, True), source="publisher"))
    roller = roll(reading(0, beats=[("x", 0)]), told, reading(2, beats=[("x", 2)]))
    assert [one.own.posts for one in roller.minutes] == [1, 1]
    assert {one.sources for one in roller.minutes} == {1}
    assert {one.silent for one in roller.minutes} == {()}


def test_a_post_counts_for_thirty_days_after_it_was_last_talked_under() -> None:
    posts = roll_posts({}, {"a": (0, True), "b": (5, False)}, 5)
    assert count_posts(posts.values()) == OwnCounts(posts=2, ai=1)
    assert roll_posts(posts, {}, SPAN - 1).keys() == {"a", "b"}
    assert roll_posts(posts, {}, SPAN).keys() == {"b"}
    again = roll_posts(posts, {"a": (100, False)}, 100)
    assert roll_posts(again, {}, SPAN + 99) == {"a": (100, True)}


def test_what_is_kept_is_bounded_and_the_quiet_go_first() -> None:
    posts = roll_posts({}, {f"{n:05}": (n, False) for n in range(2 * POSTS_KEPT)}, 2 * POSTS_KEPT)
    assert len(posts) == POSTS_KEPT
    assert min(posts) == f"{POSTS_KEPT:05}"
    assert len(msgspec.json.encode(WindowState(posts=posts))) < 40_000


def test_the_order_of_signs_leaves_no_trace() -> None:
    one: dict[str, tuple[int, bool]] = {}
    other: dict[str, tuple[int, bool]] = {}
    told = [(3, False), (9, True), (5, False)]
    for when, is_ai in told:
        note_post(one, "a", when, is_ai=is_ai)
    for when, is_ai in reversed(told):
        note_post(other, "a", when, is_ai=is_ai)
    assert one == other == {"a": (9, True)}


def test_state_and_minutes_of_before_know_no_own_posts() -> None:
    assert msgspec.json.decode(b"{}", type=WindowState).posts == {}
    assert OwnCounts().share is None


class Shown:
    """What a worker shows of one brand."""

    def __init__(self, **limits: float) -> None:
        self.registry = CollectorRegistry()
        self.metrics = StreamMetrics(self.registry, brands=("acme",), lane="live", ai_share_warn=limits)

    def see(self, own: OwnCounts) -> None:
        self.metrics.note_minutes([replace(minute(0), own=own)])

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, {"lane": "live", "brand": "acme", **labels})


def test_the_share_is_exported_and_of_no_post_there_is_none() -> None:
    shown = Shown()
    shown.see(OwnCounts())
    assert shown.value("crisis_ai_share_ratio") is None
    shown.see(OwnCounts(posts=8, ai=2))
    assert shown.value("crisis_ai_share_ratio") == 0.25
    assert shown.value("crisis_own_posts", made_with="ai") == 2
    assert shown.value("crisis_own_posts", made_with="other") == 6
    shown.see(OwnCounts())
    assert shown.value("crisis_ai_share_ratio") is None
    shown.see(OwnCounts(posts=1, ai=1))
    shown.metrics.forget_brands()
    assert shown.value("crisis_ai_share_ratio") is None
    assert shown.value("crisis_own_posts", made_with="ai") == 0


def test_a_limit_is_shown_only_where_one_is_wanted() -> None:
    assert Shown(acme=0.4).value("crisis_ai_share_warn_ratio") == 0.4
    assert Shown().value("crisis_ai_share_warn_ratio") is None


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 40])
def test_a_limit_is_a_fraction(share: float) -> None:
    assert build_section(Brand, {"name": "acme", "ai_share_warn": 0.4}, file="x").ai_share_warn == 0.4
    with pytest.raises(ConfigurationError, match="ai_share_warn"):
        build_section(Brand, {"name": "acme", "ai_share_warn": share}, file="x")


def test_posts_of_months_ago_do_not_count() -> None:
    old = START - timedelta(days=31)
    sign = OwnPost(post="a", source="x", at=old, is_ai=True)
    roller = roll(
        reading(0, beats=[("x", 0)]), replace(reading(1), own=(sign,)), reading(2, beats=[("x", 1)])
    )
    assert roller.minutes[-1].own == OwnCounts()
