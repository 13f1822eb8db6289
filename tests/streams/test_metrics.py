"""The metrics of the sentiment worker."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from streams.detector import Assessment, Mood
from streams.metrics import StreamMetrics
from streams.minute import Counts, Crowd, Engagement
from streams.utterance import UtteranceCounts
from tests.streams.minutes import minute


def test_a_brand_that_went_to_another_worker_has_no_mood_here() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")

    def mood(name: Mood) -> float | None:
        return registry.get_sample_value("crisis_mood", {"lane": "live", "brand": "acme", "mood": name})

    metrics.verdict.note_assessment(
        "acme", Assessment(mood=Mood.CALM, observed=3, expected=2, evidence=1, threshold=4)
    )
    assert mood(Mood.CALM) == 1
    metrics.forget_brands()
    assert mood(Mood.CALM) == 0


def test_a_crowd_is_counted_by_its_signs() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")
    crowd = Crowd(
        sampled=9,
        copies=4,
        hollow=2,
        told=6,
        once=3,
        probing=1,
        angry=Engagement(mentions=2, interactions=50),
        others=Engagement(mentions=5, interactions=7),
    )
    metrics.note_minutes([replace(minute(0, 9), crowd=crowd, authors=8), replace(minute(1), crowd=crowd)])

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"lane": "live", "brand": "acme", **labels})

    signs = {"sampled": 18, "copied": 8, "hollow": 4, "told": 12, "single_post": 6, "probing": 2}
    assert {sign: value("crisis_crowd_mentions_total", sign=sign) for sign in signs} == signs
    assert value("crisis_interactions_total", label="negative") == 100
    assert value("crisis_interactions_total", label="other") == 14
    assert value("crisis_rated_mentions_total", label="negative") == 4
    assert value("crisis_rated_mentions_total", label="other") == 10
    assert value("crisis_authors") == 0
    metrics.note_minutes([replace(minute(2), authors=5)])
    assert value("crisis_authors") == 5
    metrics.forget_brands()
    assert value("crisis_authors") == 0


@pytest.mark.need("000-17", "001-16")
def test_stances_and_comments_are_shown_beside_the_labels() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")
    counts = Counts(mentions=9, negative=6, neutral=2, positive=1, backlash=4, impartial=2, favour=1)
    comments = Counts(mentions=5, negative=4, unscored=1)
    for _ in range(2):
        metrics.note_minutes([replace(minute(0), counts=counts, comments=comments)])

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"lane": "live", "brand": "acme", **labels})

    stances = {
        stance: read("crisis_stance_mentions_total", stance=stance)
        for stance in ("against", "neutral", "for")
    }
    assert stances == {"against": 8, "neutral": 4, "for": 2}
    said = [
        read("crisis_comment_mentions_total", label=each) for each in ("negative", "positive", "unscored")
    ]
    assert said == [8, 0, 2]
    assert read("crisis_mentions_total", label="negative") == 12


@pytest.mark.need("004-06")
def test_what_the_brands_own_bot_says_is_counted_beside_the_mentions() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")
    labels = {"lane": "live", "brand": "acme"}

    def read(manners: str) -> float | None:
        return registry.get_sample_value("crisis_bot_messages_total", {**labels, "manners": manners})

    assert (read("harmless"), read("hateful")) == (0, 0)
    for said, hateful in ((5, 1), (0, 1)):  # The second: an edit of what was said before.
        metrics.note_minutes([replace(minute(0), uttered=UtteranceCounts(said=said, hateful=hateful))])
    assert (read("harmless"), read("hateful")) == (4, 2)
    assert registry.get_sample_value("crisis_mentions_total", {**labels, "label": "negative"}) == 0
