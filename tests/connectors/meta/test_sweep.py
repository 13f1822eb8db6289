"""The sweep of an account: recorded pages, own replies, what is removed, and a memory that stays small."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import MisconfiguredError
from connectors.mention import ChannelKind, Speaker
from connectors.meta.account import CHECKED, REREAD, Post
from connectors.meta.comment import Comment
from connectors.meta.facebook import Listing, read_comments
from connectors.meta.faults import read_usage
from connectors.meta.instagram import Listing as InstagramListing
from connectors.meta.kin import Kin
from connectors.meta.known import KEPT, POSTS_KEPT, KnownPost, meet, newest_posts
from connectors.page import MAX_BYTES
from tests.connectors.samples import NOON
from tests.connectors.stages.meta import ACCOUNT, PAGE_SIZE, GraphStage, InstagramStage, Said
from tests.connectors.stages.stage import Play

POST = Post(f"{ACCOUNT}_1", NOON)


def say(number: int, *, post: str = f"{ACCOUNT}_1", **values: Any) -> Said:
    return Said(f"1_{number}", post, NOON + timedelta(seconds=number), **values)


async def test_the_recorded_comments_of_a_page_are_read(shared: Path) -> None:
    for name in ("comments_p1.json", "comments_p2.json"):
        recorded = json.loads((shared / "fixtures" / "meta-facebook" / name).read_text(encoding="utf-8"))
        for item in recorded["data"]:  # The recording asked for ids and was printed without them.
            item["id"] = re.findall(r"comment_id=(\d+)", item["permalink_url"])[-1]
        found = read_comments(msgspec.convert(recorded, Listing), POST, ACCOUNT)
        assert [comment.text for comment in found] == [item["message"] for item in recorded["data"]]
        assert all(comment.created_at.year == 2021 for comment in found)
        assert all(comment.interactions is not None for comment in found)


async def test_the_recorded_comments_of_instagram_are_read(shared: Path) -> None:
    raw = (shared / "fixtures" / "meta-instagram" / "comments_p1.json").read_bytes()
    page = msgspec.json.decode(raw, type=InstagramListing)
    assert [item.text for item in page.data] == ["Beautiful!", "Beautiful!"]
    assert page.paging.after == "after"


@pytest.mark.need("001-13")
async def test_own_replies_are_marked_and_followers_are_not() -> None:
    for stage, own in ((GraphStage(), ACCOUNT), (InstagramStage(), "acme.coffee")):
        play = Play(stage)
        stage.add(say(1))
        stage.add(say(2, author=own, parent="1_1"))
        mentions = {mention.native_id: mention for mention in (await play.sweep_once()).mentions}
        assert mentions["1_1"].speaker is Speaker.PUBLIC
        assert mentions["1_2"].speaker is Speaker.BRAND
        assert all(mention.owned for mention in mentions.values())
        await play.end()


async def test_a_token_that_does_not_show_authors_is_refused() -> None:
    class Blind(GraphStage):
        def show_post(self, post: str) -> dict[str, Any]:
            return {key: value for key, value in super().show_post(post).items() if key != "from"}

    play = Play(Blind())
    with pytest.raises(MisconfiguredError, match="pages_read_user_content"):
        await play.sweep_once()
    await play.end()


async def test_a_visitors_post_is_a_mention_and_its_removal_a_tombstone() -> None:
    class Visited(GraphStage):
        def show_post(self, post: str) -> dict[str, Any]:
            shown = super().show_post(post)
            return shown | {"from": {"id": "99"}, "message": "acme slop"} if post.endswith("_2") else shown

    stage = Visited()
    play = Play(stage)
    before = await play.sweep_once()
    assert [(mention.native_id, mention.kind) for mention in before.mentions] == [
        (f"{ACCOUNT}_2", ChannelKind.POST)
    ]
    stage.delete_post(f"{ACCOUNT}_2")
    after = await play.sweep_once(before.saved)
    assert [(mention.native_id, mention.deleted) for mention in after.mentions] == [(f"{ACCOUNT}_2", True)]
    await play.end()


async def test_with_a_removed_post_go_all_its_comments() -> None:
    stage = GraphStage()
    play = Play(stage)
    stage.say(6)
    before = await play.sweep_once()
    stage.delete_post(f"{ACCOUNT}_2")
    after = await play.sweep_once(before.saved)
    gone = {mention.native_id for mention in before.mentions} - {each.native_id for each in stage.comments}
    assert {mention.native_id for mention in after.mentions} == gone
    assert all(mention.deleted for mention in after.mentions)
    assert (await play.sweep_once(after.saved)).mentions == []
    await play.end()


async def test_what_a_listing_merely_leaves_out_is_not_taken_for_removed() -> None:
    class Forgetful(GraphStage):
        hidden: str = ""

        def show_page(self, said: Any, request: Any) -> Any:
            return super().show_page([each for each in said if each.native_id != self.hidden], request)

    stage = Forgetful()
    play = Play(stage)
    stage.say(4)
    before = await play.sweep_once()
    stage.hidden = before.mentions[0].native_id
    assert (await play.sweep_once(before.saved)).mentions == []
    await play.end()


async def test_many_removals_are_checked_over_several_sweeps() -> None:
    stage = GraphStage()
    play = Play(stage)
    stage.say(2 * CHECKED + 6)
    swept = await play.sweep_once()
    stage.comments = []
    gone: list[str] = []
    for _ in range(4):
        swept = await play.sweep_once(swept.saved)
        gone += [mention.native_id for mention in swept.mentions]
    assert len(set(gone)) == len(gone) == 2 * CHECKED + 6
    await play.end()


async def test_a_busy_post_is_not_read_to_its_end_each_time() -> None:
    stage = GraphStage(posts=[f"{ACCOUNT}_1"])
    play = Play(stage)
    stage.say(REREAD + 100)
    before = await play.sweep_once()
    assert len(before.mentions) == REREAD + 100
    stage.asked.clear()
    stage.say(3)
    assert len((await play.sweep_once(before.saved)).mentions) == 3
    assert len(stage.asked) <= REREAD / PAGE_SIZE + 3
    await play.end()


@pytest.mark.parametrize(("stage", "vouches"), [(GraphStage(), True), (InstagramStage(), False)])
async def test_the_sweep_vouches_only_where_nothing_is_pushed(stage: GraphStage, *, vouches: bool) -> None:
    play = Play(stage)
    stage.say(1)
    swept = await play.sweep_once()
    assert (swept.batches[-1].upto is not None) is vouches
    await play.end()


def comment(number: int, text: str = "x") -> Comment:
    return Comment(
        native_id=f"1_{number}", post_id="1", created_at=NOON + timedelta(seconds=number), text=text
    )


COMMENTS = st.lists(st.integers(0, 900).map(comment), unique_by=lambda each: each.native_id, max_size=60)


@given(st.lists(COMMENTS, max_size=8))
def test_what_was_learned_is_never_new_again(sweeps: list[list[Comment]]) -> None:
    known = meet(NOON)
    sent: list[str] = []
    for listed in sweeps:
        sent += [each.native_id for each in listed if known.is_new(each)]
        known = known.learn(listed, ())
    assert len(sent) == len(set(sent))
    assert len(known.comments) <= KEPT


def test_beyond_what_is_kept_the_oldest_are_forgotten_and_not_sent_again() -> None:
    everything = [comment(number) for number in range(KEPT + 50)]
    known = meet(NOON).learn(everything, ())
    assert len(known.comments) == KEPT
    assert not any(known.is_new(each) for each in everything)
    assert known.is_new(comment(KEPT + 51))
    assert known.missing(everything[-10:][::-1], is_whole=False) == ()


def test_an_edit_is_known_by_its_words() -> None:
    known = meet(NOON).learn([comment(1)], ())
    assert known.is_edited(comment(1, "y"))
    assert not known.is_edited(comment(1))
    assert not known.is_edited(comment(2))


def test_the_fullest_memory_still_fits_into_a_record() -> None:
    longest = {f"{number:025d}_{number:025d}": (1_800_000_000, "0123abcd") for number in range(KEPT)}
    posts = {str(number): KnownPost(1_800_000_000 + number, 0, longest) for number in range(POSTS_KEPT + 5)}
    kept = newest_posts(posts, since=datetime(2020, 1, 1, tzinfo=UTC))
    assert len(kept) == POSTS_KEPT
    assert str(POSTS_KEPT + 4) in kept
    assert len(msgspec.json.encode(kept)) < MAX_BYTES


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_kin_are_found_at_any_depth_and_in_circles(links: list[tuple[int, int]]) -> None:
    kin = Kin(kept=20)
    for below, above in links:
        kin.note(str(below), "post", str(above))
    assert set(kin.under("post")) == {str(below) for below, _ in links}
    assert kin.under("post") == kin.under("post")


def test_kin_are_bounded() -> None:
    kin = Kin(kept=3)
    for number in range(5):
        kin.note(str(number), "post")
    assert kin.under("post") == ("2", "3", "4")


@pytest.mark.parametrize(
    ("value", "remaining", "minutes"),
    [
        ('{"1":[{"call_count":28,"total_time":95,"estimated_time_to_regain_access":0}]}', 5, None),
        ('{"1":[{"call_count":100,"estimated_time_to_regain_access":7}]}', 0, 7),
        ('{"call_count":10,"total_cputime":20,"total_time":30}', 70, None),
        ('{"1":[{"call_count":"many"}]}', 100, None),
    ],
)
def test_the_usage_of_the_graph_api_is_read(value: str, remaining: float, minutes: int | None) -> None:
    quota = read_usage({"x-business-use-case-usage": value}, NOON)
    assert quota is not None
    assert quota.remaining == remaining
    assert quota.resets_in == (None if minutes is None else timedelta(minutes=minutes))


@given(st.text(max_size=50))
def test_a_usage_that_is_none_is_no_error(value: str) -> None:
    read_usage({"x-app-usage": value}, NOON)
