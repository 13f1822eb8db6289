"""The intake: each version once, deletions by post and by author, the brand's own pages marked."""

from datetime import timedelta
from typing import Any

from connectors.connector import Assignment
from connectors.intake import Intake
from connectors.mention import ChannelKind, Platform
from connectors.post import Post
from connectors.settings import Brand
from tests.connectors.samples import NOON
from tests.connectors.stages.stage import AUTHORS

BRANDS = (Brand(name="acme", handles=("did:plc:acme",)), Brand(name="bolt"))


def make_intake(*, shards: int = 1) -> Intake:
    assignment = Assignment("sky", BRANDS, timedelta(minutes=1), "drill-x")
    return Intake(assignment, Platform.BLUESKY, AUTHORS, shards=shards)


def make_post(text: str = "acme is soulless", **values: Any) -> Post:
    standard: dict[str, Any] = {
        "native_id": "1",
        "version": "1",
        "published_at": NOON,
        "author": "did:plc:ada",
    }
    return Post(text=text, **(standard | values))


def test_a_version_is_taken_once() -> None:
    intake = make_intake()
    (first,) = intake.take(make_post(), NOON)
    assert (first.edited, first.lane, first.author) == (
        False,
        "drill-x",
        AUTHORS.hash_author(Platform.BLUESKY, "did:plc:ada"),
    )
    assert intake.take(make_post(), NOON) == ()
    (second,) = intake.take(make_post(version="2"), NOON)
    assert second.edited


def test_an_edit_that_names_another_brand_is_new_to_it_and_an_edit_to_the_first() -> None:
    intake = make_intake()
    intake.take(make_post(), NOON)
    mentions = intake.take(make_post("bolt is worse", version="2"), NOON)
    assert {(each.brand, each.edited) for each in mentions} == {("acme", True), ("bolt", False)}


def test_what_stands_under_a_brands_own_post_is_about_it_and_owned() -> None:
    (mention,) = make_intake().take(
        make_post("I am so sad", kind=ChannelKind.REPLY, under=("did:plc:acme",)), NOON
    )
    assert (mention.brand, mention.owned) == ("acme", True)
    (mention,) = make_intake().take(make_post("so sad", handles=("did:plc:acme",)), NOON)
    assert (mention.brand, mention.owned) == ("acme", False)


def test_the_title_it_stands_under_tells_whom_it_is_about_and_is_not_sent() -> None:
    (mention,) = make_intake().take(make_post("so sad", context="Bolt fires its artists"), NOON)
    assert (mention.brand, mention.text) == ("bolt", "so sad")


def test_a_deletion_reaches_every_brand_once_and_only_what_was_sent() -> None:
    intake = make_intake()
    intake.take(make_post("acme and bolt"), NOON)
    tombstones = intake.take_down("1", NOON + timedelta(hours=1))
    assert [(each.brand, each.deleted, each.text, each.published_at) for each in tombstones] == [
        ("acme", True, "", NOON),
        ("bolt", True, "", NOON),
    ]
    assert intake.take_down("1", NOON) == ()
    assert intake.take_down("never seen", NOON) == ()
    for version in ("1", "2"):  # Replayed after its deletion.
        assert intake.take(make_post("acme and bolt", version=version), NOON) == ()


def test_an_author_who_goes_takes_all_of_it_along_and_nobody_elses() -> None:
    intake = make_intake()
    for number in range(3):
        intake.take(make_post(native_id=str(number), author=f"did:plc:{number % 2}"), NOON)
    assert [each.native_id for each in intake.take_down_author("did:plc:0", NOON)] == ["0", "2"]
    assert intake.take_down_author("did:plc:0", NOON) == ()
    assert intake.take_down_author("nobody", NOON) == ()


def test_a_post_stays_on_its_shard_from_first_to_last() -> None:
    intake = make_intake(shards=4)
    assert intake.sources == ("sky#0", "sky#1", "sky#2", "sky#3")
    used = set()
    for number in range(40):
        (mention,) = intake.take(make_post(native_id=str(number)), NOON)
        (tombstone,) = intake.take_down(str(number), NOON)
        assert mention.source == tombstone.source
        used.add(mention.source)
    assert used == set(intake.sources)


def test_what_was_looked_up_least_comes_first() -> None:
    intake = make_intake()
    for number in range(4):
        intake.take(make_post(native_id=str(number), published_at=NOON + timedelta(minutes=number)), NOON)
    intake.take_down("3", NOON)
    due = intake.recheck(2, NOON + timedelta(seconds=1), {"1": 5})
    assert [sent.native_id for sent in due] == ["2", "1"]
