"""The detector's part of `[streams]`: sensitivity in words, whose pager it is, and what is planned."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from connectors.config import ConfigurationError
from streams.detector import Assessment
from streams.minute import Counts, Minute
from streams.sensitivity import PROMISES, Sensitivity, find_threshold
from streams.settings import Settings

BRANDS = "".join(f'[[brands]]\nname = "brand-{index}"\n' for index in range(8))
PLANNED = """
[[streams.planned]]
name = "launch"
start = 2026-03-02T00:00:00Z
end = 2026-03-02T06:00:00Z
brands = ["brand-1"]
"""


def settings(text: str = "", brands: str = BRANDS) -> Settings:
    return Settings.from_document(tomllib.loads(f"{brands}[streams]\n{text}"), {}, file="crisis.toml")


def judge(made: Settings, brand: str = "brand-1") -> Assessment:
    start = datetime(2026, 3, 2, 1, tzinfo=UTC)
    detector = made.detectors(brand, lane="live", snapshot=None)
    counts = Counts(mentions=5, negative=5)
    seen = [
        detector.observe(
            Minute(
                brand=brand,
                start=start + timedelta(minutes=index),
                counts=counts if index > 100 else Counts(mentions=1),
                sources=1,
            )
        )
        for index in range(110)
    ]
    return seen[-1]


def test_every_brand_shares_the_pager_unless_the_file_says_otherwise() -> None:
    assert judge(settings()).threshold == pytest.approx(find_threshold(Sensitivity.BALANCED, 8))
    assert judge(settings("brands_per_person = 1")).threshold == PROMISES[Sensitivity.BALANCED].threshold


def test_competitors_share_nobodys_pager() -> None:
    crowd = "".join(f'[[brands]]\nname = "rival-{index}"\ncompetitor = true\n' for index in range(40))
    assert judge(settings(brands=BRANDS + crowd)).threshold == judge(settings()).threshold


@pytest.mark.parametrize("word", Sensitivity)
def test_sensitivity_is_a_word(word: Sensitivity) -> None:
    made = settings(f'sensitivity = "{word}"\nbrands_per_person = 1')
    assert judge(made).threshold == PROMISES[word].threshold


@pytest.mark.need("003-20")
def test_a_planned_event_widens_the_band_of_its_brand_alone() -> None:
    made = settings(PLANNED)
    assert judge(made, "brand-1").evidence < judge(made, "brand-2").evidence


@pytest.mark.need("003-28")
@pytest.mark.parametrize("name", ["robust", "mean_sd", "hour_ratio", "ears", "static"])
def test_other_rules_are_chosen_by_name(name: str) -> None:
    made = settings(f'detector = "{name}"\nsensitivity = "calm"')
    assert judge(made).threshold != judge(settings()).threshold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('sensitivity = "paranoid"', "streams.sensitivity"),
        ("brands_per_person = 0", "streams.brands_per_person"),
        (PLANNED.replace("T06", "T00"), "streams.planned.0"),
        (PLANNED.replace("00:00Z", "00:00", 1), "streams.planned.0.start"),
        (PLANNED.replace("brand-1", "brand-9"), "streams.planned.0.brands"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(text: str, key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(text)
    assert any(problem.key == key for problem in caught.value.problems), str(caught.value)
