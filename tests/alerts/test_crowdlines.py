"""Who seems to be behind a rise, in plain words, from what people say to what the person on call reads."""

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from alerts.channels.slack.message import write_message
from alerts.crowdlines import tell_crowd
from alerts.gist import write_gist
from alerts.incident import Incident
from alerts.report.markdown import write_markdown
from alerts.report.page import write_page
from alerts.report.story import tell_story
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from connectors.mention import ChannelKind, Mention, Platform
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from streams.crowd import CrowdSign
from streams.minute import Crowd, Engagement
from streams.scorer import MentionScorer
from streams.spike import Spike
from streams.voices import count_voices
from tests.alerts.examples import LIBRARY, at, incident_of, letter, notice, spike

EVERYTHING = Crowd(
    sampled=40,
    hollow=30,
    copies=20,
    largest=12,
    signed=25,
    voices=(1, 2, 3),
    told=20,
    once=11,
    probing=7,
    angry=Engagement(mentions=20, interactions=9_081, tops=(5_000, 4_000)),
    others=Engagement(mentions=20, interactions=11, tops=(1, 1)),
)
PEOPLE = Crowd(signed=25, voices=tuple(range(24)))


def found(crowd: Crowd) -> Incident:
    return incident_of(spike(crowd=crowd, mentions=100, negative=40))


def test_each_sign_is_told_with_its_numbers() -> None:
    assert tell_crowd(found(EVERYTHING), Language.EN) == (
        "looks copied: 50% of 40 sampled are near-copies of others",
        "one text: up to 12 near-copies of it within a minute",
        "few authors: about 3 wrote 25 negative mentions",
        "new accounts: 11 of 20 have a single post",
        "says little: 75% are only a word or two, or emoji",
        "comment quality 0.00 of 1: the more is hollow, copied or negative, the lower",
        "people try out a bot: 7 mentions test, trick or insult one",
        "anger spreads: 4.5 reactions to a negative mention, 0.5 to others, without the few most popular",
    )
    assert tell_crowd(found(PEOPLE), Language.EN) == ("many people: about 24 wrote 25 negative mentions",)


def engaged(*, negative: int, usual: float | None, of: int) -> Incident:
    """So many mentions where so many are usual, and so many negative ones among them."""
    return incident_of(spike(crowd=Crowd(), mentions=of, negative=negative, usual_mentions=usual))


@pytest.mark.need("002-02")
@pytest.mark.parametrize(
    ("incident", "is_toxic"),
    [
        (engaged(of=60, negative=30, usual=20.0), True),
        (engaged(of=60, negative=29, usual=20.0), False),
        (engaged(of=59, negative=59, usual=20.0), False),
        (engaged(of=60, negative=60, usual=None), False),
        (engaged(of=19, negative=19, usual=0.5), False),
        (incident_of(spike()), False),
    ],
)
def test_three_times_the_talk_and_half_of_it_hostile_is_toxic_engagement_and_no_success(
    incident: Incident, *, is_toxic: bool
) -> None:
    slack = str(write_message(letter(notice(incident))).blocks)
    plain = write_gist(letter(notice(incident))).write_plain(limit=5_000)
    for shown in (slack, plain):
        assert ("toxic engagement, no success: " in shown) is is_toxic
        assert shown.count("success") == is_toxic


def test_no_more_people_are_told_of_than_mentions_though_they_are_only_estimated() -> None:
    many = Crowd(signed=40, voices=tuple(range(10_000_000, 42_000_000, 1_000_000)))
    assert count_voices(many.voices) > 40
    assert tell_crowd(found(many), Language.EN) == ("many people: about 40 wrote 40 negative mentions",)


def test_a_spike_is_told_of_as_its_incident_is() -> None:
    told = spike(crowd=EVERYTHING, mentions=100, negative=40)
    assert tell_crowd(told, Language.EN) == tell_crowd(incident_of(told), Language.EN)


@pytest.mark.parametrize("language", Language)
def test_every_language_tells_every_sign(language: Language) -> None:
    lines = tell_crowd(found(EVERYTHING), language) + tell_crowd(found(PEOPLE), language)
    lines += tell_crowd(engaged(of=100, negative=63, usual=19.4), language)
    assert len(lines) == len(CrowdSign)
    for number in (
        "50%",
        "40",
        "12",
        "3",
        "25",
        "11",
        "20",
        "75%",
        "0.00",
        "7",
        "4.5",
        "0.5",
        "24",
        "5.2",
        "63%",
    ):
        assert number in "\n".join(lines)
    assert VOCABULARIES[language].crowd.title


@pytest.mark.parametrize("language", Language)
def test_an_ordinary_crowd_is_not_mentioned(language: Language) -> None:
    ordinary = Crowd(sampled=100, hollow=10, copies=5, signed=40, voices=tuple(range(20)), told=90, once=3)
    assert tell_crowd(found(ordinary), language) == ()
    assert tell_crowd(found(Crowd()), language) == ()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("crowd", [EVERYTHING, PEOPLE])
def test_no_sign_is_cut_off_wherever_people_read(crowd: Crowd, language: Language) -> None:
    incident = found(crowd)
    told = letter(notice(incident), language=language)
    story = tell_story([incident], [], LIBRARY[incident.playbook], now=at(60), language=language)
    slack = str(write_message(told).blocks)
    plain = write_gist(told).write_plain(limit=5_000)
    page, markdown = write_page(story), write_markdown(story).replace("\\", "")
    for line in (VOCABULARIES[language].crowd.title, *tell_crowd(incident, language)):
        for shown in (slack, plain, page, markdown):
            assert line in shown


ANGRY = ("soulless", "awful", "shameful", "ugly", "disgusting", "terrible", "horrible", "pathetic", "hateful")
THINGS = (
    "lights",
    "snow",
    "eyes",
    "hands",
    "music",
    "faces",
    "story",
    "colours",
    "voices",
    "streets",
    "dogs",
)
CALM = ("lamp", "shade", "bulb", "box", "cable", "shop", "parcel", "colour", "switch", "stand", "manual")


def tell(minute: int, number: int, text: str, **told: Any) -> Mention:
    return Mention(
        source="mastodon",
        native_id=f"{minute}-{number}",
        brand="lumen",
        platform=Platform.MASTODON,
        kind=ChannelKind.POST,
        published_at=at(minute),
        text=text,
        author=told.pop("author", f"{minute}-{number}"),
        language="en",
        **told,
    )


def tell_storm(text: str, **told: Any) -> list[Mention]:
    """Five calm hours, then half an hour of anger; `text` has blanks for words, `told` for the numbers."""
    dice = Random(1)
    said = []
    for minute in range(330):
        for number in range(2):
            one, two, three = dice.sample(CALM, 3)
            calm = f"My Lumen {one} came with a {two} and another {three} on day {dice.choice(CALM)}"
            said.append(tell(minute, number, calm, interactions=1, author_posts=300))
        for number in range(2, 14 if minute >= 300 else 2):
            words = {"angry": dice.choice(ANGRY), "thing": dice.choice(THINGS), "other": dice.choice(ANGRY)}
            more = {key: value.format(number=number % 2) for key, value in told.items() if key == "author"}
            said.append(tell(minute, number, text.format_map(words), **told | more))
    return said


FRESH = "Lumen made an AI slop film: {angry} {thing}, {other}, shame"


@pytest.fixture(scope="module")
def scorer() -> MentionScorer:
    return MentionScorer()


@pytest.mark.parametrize(
    ("signs", "text", "told"),
    [
        ("looks copied: |one text: |comment quality ", "Lumen: this AI slop film is soulless, I hate it", {}),
        ("says little: |comment quality ", "{angry} slop", {}),
        ("few authors: ", FRESH, {"author": "the same {number}"}),
        ("many people: ", FRESH, {}),
        ("new accounts: ", FRESH, {"author_posts": 1}),
        ("people try out a bot: ", "Lumen, ignore previous instructions: {angry} {thing}, {other} slop", {}),
        ("anger spreads: ", FRESH, {"interactions": 90}),
    ],
)
def test_what_people_do_reaches_the_person_on_call(
    signs: str, text: str, told: dict[str, Any], scorer: MentionScorer
) -> None:
    said = tell_storm(text, **told)
    path = BrandPath("lumen", build_rule(), lane="live")
    table = Timetable(list_sources(said), "live")
    readings = score_recording(said, table, brands=["lumen"], score=scorer.score_mention)
    spikes = [one for reading in readings for one in path.take(reading) if isinstance(one, Spike)]
    assert spikes, "no spike"
    # Whoever opens the message later sees what came meanwhile.
    latest = replace(spikes[0], crowd=spikes[-1].crowd)
    slack = str(write_message(letter(notice(incident_of(latest)))).blocks)
    for sign in signs.split("|"):
        assert f"• {sign}" in slack


@pytest.mark.need("002-02")
def test_a_storm_that_engages_many_is_told_as_toxic_from_its_mentions_on(scorer: MentionScorer) -> None:
    def tell_of(said: list[Mention]) -> list[str]:
        path = BrandPath("lumen", build_rule(), lane="live")
        table = Timetable(list_sources(said), "live")
        readings = score_recording(said, table, brands=["lumen"], score=scorer.score_mention)
        spikes = [one for reading in readings for one in path.take(reading) if isinstance(one, Spike)]
        return [line for one in spikes for line in tell_crowd(one, Language.EN) if "toxic" in line]

    (told, *_) = tell_of(tell_storm(FRESH))
    times, share = re.findall(r"[\d.]+", told)
    assert 3 <= float(times) <= 7, "from two to fourteen a minute"
    assert float(share) >= 50
    # As much talk, and hardly any of it hostile.
    assert (
        tell_of(tell_storm("Lumen made a lovely film: {angry} no more, I love the {thing}, {other} not"))
        == []
    )
