"""Hacker News: recorded answers, more hits than one answer holds, deletions by Firebase."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.hackernews_item import FirebaseItem, Hit, read_hit, read_item
from connectors.mention import ChannelKind
from connectors.settings import Brand
from tests.connectors.samples import NOON
from tests.connectors.stages.hackernews import HackerNewsStage
from tests.connectors.stages.stage import Play

LATER = NOON + timedelta(days=3_000)


def read_fixture(shared: Path, name: str) -> Any:
    return json.loads((shared / "fixtures" / "hackernews" / f"{name}.json").read_text())


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(HackerNewsStage())
    yield play
    await play.end()


def stage_of(play: Play) -> HackerNewsStage:
    assert isinstance(play.stage, HackerNewsStage)
    return play.stage


def test_a_recorded_answer_of_the_index(shared: Path) -> None:
    hits = [msgspec.convert(raw, Hit, strict=False) for raw in read_fixture(shared, "algolia_search")["hits"]]
    posts = [read_hit(hit, LATER, with_context=True) for hit in hits]
    assert posts[0].native_id == "46221321"
    assert posts[0].text.startswith(
        "Show HN: We open-sourced our internal tool for scoring PRs with Claude AI\nHi HN! I'm"
    )
    assert posts[0].published_at == datetime(2025, 12, 10, 18, 19, 51, tzinfo=UTC)
    assert (posts[0].author, posts[0].kind, posts[0].interactions) == ("textcortex", ChannelKind.POST, 4)
    assert not any("&#x27;" in post.text or "<p>" in post.text for post in posts)
    assert all(post.text for post in posts)


def test_recorded_items_of_the_site(shared: Path) -> None:
    story, comment, deleted = (
        msgspec.convert(read_fixture(shared, f"firebase_item_{number}"), FirebaseItem)
        for number in (21500569, 21500829, 21501055)
    )
    assert deleted.deleted
    assert not story.deleted
    assert not comment.deleted
    assert read_item(story).text == "‘It’s Mutilation’: The Police in Chile Are Blinding Protesters"
    said = read_item(comment)
    assert (said.kind, said.parent_id, said.author) == (ChannelKind.COMMENT, "21500569", "vanniv")


def test_an_item_has_the_same_version_from_either_side() -> None:
    hit = Hit(
        objectID="7", created_at_i=1_767_268_800, author="ada", comment_text="It&#x27;s <i>bad</i><p>Really"
    )
    item = FirebaseItem(
        id=7, time=1_767_268_800, type="comment", by="ada", text="It&#x27;s <i>bad</i><p>Really"
    )
    assert read_hit(hit, LATER, with_context=True).version == read_item(item).version


async def test_more_than_one_answer_holds_is_read_by_moving_the_window(play: Play) -> None:
    stage = stage_of(play)
    for number in range(2_345):
        stage.comment("acme" if number % 100 == 0 else "weather", number / 30)
    swept = await play.sweep_once()
    assert len({mention.native_id for mention in swept.mentions}) == 24
    assert len([request for request in stage.asked if request.url.host == "hn.algolia.com"]) == 3
    assert swept.batches[0].read == 1_000


async def test_a_thousand_items_of_one_second_do_not_hold_it_for_ever(play: Play) -> None:
    stage = stage_of(play)
    for _ in range(1_500):
        stage.comment("acme", 5)
    swept = await play.sweep_once()
    assert len(swept.mentions) == 1_000


async def test_what_the_index_learns_late_is_not_skipped(play: Play) -> None:
    stage = stage_of(play)
    stage.comment("acme", 20)
    saved = (await play.sweep_once()).saved
    late = stage.comment("acme, indexed late", 12)
    assert [each.native_id for each in (await play.sweep_once(saved)).mentions] == [late]


async def test_a_comment_under_a_story_about_the_brand_is_about_it(play: Play) -> None:
    stage = stage_of(play)
    under = stage.comment("they had it coming", 1, under="Acme replaces its artists with AI")
    stage.comment("they had it coming", 2, under="The weather")
    assert [each.native_id for each in (await play.sweep_once()).mentions] == [under]
    play.values["comments_under"] = False
    assert (await play.sweep_once()).mentions == []


async def test_a_deletion_that_the_updates_missed_is_found_by_looking_up_in_turn(play: Play) -> None:
    stage = stage_of(play)
    for number in range(25):
        stage.comment("acme", number)
    connector = play.open()
    await play.sweep(connector)
    stage.items["46000024"]["deleted"] = True  # Firebase's list of changes has already forgotten it.
    found: list[str] = []
    for _ in range(3):
        found += [each.native_id for each in (await play.sweep(connector)).mentions if each.deleted]
    assert found == ["46000024"]


async def test_quiet_words_cost_one_request(play: Play) -> None:
    stage_of(play).comment("weather", 1)
    await play.sweep_once()
    assert len(stage_of(play).asked) == 1


async def test_an_item_of_no_shape_is_counted_and_passed_over(play: Play) -> None:
    stage = stage_of(play)
    stage.say(2)
    stage.items["46000000"]["at"] = -(10**12)
    stage.comment("acme", 3)
    stage.items["46000002"]["title"] = 7
    play.brands = (Brand(name="acme"),)
    swept = await play.sweep_once()
    assert len(swept.mentions) >= 1


async def test_an_item_that_is_looked_up_and_cannot_be_read_stays_as_it_was(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_of(play).say(1)
    saved = (await play.sweep_once()).saved
    monkeypatch.setattr(stage_of(play), "item", lambda name: {"id": int(name), "type": "comment"})
    swept = await play.sweep_once(saved)
    assert swept.mentions == []
    assert swept.batches[-1].upto is not None
