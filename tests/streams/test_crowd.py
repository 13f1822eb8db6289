"""How a minute's mentions look together."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mention import ChannelKind, Platform
from streams.crowd import (
    ENOUGH,
    MOST_INTERACTIONS,
    SAMPLED,
    SLACK,
    CrowdSign,
    CrowdTally,
    add_crowds,
    note_sketch,
    rate_comments,
    read_crowd,
    read_signs,
)
from streams.minute import Crowd, Engagement
from streams.reading import Label, Scored
from streams.sample import chance, draw
from streams.sketch import Sketch, sketch_text

WORDS = [
    "the",
    "bag",
    "arrived",
    "late",
    "again",
    "and",
    "nobody",
    "at",
    "support",
    "could",
    "say",
    "where",
    "it",
    "was",
    "for",
    "days",
    "on",
    "end",
]


def crowd_of(texts: list[str]) -> Crowd:
    return read_crowd(
        sample_of((f"x/{number}", sketch_text(text)) for number, text in enumerate(texts)), CrowdTally()
    )


def sample_of(mentions: Iterable[tuple[str, Sketch]]) -> dict[str, Sketch]:
    sample: dict[str, Sketch] = {}
    next_out = ""
    for identity, sketch in mentions:
        next_out = note_sketch(sample, next_out, identity, sketch)
    return sample


def distinct(count: int) -> list[str]:
    dice = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        " ".join(word + "".join(dice.choices(letters, k=2)) for word in dice.sample(WORDS, 9))
        for _ in range(count)
    ]


@pytest.mark.need("000-04")
def test_copied_hollow_and_negative_comments_lower_the_quality() -> None:
    fresh = distinct(100)
    copied = fresh[:40] + [f"{fresh[0]} {sign}" for sign in "abc" * 20]
    hollow = fresh[:40] + ["nice", "first", "😍😍", "好"] * 15
    assert rate_comments(crowd_of(fresh)) == 1
    assert rate_comments(crowd_of(copied)) == pytest.approx(0.4)
    assert rate_comments(crowd_of(hollow)) == pytest.approx(0.4)
    assert rate_comments(crowd_of(fresh), negative=0.5) == pytest.approx(0.75)
    assert rate_comments(Crowd()) is None


def test_one_text_a_minute_for_an_hour_is_poor_too_though_no_minute_holds_a_copy() -> None:
    said = [(f"x/{number}", sketch_text("please share this everywhere now")) for number in range(60)]
    said += [(f"x/fresh-{number}", sketch_text(text)) for number, text in enumerate(distinct(20))]
    said += [(f"x/hollow-{number}", sketch_text("nice")) for number in range(20)]
    crowd = add_crowds(read_crowd(sample_of([one]), CrowdTally()) for one in said)
    assert crowd.copies == 0
    assert rate_comments(crowd) == pytest.approx(0.2, abs=0.07)
    assert read_signs(crowd) == (CrowdSign.COPIED, CrowdSign.THIN)


@given(st.builds(Crowd, **dict.fromkeys(("sampled", "hollow", "copies"), st.integers(0, 2**53))))
def test_the_quality_is_between_none_and_all_whatever_a_stranger_counts(crowd: Crowd) -> None:
    rated = rate_comments(crowd, negative=1.0)
    assert rated is None or 0 <= rated <= 0.5


def test_the_largest_group_is_told() -> None:
    told = crowd_of([*distinct(5), "please share this everywhere now", "please share this everywhere now!!"])
    assert replace(told, echoes=()) == Crowd(sampled=7, copies=1, largest=2)


def test_the_sample_is_bounded_and_does_not_depend_on_the_order() -> None:
    texts = {f"x/{number}": sketch_text(text) for number, text in enumerate(distinct(3 * SAMPLED))}
    forward, backward = sample_of(texts.items()), sample_of(reversed(texts.items()))
    assert draw(forward, SAMPLED) == draw(backward, SAMPLED) == sorted(texts, key=chance)[:SAMPLED]
    assert max(len(forward), len(backward)) <= SAMPLED + SLACK
    crowd = read_crowd(forward, CrowdTally())
    assert crowd == read_crowd(backward, CrowdTally())
    assert crowd.sampled == SAMPLED


def test_minutes_add_up() -> None:
    one, other = Crowd(sampled=5, hollow=1, copies=2, largest=3), Crowd(sampled=4, largest=1)
    assert add_crowds([one, other]) == Crowd(sampled=9, hollow=1, copies=2, largest=3)
    assert add_crowds([]) == Crowd()


def scored(label: Label = Label.NEGATIVE, **told: object) -> Scored:
    return Scored(
        line=0,
        identity="x/1",
        source="x",
        platform=Platform.X,
        kind=ChannelKind.POST,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        label=label,
        **told,  # type: ignore[arg-type]  # fields by name, in tests only
    )


def tally_of(mentions: list[Scored]) -> CrowdTally:
    tally = CrowdTally()
    for mention in mentions:
        tally.add(mention)
    return tally


def test_what_is_counted_of_all_mentions_does_not_depend_on_their_order() -> None:
    mentions = [
        scored(author="a", once=True, interactions=5),
        scored(author="a", once=False, interactions=None, probing=True),
        scored(author="b", interactions=-3),
        scored(author=None),
        scored(Label.NEUTRAL, author="c", once=True, interactions=7),
        scored(Label.UNSCORED, author="d", interactions=2**53),
    ]
    crowd = read_crowd({}, tally_of(mentions))
    assert crowd == Crowd(
        signed=3,
        voices=crowd.voices,
        told=3,
        once=2,
        probing=1,
        angry=Engagement(mentions=2, interactions=5, tops=(5,)),
        others=Engagement(mentions=2, interactions=7 + MOST_INTERACTIONS, tops=(MOST_INTERACTIONS, 7)),
    )
    assert len(crowd.voices) == 2
    assert read_crowd({}, tally_of(mentions[::-1])) == crowd


def reactions(angry: list[int], others: list[int]) -> Crowd:
    """A crowd of which each mention has so many interactions."""
    negative = [scored(interactions=each) for each in angry]
    rest = [scored(Label.NEUTRAL, interactions=each) for each in others]
    return read_crowd({}, tally_of(negative + rest))


@pytest.mark.parametrize(
    ("angry", "others", "spreads"),
    [
        pytest.param([1] * 39 + [90_000], [1] * 40, False, id="one angry post goes round the world"),
        pytest.param([0] * 28 + [5_000, 80_000], [0] * 30, False, id="two do"),
        pytest.param([4] * 40, [1] * 39 + [90_000], True, id="one calm post does, and anger spreads"),
        pytest.param([0, 2, 3, 3, 5, 9] * 8, [0, 1, 1, 1, 2, 2] * 8, True, id="all of it is shared more"),
        pytest.param([2] * 40, [1] * 40, True, id="twice as much"),
        pytest.param([1] * 40, [1] * 40, False, id="as much"),
    ],
)
def test_anger_spreads_where_people_react_to_all_of_it_and_not_to_one_post(
    angry: list[int], others: list[int], *, spreads: bool
) -> None:
    assert (CrowdSign.STIRRED in read_signs(reactions(angry, others))) is spreads


@given(
    st.lists(st.integers(0, 10**7), max_size=120).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(all_), st.integers(0, len(all_)))
    )
)
def test_the_most_popular_are_the_same_in_any_order_and_in_any_minutes(
    said: tuple[list[int], list[int], int],
) -> None:
    all_, mixed, cut = said
    whole = reactions(all_, [])
    assert reactions(mixed, []).angry == whole.angry
    assert add_crowds([reactions(mixed[:cut], []), reactions(mixed[cut:], [])]).angry == whole.angry
    assert len(whole.angry.tops) <= 16
    if 0 < len(all_) <= 160:
        counted = sorted(min(each, MOST_INTERACTIONS) for each in all_)
        kept = counted[: len(counted) - max(1, len(counted) // 10)]
        assert whole.angry.each == pytest.approx(sum(kept) / len(kept) if kept and any(kept) else 0.0)


def test_reactions_counted_before_the_most_popular_were_known_are_read_as_they_were() -> None:
    assert Engagement.from_json(b'{"mentions": 20, "interactions": 80}').each == 4
    both = Engagement(mentions=20, interactions=80) + Engagement(mentions=1, interactions=900, tops=(900,))
    assert both.each == 4


def test_authors_are_counted_once_across_minutes() -> None:
    minutes = [read_crowd({}, tally_of([scored(author="a"), scored(author=name)])) for name in "bcb"]
    together = add_crowds(minutes)
    assert together.signed == 6
    assert len(together.voices) == 3


@pytest.mark.parametrize(
    ("crowd", "signs"),
    [
        (Crowd(sampled=20, copies=6), (CrowdSign.COPIED, CrowdSign.THIN)),
        (Crowd(sampled=100, copies=9, largest=10), (CrowdSign.CHORUS,)),
        (Crowd(sampled=20, hollow=10), (CrowdSign.HOLLOW, CrowdSign.THIN)),
        (Crowd(sampled=100, copies=10, hollow=40), (CrowdSign.THIN,)),
        (Crowd(signed=20, voices=(1, 2, 3, 4, 5)), (CrowdSign.FEW_VOICES,)),
        (Crowd(signed=21, voices=tuple(range(14))), (CrowdSign.MANY_VOICES,)),
        (Crowd(told=20, once=6), (CrowdSign.NEW_ACCOUNTS,)),
        (Crowd(probing=5), (CrowdSign.PROBING,)),
        (
            Crowd(
                angry=Engagement(mentions=20, interactions=80),
                others=Engagement(mentions=20, interactions=40),
            ),
            (CrowdSign.STIRRED,),
        ),
    ],
)
def test_what_stands_out_is_named(crowd: Crowd, signs: tuple[CrowdSign, ...]) -> None:
    assert read_signs(crowd) == signs


@pytest.mark.parametrize(
    "crowd",
    [
        Crowd(),
        Crowd(sampled=ENOUGH - 1, copies=19, hollow=19),
        Crowd(sampled=100, copies=29, hollow=20),
        Crowd(sampled=100, copies=8, largest=9),
        Crowd(sampled=ENOUGH - 1, largest=10),
        Crowd(signed=ENOUGH - 1, voices=tuple(range(19))),
        Crowd(signed=22, voices=tuple(range(14))),
        Crowd(signed=ENOUGH - 1, voices=(1,)),
        Crowd(signed=20, voices=(1, 2, 3, 4, 5, 6)),
        Crowd(told=ENOUGH - 1, once=19),
        Crowd(told=20, once=5),
        Crowd(probing=4),
        Crowd(
            angry=Engagement(mentions=19, interactions=800), others=Engagement(mentions=20, interactions=40)
        ),
        Crowd(
            angry=Engagement(mentions=20, interactions=800), others=Engagement(mentions=19, interactions=40)
        ),
        Crowd(
            angry=Engagement(mentions=20, interactions=79), others=Engagement(mentions=20, interactions=40)
        ),
        Crowd(angry=Engagement(mentions=100, interactions=9), others=Engagement(mentions=100)),
    ],
)
def test_nothing_is_said_of_few_mentions_or_small_shares(crowd: Crowd) -> None:
    assert read_signs(crowd) == ()
