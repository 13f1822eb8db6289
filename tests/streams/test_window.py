"""A brand's window: minutes close by event time, each once, whatever order things come in."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mention import ChannelKind, Platform
from streams.minute import Counts
from streams.reading import Label, Reading, Stance
from streams.window import GAP_KEPT, SOURCES_KEPT, Patience
from tests.streams.rolling import Roller, at, reading, scored


def test_a_minute_closes_when_its_only_source_has_passed_it() -> None:
    #        0    1    2
    # x:     a  b |    ^beat 2.0
    roller = Roller()
    assert roller.take(reading(0, scored("a", 0.1), scored("b", 0.9), beats=[("x", 0.99)])) == []
    closed = roller.take(reading(1, beats=[("x", 2.0)]))
    assert [(minute.start, minute.counts.mentions) for minute in closed] == [(at(0), 2), (at(1), 0)]
    assert closed[0].sources == 1
    assert closed[0].authors == 2


def test_the_slowest_source_decides_when_a_minute_closes() -> None:
    # x:     a       ^beat 5
    # reddit:   b ^beat 1
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 0.5)], partition=0))
    roller.take(reading(0, scored("b", 0.5, source="reddit"), beats=[("reddit", 1)], partition=1))
    closed = roller.take(reading(1, beats=[("x", 5)], partition=0))
    assert [minute.start for minute in closed] == [at(0)]
    assert closed[0].platforms == {
        Platform.REDDIT: Counts(mentions=1, neutral=1),
        Platform.X: Counts(mentions=1, neutral=1),
    }


def test_a_silent_source_stops_holding_the_others_back_when_its_partition_has_been_ticked() -> None:
    roller = Roller(Patience(silent_after=timedelta(minutes=5)))
    roller.take(reading(0, beats=[("x", 1)], partition=0))
    roller.take(reading(0, beats=[("reddit", 1)], partition=1))
    assert roller.take(reading(1, beats=[("x", 10)], tick=10, partition=0)) == []
    closed = roller.take(reading(1, tick=10, partition=1))
    assert [minute.start for minute in closed] == [at(1), at(2), at(3), at(4)]
    assert {minute.silent for minute in closed} == {("reddit",)}
    assert closed[0].sources == 1


def test_time_in_another_partition_says_nothing_about_a_source() -> None:
    roller = Roller(Patience(silent_after=timedelta(minutes=5)))
    roller.take(reading(0, beats=[("x", 1)], partition=0))
    roller.take(reading(0, beats=[("reddit", 1)], partition=1))
    roller.take(reading(1, beats=[("x", 60)], tick=60, partition=0))
    assert roller.minutes == []


def test_a_minute_nobody_vouches_for_is_not_covered() -> None:
    roller = Roller(Patience(silent_after=timedelta(minutes=5)))
    roller.take(reading(0, beats=[("x", 1)]))
    closed = roller.take(reading(1, tick=8))
    assert [minute.is_covered for minute in closed] == [False, False]


def test_an_expected_source_that_never_speaks_is_silent() -> None:
    roller = Roller(Patience(silent_after=timedelta(minutes=2), expected=frozenset({"x", "bluesky"})))
    roller.take(reading(0, beats=[("x", 0)], tick=0))
    closed = roller.take(reading(1, beats=[("x", 4)], tick=4))
    assert [minute.silent for minute in closed] == [("bluesky",), ("bluesky",)]


def test_a_shard_counts_as_the_expected_source() -> None:
    roller = Roller(Patience(expected=frozenset({"x"})))
    roller.take(reading(0, beats=[("x#3", 0)], tick=0))
    closed = roller.take(reading(1, beats=[("x#3", 2)], tick=2))
    assert [minute.silent for minute in closed] == [(), ()]


def test_a_late_mention_is_carried_by_the_first_minute_its_source_has_not_passed() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 3)]))
    roller.take(reading(1, scored("late", 1.5, label=Label.NEGATIVE)))
    closed = roller.take(reading(2, beats=[("x", 4)]))
    assert closed[0].start == at(3)
    assert closed[0].counts.mentions == 0
    (late,) = closed[0].late
    assert (late.start, late.platform, late.counts.negative) == (at(1), Platform.X, 1)


def test_more_than_a_day_late_is_counted_as_too_late() -> None:
    roller = Roller()
    roller.take(reading(0, beats=[("x", 3)]))
    roller.take(reading(1, scored("old", -1500)))
    (minute,) = roller.take(reading(2, beats=[("x", 4)]))
    assert (minute.too_late, minute.late) == (1, ())


def test_the_same_post_fetched_twice_counts_once() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), scored("a", 0)))
    roller.take(reading(1, scored("a", 0)))
    (minute,) = roller.take(reading(2, beats=[("x", 1)]))
    assert (minute.counts.mentions, minute.duplicates) == (1, 2)


def test_a_new_version_does_not_count_again_though_its_time_is_that_of_the_edit() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 1)]))
    roller.take(reading(1, scored("a", 1.5, edited=True)))
    closed = roller.take(reading(2, beats=[("x", 2)]))
    assert [(minute.counts.mentions, minute.duplicates) for minute in closed] == [(0, 1)]


def test_a_copy_from_another_shard_counts_once() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0, source="x#1"), partition=0))
    roller.take(reading(0, scored("a", 0, source="x#2"), partition=1))
    closed = roller.take(reading(1, beats=[("x#1", 1), ("x#2", 1)], partition=0))
    assert sum(minute.counts.mentions for minute in closed) == 1


def test_a_copy_that_comes_after_its_minute_closed_counts_once() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 3)]))
    roller.take(reading(1, scored("a", 0)))
    (minute,) = roller.take(reading(2, beats=[("x", 4)]))
    assert (minute.late, minute.duplicates) == ((), 1)


def test_a_deleted_mention_leaves_the_quotes() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0, label=Label.NEGATIVE, valence=-0.9)))
    roller.take(reading(1, scored("a", 0.5, deleted=True)))
    (minute,) = roller.take(reading(2, beats=[("x", 1)]))
    assert minute.quotes == ()
    assert minute.removed == ("x/a",)


def test_quotes_are_the_most_negative_and_say_where_to_read_them() -> None:
    roller = Roller()
    mentions = [scored(str(n), 0, label=Label.NEGATIVE, valence=-n / 10) for n in range(1, 8)]
    roller.take(reading(4, *mentions, partition=2))
    (minute,) = roller.take(reading(5, beats=[("x", 1)], partition=2))
    assert [quote.valence for quote in minute.quotes] == [-0.7, -0.6, -0.5]
    assert {(quote.partition, quote.offset) for quote in minute.quotes} == {(2, 4)}


def test_a_quote_says_why_in_its_own_words() -> None:
    said = replace(
        scored("a", 0, label=Label.NEGATIVE), excerpt="They Replaced people", because=("replac + people",)
    )
    roller = Roller()
    roller.take(reading(0, said))
    (minute,) = roller.take(reading(1, beats=[("x", 1)]))
    assert [quote.because for quote in minute.quotes] == [("Replaced people",)]


def test_a_page_delivered_again_changes_nothing() -> None:
    roller = Roller()
    page = reading(0, scored("a", 0), beats=[("x", 2)])
    first = roller.take(page)
    before = roller.state
    assert first
    assert roller.take(page) == []
    assert roller.state == before


def test_a_gap_of_weeks_is_skipped_not_filled_with_zeros() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 1)]))
    closed = roller.take(reading(1, beats=[("x", 60 * 24 * 60)]))
    assert len(closed) == GAP_KEPT


def test_mentions_on_the_far_side_of_a_gap_still_count() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0), beats=[("x", 0)]))
    roller.take(reading(1, beats=[("x", 60 * 24 * 60)]))
    assert sum(minute.counts.mentions for minute in roller.minutes) == 1


def test_a_source_that_made_room_for_others_of_its_page_is_met_again() -> None:
    others = [scored(f"b{number}", 9, source=f"other-{number}") for number in range(SOURCES_KEPT)]
    roller = Roller()
    roller.take(reading(0, scored("a", 1, source="first"), *others, scored("c", 1, source="first")))
    assert b'"first"' in roller.state
    assert roller.state.count(b'"vouched"') == SOURCES_KEPT


def test_sources_and_what_was_seen_stay_bounded() -> None:
    roller = Roller()
    for number in range(SOURCES_KEPT + 50):
        roller.take(reading(number, beats=[(f"s{number}", number)]))
    assert roller.state.count(b'"vouched"') == SOURCES_KEPT
    roller = Roller()
    for number in range(3_000):
        roller.take(reading(number, scored(str(number), number), beats=[("x", number)]))
    assert len(roller.hashes) <= 24 * 60 + 3


def test_a_source_that_stays_away_for_a_day_is_forgotten_unless_it_is_expected() -> None:
    for expected in (frozenset[str](), frozenset({"reddit"})):
        roller = Roller(Patience(expected=expected))
        roller.take(reading(0, beats=[("x", 0), ("reddit", 0)], tick=0))
        for minute in range(60, 60 * 30, 60):
            roller.take(reading(minute, beats=[("x", minute)], tick=minute))
        assert ("reddit" in roller.minutes[-1].silent) is bool(expected)


def test_what_was_taken_down_later_is_not_said_of_an_earlier_minute() -> None:
    roller = Roller()
    mentions = [scored(name, 0.5, label=Label.NEGATIVE) for name in ("a", "b")]
    roller.take(reading(0, *mentions, beats=[("x", 0.6)]))
    roller.take(reading(1, scored("a", 1.5, deleted=True), beats=[("x", 3)]))
    said = roller.minutes[0].said
    assert said
    assert said.identities == ("x/b",)


def test_a_state_of_before_anything_was_heard_goes_on() -> None:
    roller = Roller()
    roller.take(reading(0, scored("a", 0.5, label=Label.NEGATIVE), beats=[("x", 0.6)]))
    state = json.loads(roller.state)
    for one in state["open"].values():
        del one["heard"], one["next_unheard"]
    roller.state = json.dumps(state).encode()
    roller.take(reading(1, scored("b", 0.7, label=Label.NEGATIVE), beats=[("x", 3)]))
    said = roller.minutes[0].said
    assert said
    assert said.identities == ("x/b",)


names = st.sampled_from(["x#0", "x#1", "reddit", "rss"])


@st.composite
def partitions(draw: st.DrawFn) -> list[list[Reading]]:
    """Three partitions, each with its own sources, whose readings are in order.

    A copy always comes through the same partition: one that reaches us through two shards counts once as
    well, but whether it counts as late is up to the faster one.
    """
    sources = [["x#0", "reddit"], ["x#1"], ["rss"]]
    result = []
    for partition, mine in enumerate(sources):
        clock = 0.0
        readings = [reading(0, beats=[(source, 0) for source in mine], tick=0, partition=partition)]
        for offset in range(1, draw(st.integers(1, 8))):
            clock += draw(st.sampled_from([0, 0.5, 1, 3]))
            mentions = [
                scored(
                    f"{partition}-{number}",
                    number * 1.7,
                    source=draw(st.sampled_from(mine)),
                    label=list(Label)[number % 4],
                )
                for number in draw(st.lists(st.integers(0, 7), max_size=3))
            ]
            beats = [(source, clock) for source in mine if draw(st.booleans())]
            tick = clock if draw(st.booleans()) else None
            readings.append(reading(offset, *mentions, beats=beats, tick=tick, partition=partition))
        readings.append(reading(99, beats=[(source, 60) for source in mine], partition=partition))
        result.append(readings)
    return result


@given(partitions(), st.data())
@settings(max_examples=150, deadline=None)
def test_the_interleaving_of_partitions_leaves_no_trace(
    streams: list[list[Reading]], data: st.DataObject
) -> None:
    starts = [stream[0] for stream in streams]

    def run(order: list[Reading]) -> list[tuple[object, ...]]:
        roller = Roller(Patience(silent_after=timedelta(minutes=2)))
        for page in [*starts, *order]:
            roller.take(page)
        return [
            (m.start, m.counts, m.platforms, m.late, m.quotes, m.said, m.duplicates) for m in roller.minutes
        ]

    one_by_one = [page for stream in streams for page in stream[1:]]
    queues = [list(stream[1:]) for stream in streams]
    mixed = []
    while any(queues):
        queue = data.draw(st.sampled_from([queue for queue in queues if queue]))
        mixed.append(queue.pop(0))
    assert run(mixed) == run(one_by_one)


@given(partitions(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_crash_at_any_point_and_any_redelivery_leave_no_trace(
    streams: list[list[Reading]], data: st.DataObject
) -> None:
    order = [page for stream in streams for page in stream]
    calm, rough = Roller(), Roller()
    for page in order:
        calm.take(page)
    for number, page in enumerate(order):
        for _ in range(data.draw(st.integers(0, 2))):
            sent = rough.take_and_crash(page, stored=data.draw(st.integers(0, 2)))
            # What was sent before the crash is sent again, the same.
            again = rough.take_and_crash(page, stored=0)
            assert sent == again
        rough.take(page)
        for earlier in order[max(0, number - data.draw(st.integers(0, 3))) : number + 1]:
            assert rough.take(earlier) == []
    assert rough.minutes == calm.minutes


def test_a_minute_counts_stances_whatever_people_feel() -> None:
    roller = Roller()
    said = [
        replace(scored("a", 0.1, label=Label.NEGATIVE), backlash=True, stance=Stance.AGAINST),
        replace(scored("b", 0.2, label=Label.NEGATIVE), stance=Stance.FOR),
        replace(scored("c", 0.3), stance=Stance.FOR),
        replace(scored("d", 0.4), stance=Stance.NEUTRAL),
        scored("e", 0.5, label=Label.POSITIVE),
    ]
    (minute,) = roller.take(reading(0, *said, beats=[("x", 1)]))
    counts = minute.counts
    assert (counts.mentions, counts.negative) == (5, 2)
    assert (counts.backlash, counts.impartial, counts.favour) == (1, 1, 2)
    assert counts + counts == Counts(
        mentions=10, negative=4, neutral=4, positive=2, backlash=2, impartial=2, favour=4
    )


@pytest.mark.need("000-17")
def test_comments_are_counted_apart_from_what_they_stand_under() -> None:
    roller = Roller()
    said = [
        scored("post", 0.1, label=Label.POSITIVE),
        replace(scored("a", 0.2, label=Label.NEGATIVE), kind=ChannelKind.COMMENT),
        replace(scored("b", 0.3), kind=ChannelKind.REPLY),
        replace(scored("c", 0.4), kind=ChannelKind.REVIEW),
    ]
    (minute,) = roller.take(reading(0, *said, beats=[("x", 1)]))
    assert minute.counts.mentions == 4
    assert minute.comments == Counts(mentions=2, negative=1, neutral=1)
