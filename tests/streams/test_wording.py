"""How alike a brand's posts are, how like other brands', and which of its replies are canned: from page to metric."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import ChannelKind, Heartbeat, Mention, Platform, Speaker
from connectors.page import join_lines
from streams.backlash.theme import Theme
from streams.metrics import StreamMetrics
from streams.minute import Minute
from streams.reading import Reading
from streams.score import ELSEWHERE, Source, score_page
from streams.scorer import MentionScorer
from streams.window import WindowState
from streams.wording import (
    POSTS_KEPT,
    Book,
    Resemblance,
    TextKind,
    WordingCounts,
    find_wording,
)
from tests.streams.own_words import CANNED, PERSONAL, PHRASED, TEMPLATED, UNRELATED
from tests.streams.rolling import START, Roller
from tests.streams.scored import score_as

LANGUAGES = ("en", "zh", "hu")
BRANDS = ("acme", "bolt", "crest")
LATER = START + timedelta(hours=3)


def post(number: int, text: str, brand: str = "acme", **changes: Any) -> Mention:
    usual = Mention(
        source="own",
        native_id=f"{brand}-{number}",
        brand=brand,
        platform=Platform.INSTAGRAM,
        kind=ChannelKind.POST,
        published_at=START + timedelta(minutes=number),
        text=text,
        speaker=Speaker.BRAND,
    )
    return replace(usual, **changes)


def reply(number: int, text: str, **changes: Any) -> Mention:
    return post(number, text, **{"kind": ChannelKind.REPLY, "parent_id": "somebody", **changes})


def posts(texts: Iterable[str], brand: str = "acme", **changes: Any) -> list[Mention]:
    return [post(number, text, brand, **changes) for number, text in enumerate(texts)]


def replies(texts: Iterable[str], **changes: Any) -> list[Mention]:
    return [reply(number, text, **changes) for number, text in enumerate(texts)]


def read(mentions: Iterable[Mention | Heartbeat], offset: int = 1) -> dict[str, Reading]:
    page = score_page(
        join_lines([mention.to_json() for mention in mentions]),
        Source(partition=0, offset=offset, sent_at=START + timedelta(days=1)),
        lane="live",
        brands=BRANDS,
        score=lambda mention, line: score_as(mention, line=line),
    )
    return {reading.brand: reading for reading in page.readings}


def close(*pages: Sequence[Mention], brand: str = "acme") -> Minute:
    """The last minute of a brand once all pages were scored and rolled, each through Kafka's JSON."""
    roller = Roller()
    beats = [[Heartbeat(source="own", upto=upto)] for upto in (START, LATER)]
    told: list[Sequence[Mention | Heartbeat]] = [beats[0], *pages, beats[1]]
    for offset, page in enumerate(told):
        reading = read(page, offset).get(brand)
        if reading is not None:
            roller.take(replace(Reading.from_json(reading.to_json()), brand="acme"))
    return roller.minutes[-1]


class Shown:
    """What a worker shows of one brand."""

    def __init__(self, minute: Minute) -> None:
        self.registry = CollectorRegistry()
        self.metrics = StreamMetrics(self.registry, brands=("acme",), lane="live")
        self.metrics.note_minutes([minute])

    def __getitem__(self, name: str) -> float | None:
        return self.registry.get_sample_value(name, {"lane": "live", "brand": "acme"})


@pytest.mark.need("000-06")
@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_posts_from_one_template_are_alike_and_twenty_of_their_own_are_not(language: str) -> None:
    assert len(TEMPLATED[language]) == len(UNRELATED[language]) == POSTS_KEPT
    alike = Shown(close(posts(TEMPLATED[language])))["crisis_own_posts_alike_ratio"]
    unlike = Shown(close(posts(UNRELATED[language])))["crisis_own_posts_alike_ratio"]
    assert alike is not None
    assert alike >= 0.9
    assert unlike is not None
    assert unlike <= 0.3


@pytest.mark.need("000-06")
def test_the_last_twenty_posts_count_whatever_came_before_and_in_whatever_order() -> None:
    own, ready = posts(UNRELATED["en"]), posts(TEMPLATED["en"], "acme")
    before = [
        replace(one, native_id=f"old {n}", published_at=START + timedelta(seconds=n))
        for n, one in enumerate(ready)
    ]
    late = [replace(one, published_at=one.published_at + timedelta(minutes=30)) for one in own]
    mixed = [*late, *before]
    random.Random(7).shuffle(mixed)
    told = [close([*before, *late]), close(mixed[:13], mixed[13:]), close(mixed, mixed)]
    assert {minute.wording for minute in told} == {WordingCounts(posts=20, alike=told[0].wording.alike)}
    assert (told[0].wording.alike or 0.0) <= 0.3


def test_phrases_that_one_model_puts_everywhere_stand_out_without_a_template() -> None:
    alone = close(posts(PHRASED)).wording.alike
    assert 0.4 < (alone or 0.0) < 0.9
    split = close(
        posts([*PHRASED[:3], *UNRELATED["en"][:2]]), posts([*PHRASED[3:], *UNRELATED["en"][2:5]], "bolt")
    )
    assert 0.2 < (split.resemblance.index or 0.0) < (alone or 0.0)


@cache
def scorer() -> MentionScorer:
    return MentionScorer()


@pytest.mark.need("001-06")
@pytest.mark.parametrize(
    ("language", "complaint"),
    [
        ("en", "every brand looks the same now, all this AI stuff"),
        ("zh", "每個品牌的AI圖都長一樣"),
        ("zh", "每个牌子的AI图都一个样"),
        ("hu", "Minden márka ugyanúgy néz ki ezekkel az AI képekkel"),
    ],
)
def test_brands_that_post_from_one_template_are_like_each_other_and_people_say_so(
    language: str, complaint: str
) -> None:
    same, own = TEMPLATED[language], UNRELATED[language]
    alike = close(posts(same[:8], "acme"), posts(same[8:], "bolt"))
    unlike = close(posts(own[:8], "acme"), posts(own[8:14], "bolt"), posts(same[:6], "crest"))
    assert alike.resemblance.others == 12
    index = Shown(alike)["crisis_own_posts_like_others_ratio"]
    assert index is not None
    assert index >= 0.9
    index = Shown(unlike)["crisis_own_posts_like_others_ratio"]
    assert index is not None
    assert index <= 0.3
    # The class of those who complain of it.
    said = scorer().score_mention(post(1, complaint, speaker=Speaker.PUBLIC), 0)
    assert Theme.SAMENESS in said.themes
    said = scorer().score_mention(post(1, "this AI advert is soulless", speaker=Speaker.PUBLIC), 0)
    assert Theme.SAMENESS not in said.themes


@pytest.mark.need("000-13", "003-11")
@pytest.mark.parametrize(
    ("language", "complaint"),
    [
        ("en", "I asked a question and got a robot reply, obviously AI"),
        ("zh", "回覆都是機器人罐頭訊息，AI客服有夠敷衍"),
        ("hu", "Robot válaszol a kommentekre, AI az egész ügyfélszolgálat"),
    ],
)
def test_robot_replies_are_complained_of_and_replies_that_are_all_the_same_are_counted(
    language: str, complaint: str
) -> None:
    said = scorer().score_mention(post(1, complaint, speaker=Speaker.PUBLIC), 0)
    assert Theme.ROBOTIC_SERVICE in said.themes
    shown = Shown(close(replies(CANNED[language])))
    assert shown["crisis_canned_replies_ratio"] == 1
    assert shown["crisis_own_replies"] == 10
    assert Shown(close(replies(PERSONAL[language])))["crisis_canned_replies_ratio"] == 0
    mixed = close(replies([*CANNED[language][:5], *PERSONAL[language]]))
    assert Shown(mixed)["crisis_canned_replies_ratio"] == pytest.approx(1 / 3)


@pytest.mark.need("000-13", "003-11")
def test_replies_are_canned_from_more_than_four_fifths_of_the_same_words() -> None:
    """Twenty four-letter words: each that differs takes a twentieth."""
    dice = random.Random(3)

    def word() -> str:
        return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=4))

    base = [word() for _ in range(20)]

    def change(count: int) -> str:
        return " ".join([*base[: 20 - count], *(word() for _ in range(count))])

    near = close(replies([change(2) for _ in range(12)])).wording
    far = close(replies([change(7) for _ in range(12)])).wording
    assert (near.replies, near.canned) == (12, 12)
    assert (far.replies, far.canned) == (12, 0)


def test_an_automatic_reply_is_a_reply_and_a_stranger_is_not_the_brand() -> None:
    bots = close(replies(CANNED["en"], speaker=Speaker.BRAND_BOT, kind=ChannelKind.MESSAGE, parent_id=None))
    assert bots.wording.canned == 10
    assert find_wording(reply(1, "thank you", speaker=Speaker.PUBLIC)) is None
    assert find_wording(reply(1, "thank you", edited=True)) is None
    assert find_wording(reply(1, "thank you", deleted=True)) is None
    assert find_wording(post(1, "thank you", parent_id="somebody")) is None
    assert find_wording(post(1, "thank you")) is not None
    assert find_wording(reply(1, "❤️ @anna 100 %")) is None
    assert find_wording(post(1, "a review", kind=ChannelKind.REVIEW)) is None


def test_one_piece_on_several_platforms_is_no_second_post() -> None:
    pieces = UNRELATED["en"][:6]
    everywhere = [
        post(number, text, platform=platform, native_id=f"{platform}-{number}")
        for platform in (Platform.INSTAGRAM, Platform.X, Platform.FACEBOOK)
        for number, text in enumerate(pieces)
    ]
    assert close(everywhere).wording == WordingCounts(posts=18, alike=0.0)
    again = [replace(one, native_id=f"again {one.native_id}") for one in everywhere[:1]]
    assert (close([*everywhere, *again]).wording.alike or 0.0) > 0


def test_a_post_that_stands_alone_on_its_platform_says_nothing_of_how_alike_they_are() -> None:
    places = (Platform.INSTAGRAM, Platform.X, Platform.FACEBOOK, Platform.TIKTOK, Platform.YOUTUBE)
    lone = [
        post(30 + number, text, platform=place)
        for number, (place, text) in enumerate(zip(places, TEMPLATED["en"], strict=False))
    ]
    assert close(lone).wording == WordingCounts(), "nobody can tell, which is not the same as each its own"
    beside = close([*posts(TEMPLATED["en"][5:10]), *lone[1:]]).wording
    assert beside == close(posts(TEMPLATED["en"][5:10])).wording
    assert beside.posts == 5
    assert (beside.alike or 0.0) >= 0.9


def test_of_few_posts_or_replies_nothing_is_said() -> None:
    minute = close(posts(TEMPLATED["en"][:4]), posts(TEMPLATED["en"], "bolt"), replies(CANNED["en"][:9]))
    assert minute.wording == WordingCounts(posts=4, replies=9, canned=9)
    assert minute.wording.canned_share is None
    assert minute.resemblance == Resemblance(others=20)
    shown = Shown(minute)
    for name in ("own_posts_alike", "own_posts_like_others", "canned_replies"):
        assert shown[f"crisis_{name}_ratio"] is None
    known = close(posts(TEMPLATED["en"]), posts(TEMPLATED["en"], "bolt"), replies(CANNED["en"]))
    shown.metrics.note_minutes([known])
    assert shown["crisis_canned_replies_ratio"] == 1
    shown.metrics.forget_brands()
    for name in ("own_posts_alike", "own_posts_like_others", "canned_replies"):
        assert shown[f"crisis_{name}_ratio"] is None


def test_an_account_that_two_brands_share_is_not_like_another() -> None:
    mine, theirs = posts(TEMPLATED["en"]), posts(TEMPLATED["en"], "bolt")
    shared = [replace(one, native_id=mine[number].native_id) for number, one in enumerate(theirs)]
    assert close([*mine, *shared]).resemblance == Resemblance()
    # Told apart also where they come on different pages.
    assert close(mine, shared).resemblance.index is None


def test_each_brand_hears_of_the_others_posts_and_of_none_of_their_replies() -> None:
    pages = read([*posts(UNRELATED["en"][:2]), *replies(CANNED["en"][:1], native_id="reply")])
    assert [one.kind for one in pages["acme"].wordings] == [TextKind.POST, TextKind.POST, TextKind.REPLY]
    assert [one.kind for one in pages["bolt"].wordings] == [TextKind.ELSEWHERE] * 2
    many = read([post(number, "Good morning, friends") for number in range(100)])
    assert len(many["bolt"].wordings) == ELSEWHERE
    assert many["bolt"].wordings[-1].at == START + timedelta(minutes=99)


def test_where_nobody_listens_for_a_brand_the_others_posts_open_no_minute() -> None:
    roller = Roller()
    roller.take(replace(read(posts(TEMPLATED["en"], "bolt"))["acme"], offset=0))
    assert msgspec.json.decode(roller.state, type=WindowState).open == {}


def test_others_posts_that_are_read_far_ahead_close_no_minute_and_count_in_the_next() -> None:
    roller = Roller()
    roller.take(read([*posts(TEMPLATED["en"][:5]), Heartbeat(source="own", upto=START)], 0)["acme"])
    ahead = [
        replace(one, published_at=START + timedelta(days=3)) for one in posts(TEMPLATED["en"][5:], "bolt")
    ]
    sent_late = Source(partition=1, offset=0, sent_at=START + timedelta(days=4))
    page = score_page(
        join_lines([one.to_json() for one in ahead]),
        sent_late,
        lane="live",
        brands=BRANDS,
        score=lambda mention, line: score_as(mention, line=line),
    )
    (told,) = (one for one in page.readings if one.brand == "acme")
    assert roller.take(told) == []
    assert len(told.wordings) == 15
    closed = roller.take(read([Heartbeat(source="own", upto=START + timedelta(minutes=9))], 1)["acme"])
    assert [minute.start for minute in closed] == [START + timedelta(minutes=number) for number in range(9)]
    assert closed[-1].resemblance.others == 15


def test_records_and_state_of_before_know_no_wording() -> None:
    assert msgspec.json.decode(b"{}", type=WindowState).book == Book()
    assert not Book()
    old = b'{"brand":"acme","partition":0,"offset":1}'
    assert Reading.from_json(old).wordings == ()
    assert Minute.from_json(b'{"brand":"acme","start":"2026-03-01T12:00:00Z"}').wording == WordingCounts()
