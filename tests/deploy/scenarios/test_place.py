"""Where things are said."""

from random import Random

import pytest

from connectors.mention import ChannelKind, Platform
from deploy.scenarios.phrases import Form, Kind
from deploy.scenarios.place import Root, choose_place, count_likes, remember
from deploy.scenarios.scenario import Strand

ANYWHERE = {Platform.X: 1.0}


def make_strand(**under: float) -> Strand:
    return Strand(name="any", story="any", rate=(1.0, 1.0), kinds={Kind.PRAISE: 1.0}, under=under)


def make_root(event: str = "film", platform: Platform = Platform.YOUTUBE) -> Root:
    return Root(event, "en", platform, "r1", owned=True, recent=[])


def test_under_an_event_it_is_a_comment_of_that_event() -> None:
    place = choose_place(make_strand(film=1.0), ANYWHERE, [make_root()], Form.LINE, Random(1))
    assert (place.platform, place.kind, place.parent_id) == (Platform.YOUTUBE, ChannelKind.COMMENT, "r1")
    assert place.owned


def test_an_event_that_is_not_out_yet_is_talked_about_elsewhere() -> None:
    place = choose_place(make_strand(film=1.0), ANYWHERE, [make_root("other")], Form.LINE, Random(1))
    assert (place.platform, place.kind, place.parent_id) == (Platform.X, ChannelKind.POST, None)
    assert not place.owned


def test_comments_are_answered() -> None:
    root = make_root()
    first = choose_place(make_strand(film=1.0), ANYWHERE, [root], Form.LINE, Random(1))
    remember(first, "c1")
    places = [
        choose_place(make_strand(film=1.0), ANYWHERE, [root], Form.LINE, Random(seed)) for seed in range(99)
    ]
    replies = [place for place in places if place.kind is ChannelKind.REPLY]
    assert 5 < len(replies) < 45
    assert {reply.parent_id for reply in replies} == {"c1"}


def test_only_the_latest_comments_are_remembered() -> None:
    root = make_root()
    place = choose_place(make_strand(film=1.0), ANYWHERE, [root], Form.LINE, Random(1))
    for number in range(100):
        remember(place, str(number))
    assert root.recent == [str(number) for number in range(60, 100)]


def test_an_article_stands_in_the_news() -> None:
    place = choose_place(make_strand(film=1.0), ANYWHERE, [make_root()], Form.ARTICLE, Random(1))
    assert (place.platform, place.kind) == (Platform.NEWS, ChannelKind.ARTICLE)


def test_a_long_post_is_never_a_comment() -> None:
    place = choose_place(make_strand(film=1.0), {Platform.PTT: 1.0}, [make_root()], Form.POST, Random(1))
    assert (place.platform, place.kind, place.parent_id) == (Platform.PTT, ChannelKind.POST, None)


@pytest.mark.parametrize(
    ("platform", "kind"),
    [
        (Platform.TRUSTPILOT, ChannelKind.REVIEW),
        (Platform.LINE, ChannelKind.MESSAGE),
        (Platform.REDDIT, ChannelKind.COMMENT),
        (Platform.INSTAGRAM, ChannelKind.POST),
    ],
)
def test_each_platform_has_its_own_sort(platform: Platform, kind: ChannelKind) -> None:
    assert choose_place(make_strand(), {platform: 1.0}, [], Form.LINE, Random(1)).kind is kind


def test_likes_are_mostly_few_and_sometimes_many() -> None:
    rng = Random(1)
    likes = [count_likes(Platform.X, ChannelKind.POST, rng) or 0 for _ in range(3_000)]
    assert sorted(likes)[1_500] < 10
    assert 500 < max(likes) <= 40_000
    assert count_likes(Platform.PTT, ChannelKind.COMMENT, rng) is None
