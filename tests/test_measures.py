"""Measures: stable names in three families, one north star for each brand, asked first on the overview."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from connectors.config import ConfigurationError, build_section
from connectors.measure import FAMILIES, Measure
from connectors.settings import Brand
from streams.catalogue import CATALOGUE, Unit, ask_for, title_for
from streams.metrics import StreamMetrics
from streams.minute import Minute
from streams.settings import Settings
from tests.grafana.test_dashboards import load, panels
from tests.grafana.vocabulary import metric_names, names_in
from tests.streams.minutes import minute

ROOT = Path(__file__).parents[1]


@pytest.mark.need("003-01")
def test_the_names_of_the_measures_and_their_families_stay() -> None:
    # Add to these. Whoever renames or moves one breaks configurations and dashboards.
    assert {family.value: [measure.value for measure in named] for family, named in FAMILIES.items()} == {
        "engagement": ["engagement_rate", "interactions_each", "comment_quality"],
        "influence": ["negative_share", "backlash_share", "mention_rate", "reach"],
        "conversion": ["gained_followers", "net_followers", "gross_churn"],
    }
    assert sorted(measure for named in FAMILIES.values() for measure in named) == sorted(Measure)


@pytest.mark.need("003-01")
@pytest.mark.parametrize("measure", Measure)
def test_each_measure_is_made_of_metrics_that_are_exported(measure: Measure) -> None:
    used = names_in(CATALOGUE[measure].expression)
    assert used
    assert used <= metric_names()


def test_the_document_lists_each_measure_under_its_family() -> None:
    rows = re.findall(
        r"^\| (\w+) \| `(\w+)` \|", (ROOT / "docs" / "measures.md").read_text(), flags=re.MULTILINE
    )
    assert rows == [(family.value, measure.value) for family, named in FAMILIES.items() for measure in named]


def brand(**values: Any) -> Brand:
    return build_section(Brand, {"name": "acme", **values}, file="crisis.toml", at="brands.acme")


@pytest.mark.need("002-23", "004-03")
def test_a_brand_has_exactly_one_north_star() -> None:
    assert brand().north_star is Measure.NEGATIVE_SHARE
    assert brand(north_star="net_followers").north_star is Measure.NET_FOLLOWERS
    for wrong in (["negative_share", "reach"], [], "", "likes"):
        with pytest.raises(ConfigurationError, match=r"brands\.acme\.north_star.*'mention_rate'"):
            brand(north_star=wrong)
    document = {"brands": [{"name": "acme", "north_star": "gross_churn"}, {"name": "lumen"}]}
    settings = Settings.from_document(document, {}, file="crisis.toml")
    registry = CollectorRegistry()
    StreamMetrics(registry, brands=settings.brands, lane="live", north_stars=settings.north_stars)
    (family,) = [family for family in registry.collect() if family.name == "crisis_north_star"]
    chosen = [(one.labels["brand"], one.labels["measure"]) for one in family.samples if one.value]
    assert chosen == [("acme", "gross_churn"), ("lumen", "negative_share")]


def test_a_share_of_a_category_wants_a_category() -> None:
    assert brand(north_star="mention_rate", category="coffee").category == "coffee"
    with pytest.raises(ConfigurationError, match="needs a `category`"):
        brand(north_star="mention_rate")


@pytest.mark.need("002-23", "004-03")
def test_the_overview_shows_the_north_star_first() -> None:
    places = [(each["gridPos"]["y"], each["gridPos"]["x"]) for each in load("overview.json")["panels"]]
    first = load("overview.json")["panels"][0]
    assert places[0] == min(places)
    assert places.count(places[0]) == 1
    assert first["title"] == "North star"
    assert [target["expr"] for target in first["targets"]] == [ask_for(measure) for measure in Measure]
    for measure, target in zip(Measure, first["targets"], strict=True):
        assert target["legendFormat"] == f"{{{{brand}}}}: {title_for(measure)}"
        assert ask_for(measure).startswith("100 * ") is (CATALOGUE[measure].unit is Unit.SHARE)


@pytest.mark.need("003-07")
def test_a_brands_mentions_are_told_as_a_share_of_its_categorys() -> None:
    (panel,) = [panel for panel in panels("overview.json") if panel["title"].startswith("Mention rate")]
    assert [target["expr"] for target in panel["targets"]] == [CATALOGUE[Measure.MENTION_RATE].expression]


@pytest.mark.need("003-07")
def test_mentions_of_a_brand_and_of_its_category_are_exported_also_where_workers_share_the_brands() -> None:
    document = {
        "brands": [
            {"name": "acme", "category": "coffee"},
            {"name": "lumen", "category": "coffee"},
            {"name": "zora", "category": "shoes"},
            {"name": "odd"},
        ]
    }
    settings = Settings.from_document(document, {}, file="crisis.toml")
    workers = [CollectorRegistry(), CollectorRegistry()]
    one, other = (
        StreamMetrics(registry, brands=settings.brands, lane="live", categories=settings.categories)
        for registry in workers
    )
    one.note_minutes([talk("acme", 20), talk("acme", 10), talk("zora", 500), talk("odd", 9)])
    other.note_minutes([talk("lumen", 90)])

    def read(name: str, brand: str) -> float:
        labels = {"lane": "live", "brand": brand}
        found = [registry.get_sample_value(name, labels) for registry in workers]
        return sum(value for value in found if value is not None)

    def count(brand: str) -> float:
        labels = {"lane": "live", "brand": brand, "label": "neutral"}
        return sum(registry.get_sample_value("crisis_mentions_total", labels) or 0 for registry in workers)

    rates = {
        name: count(name) / read("crisis_category_mentions_total", name) for name in ("acme", "lumen", "zora")
    }
    assert rates == {"acme": 0.25, "lumen": 0.75, "zora": 1}
    # Of no category there is no rate: an absent series, not 0.
    assert (
        workers[0].get_sample_value("crisis_category_mentions_total", {"lane": "live", "brand": "odd"})
        is None
    )


def talk(brand: str, mentions: int) -> Minute:
    return replace(minute(0, other=mentions), brand=brand)
