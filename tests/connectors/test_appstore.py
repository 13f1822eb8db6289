"""App Store reviews: stars, edits, more than a page, empty answers, what the options refuse."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from connectors.appstore_review import write_review
from connectors.errors import UnreadableError
from connectors.feed import read_feed
from connectors.mention import ChannelKind
from connectors.settings import Brand
from tests.connectors.samples import NOON
from tests.connectors.stages.appstore import APP, HEAD, AppStoreStage
from tests.connectors.stages.stage import Play

LATER = NOON + timedelta(days=3_000)


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    play = Play(AppStoreStage())
    yield play
    await play.end()


def stage_of(play: Play) -> AppStoreStage:
    assert isinstance(play.stage, AppStoreStage)
    return play.stage


async def test_a_review_is_about_the_brand_whatever_its_words(play: Play) -> None:
    stage_of(play).review("Crashes & burns", 1, title="不好用", stars="2")
    (mention,) = (await play.sweep_once()).mentions
    assert mention.text == "不好用\nCrashes & burns\n★★☆☆☆"
    assert (mention.brand, mention.kind, mention.owned) == ("acme", ChannelKind.REVIEW, False)
    assert mention.url == "https://apps.apple.com/us/app/id7?see-all=reviews"
    assert mention.published_at == NOON + timedelta(minutes=1)


async def test_an_exclusion_still_counts(play: Play) -> None:
    stage_of(play).review("giveaway code inside", 1)
    play.brands = (Brand(name="acme", exclude=("giveaway",)),)
    assert (await play.sweep_once()).mentions == []


async def test_other_stars_are_an_edit_and_the_first_date_stays(play: Play) -> None:
    stage = stage_of(play)
    name = stage.review("fine", 1, stars="5")
    before = await play.sweep_once()
    stage.reviews[name] |= {"stars": "1", "minutes": 170}
    (after,) = (await play.sweep_once(before.saved)).mentions
    assert (after.text, after.edited) == ("fine\n★☆☆☆☆", True)
    assert after.published_at == before.mentions[0].published_at


async def test_a_rush_is_read_page_by_page_and_quiet_words_cost_one_request(play: Play) -> None:
    stage = stage_of(play)
    stage.review("old", -5_000)
    saved = (await play.sweep_once()).saved
    assert len(stage.asked) == 1
    for number in range(120):
        stage.review("bad", number)
    assert len((await play.sweep_once(saved)).mentions) == 120
    assert len(stage.asked) == 1 + 3


async def test_what_was_there_long_before_is_no_news(play: Play) -> None:
    stage_of(play).review("old", -5_000)
    assert (await play.sweep_once()).mentions == []


async def test_an_answer_that_is_empty_for_no_reason_is_not_taken_for_calm(play: Play) -> None:
    stage = stage_of(play)
    stage.say(2)
    saved = (await play.sweep_once()).saved
    stage.is_silent = True
    swept = await play.sweep_once(saved)
    assert swept.batches[-1].upto is None
    stage.is_silent = False
    stage.say(1)
    swept = await play.sweep_once(swept.saved)
    assert len(swept.mentions) == 1
    assert swept.batches[-1].upto is not None


async def test_an_app_that_nobody_reviewed_is_calm(play: Play) -> None:
    first = await play.sweep_once()
    again = await play.sweep_once(first.saved)
    assert None not in {first.batches[-1].upto, again.batches[-1].upto}


async def test_stars_that_cannot_be_are_counted_as_unreadable(play: Play) -> None:
    stage = stage_of(play)
    stage.review("odd", 1, stars="nine")
    stage.review("odd", 1, stars="9")
    stage.review("good", 1)
    swept = await play.sweep_once()
    assert len(swept.mentions) == 1
    assert sum(batch.unreadable for batch in swept.batches) == 2


async def test_another_app_starts_anew(play: Play) -> None:
    stage = stage_of(play)
    saved = (await play.sweep_once()).saved
    stage.review("before we looked at this app, and within its lookback", -60)
    play.values["app"] = "8"
    assert len((await play.sweep_once(saved)).mentions) == 1


def test_the_app_itself_is_no_review() -> None:
    (entry,) = read_feed((HEAD + APP + "</feed>").encode()).entries
    assert entry.rating == ""
    with pytest.raises(UnreadableError):
        write_review(entry, "7", "us", LATER, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"app": "acme"},
        {"app": "7/../8"},
        {"countries": ()},
        {"countries": ("USA",)},
        {"brands": ()},
        {"brands": ("acme", "beta")},
    ],
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    stage = AppStoreStage()
    with pytest.raises(ValueError, match=r"app|country|countries|brand"):
        Play(AppStoreStage(options={**stage.options, **wrong}))
