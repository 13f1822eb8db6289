"""Groups: a series of their own, and how many people turn angry there who had not been."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import ChannelKind, Heartbeat, Mention, Platform
from connectors.page import join_lines
from streams.contagion import FRESH_KEPT, SPAN, VOICES_KEPT, note_angry, note_voices
from streams.metrics import StreamMetrics
from streams.minute import Counts, Minute
from streams.reading import Label, Scored
from streams.score import Source, score_page
from streams.window import WindowState
from tests.connectors.receiver.bench import line_message, receiver
from tests.streams.rolling import Roller, at, reading, scored
from tests.streams.scored import score_as

DAY = 1440


def score_crudely(mention: Mention, line: int) -> Scored:
    label = Label.NEGATIVE if "slop" in mention.text else Label.POSITIVE
    return score_as(mention, label, line=line, author=mention.author)


def said(who: str, minute: float, text: str = "slop", *, group: bool = True, **values: object) -> Mention:
    usual = Mention(
        source="x",
        native_id=f"{who}-{minute}",
        brand="acme",
        platform=Platform.FACEBOOK,
        kind=ChannelKind.POST,
        published_at=at(minute),
        text=text,
        author=who.ljust(16, "0"),
        group=group,
    )
    return replace(usual, **values)  # type: ignore[arg-type]  # fields of a mention


def roll(pages: Iterable[tuple[float, Sequence[Mention]]]) -> list[Minute]:
    """Pages through scoring and window; each with the minute up to which its source vouches."""
    roller = Roller()
    for offset, (upto, mentions) in enumerate(pages):
        lines = [*mentions, Heartbeat(source="x", upto=at(upto))]
        raw = join_lines([line.to_json() for line in lines])
        source = Source(partition=0, offset=offset, sent_at=at(upto + 1))
        for one in score_page(raw, source, lane="live", brands=("acme",), score=score_crudely).readings:
            roller.take(one)
    return roller.minutes


PAGES = [
    (1.0, [said("ana", 0.1), said("ben", 0.2), said("cem", 0.3, "lovely")]),
    (2.0, [said("ana", 1.1), said("ana", 1.2), said("dora", 1.3), said("eve", 1.4, group=False)]),
    (3.0, [said("ana", 2.0 + one / 100) for one in range(30)]),
    (4.0, [said("cem", 3.1), said("fay", 3.2, platform=Platform.DISCORD, group=False)]),
]


@pytest.mark.need("003-12")
def test_what_is_said_in_groups_is_a_series_and_contagion_counts_new_angry_people_of_each_minute() -> None:
    minutes = roll(PAGES)
    assert [one.newcomers for one in minutes] == [2, 1, 0, 2]
    assert [{place.value: part.mentions for place, part in one.groups.items()} for one in minutes] == [
        {"facebook": 3},
        {"facebook": 3},
        {"facebook": 30},
        {"facebook": 1, "discord": 1},
    ]
    assert minutes[0].groups[Platform.FACEBOOK] == Counts(mentions=3, negative=2, positive=1)
    assert minutes[1].counts.mentions == 4, "of all, the one outside of groups included"
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"lane": "live", "brand": "acme", **labels})

    assert read("crisis_group_newcomers_total") == 0
    assert read("crisis_group_mentions_total", platform="line", label="negative") == 0
    metrics.note_minutes(minutes)
    assert read("crisis_group_newcomers_total") == 5
    assert read("crisis_group_mentions_total", platform="facebook", label="negative") == 36
    assert read("crisis_group_mentions_total", platform="discord", label="negative") == 1


@pytest.mark.need("003-12")
async def test_a_group_of_line_is_heard_from_its_webhook_to_the_series() -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U2"}
    async with receiver() as bench:
        await bench.post_line(
            line_message("1", source=group, message={"text": "the acme film is slop"}),
            line_message("2", source={**group, "userId": "U3"}, message={"text": "acme makes slop"}),
            line_message("3", source={**group, "userId": "U3"}, message={"text": "acme slop!"}),
            line_message("4", message={"text": "to the account alone: acme, this is slop"}),
        )
        mentions = bench.mentions
    roller = Roller()
    beat = Heartbeat(source=mentions[0].source, upto=at(0).replace(year=2027))
    raw = join_lines([line.to_json() for line in (*mentions, beat)])
    source = Source(partition=0, offset=0, sent_at=beat.upto)
    (one,) = score_page(raw, source, lane="live", brands=("acme",), score=score_crudely).readings
    said_then = next(minute for minute in roller.take(one) if minute.counts.mentions)
    assert said_then.counts.negative == 4
    assert said_then.groups == {Platform.LINE: Counts(mentions=3, negative=3)}
    assert said_then.newcomers == 2


def test_whoever_was_calm_for_a_day_is_new_again_and_the_order_of_arrival_leaves_no_trace() -> None:
    known: dict[str, int] = {}
    told = []
    for minute in (0, SPAN - 1, 2 * SPAN - 2, 3 * SPAN - 2):
        newcomers, known = note_voices(known, {"ana", "ben"} if minute else {"ana"}, minute)
        told.append(newcomers)
    assert told == [1, 1, 0, 2]
    mentions = [one for _, page in PAGES for one in page]
    whole = roll([(4.0, mentions)])
    for seed in range(5):
        Random(seed).shuffle(mentions)
        assert roll([(4.0, mentions)]) == whole
    assert [one.newcomers for one in whole] == [2, 1, 0, 2]


def test_who_is_known_is_bounded_and_the_quietest_go_first() -> None:
    known: dict[str, int] = {}
    for minute in range(10):
        _, known = note_voices(known, {f"{minute}-{one}" for one in range(500)}, minute)
    assert len(known) == VOICES_KEPT
    assert min(known.values()) == 6


def test_of_more_than_are_told_apart_in_a_minute_the_same_ones_count_in_whatever_order_they_come() -> None:
    who = [f"{number:04}" for number in range(3 * FRESH_KEPT)]
    told = []
    for order in (who, who[::-1]):
        fresh: set[str] = set()
        for author in order:
            note_angry(fresh, author)
        assert len(fresh) <= 2 * FRESH_KEPT
        told.append(note_voices({}, fresh, 7))
    assert told[0] == told[1]
    assert told[0][0] == FRESH_KEPT


def test_what_comes_late_or_again_or_without_an_author_is_no_new_voice() -> None:
    roller = Roller()
    first = replace(scored("a", 0.1, label=Label.NEGATIVE), line=0)
    nameless = replace(scored("b", 0.2, label=Label.NEGATIVE), line=1, author=None)
    (minute,) = roller.take(replace(reading(0, first, nameless, beats=[("x", 1)]), grouped=(0, 1)))
    assert minute.newcomers == 1
    late = replace(scored("c", 0.3, label=Label.NEGATIVE), line=0)
    again = replace(first, published_at=at(1.5), identity=first.identity, line=1, edited=True)
    (minute,) = roller.take(replace(reading(1, late, again, beats=[("x", 2)]), grouped=(0, 1)))
    assert (minute.newcomers, minute.groups) == (0, {})
    assert sum(one.counts.negative for one in minute.late) == 1


def test_a_window_and_a_minute_of_before_there_were_groups_go_on() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0.1), scored("b", 5.1), beats=[("x", 3)]))
    kept = json.loads(roller.state)
    del kept["voices"]
    for opened in kept["open"].values():
        for name in ("groups", "angry", "wordless", "unread"):
            del opened[name]
    assert msgspec.json.decode(json.dumps(kept), type=WindowState) == msgspec.json.decode(
        roller.state, type=WindowState
    )
    told = json.loads(roller.minutes[0].to_json())
    for name in ("groups", "newcomers", "wordless", "unread"):
        del told[name]
    assert Minute.from_json(json.dumps(told)) == roller.minutes[0]
