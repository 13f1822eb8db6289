"""The metrics of the sentiment worker."""

from prometheus_client import CollectorRegistry

from streams.detector import Assessment, Mood
from streams.metrics import StreamMetrics


def test_a_brand_that_went_to_another_worker_has_no_mood_here() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")

    def mood(name: Mood) -> float | None:
        return registry.get_sample_value("crisis_mood", {"lane": "live", "brand": "acme", "mood": name})

    metrics.note_assessment(
        "acme", Assessment(mood=Mood.CALM, observed=3, expected=2, evidence=1, threshold=4)
    )
    assert mood(Mood.CALM) == 1
    metrics.forget_brands()
    assert mood(Mood.CALM) == 0
