"""The configuration is checked whole, and each problem names file, key and what is allowed."""

import tomllib

import pytest

from connectors.config import ConfigurationError
from connectors.configured import OPTIONS, Settings, build_settings
from connectors.rss import FeedOptions

GOOD = """
[kafka]
partitions = 4

[[brands]]
name = "acme"
keywords = ["Acme"]

[[brands]]
name = "bolt"

[[connectors]]
name = "newsroom"
kind = "rss"
url = "https://news.example/feed"
every = "5m"
brands = ["acme"]

[[connectors]]
name = "forum"
kind = "rss"
url = "http://127.0.0.1/feed"
platform = "forum"

[slack]
whatever = "is checked by its own package"
"""


def build(text: str) -> Settings:
    return build_settings(tomllib.loads(text), file="crisis.toml")


def problems(text: str) -> set[str]:
    with pytest.raises(ConfigurationError) as caught:
        build(text)
    return {str(problem) for problem in caught.value.problems}


def test_a_good_file() -> None:
    settings = build(GOOD)
    assert settings.kafka.partitions == 4
    assert [type(connector) for connector in settings.connectors] == [FeedOptions, FeedOptions]
    newsroom, forum = settings.connectors
    assert [brand.name for brand in settings.brands_of(newsroom)] == ["acme"]
    assert [brand.name for brand in settings.brands_of(forum)] == ["acme", "bolt"]


def test_every_problem_is_reported_at_once() -> None:
    wrong = """
    [kafka]
    partitions = 0
    [[brands]]
    name = "Acme!"
    [[brands]]
    name = "bolt"
    [[brands]]
    name = "bolt"
    [[connectors]]
    name = "a"
    kind = "rsss"
    [[connectors]]
    name = "b"
    [[connectors]]
    kind = "rss"
    name = "c"
    ulr = "https://x.example/"
    every = "5 minutes"
    [[connectors]]
    kind = "rss"
    name = "d"
    url = "file:///etc/passwd"
    every = "1s"
    platform = "myspace"
    [[connectors]]
    kind = "rss"
    name = "e"
    url = "https://x.example/"
    brands = ["cord"]
    """
    found = problems(wrong)
    expected = [
        "crisis.toml: kafka.partitions: ",
        "crisis.toml: brands.Acme!.name: a name has 1 to 63",
        "crisis.toml: brands.bolt: there are several",
        f"crisis.toml: connectors.a.kind: unknown kind; allowed: {', '.join(sorted(OPTIONS))}",
        "crisis.toml: connectors.b.kind: is missing; allowed: ",
        "crisis.toml: connectors.c.url: is missing",
        "crisis.toml: connectors.c.ulr: unknown key; allowed here: allow_private, brands, entry, every",
        "crisis.toml: connectors.c.every: a duration is a number and a unit",
        "crisis.toml: connectors.d.url: a feed's address starts with http",
        "crisis.toml: connectors.d.every: ",
        "crisis.toml: connectors.d.platform: ",
        "crisis.toml: connectors.e.brands: no such brand: `cord`; known: bolt",
    ]
    for beginning in expected:
        assert sum(problem.startswith(beginning) for problem in found) == 1, (beginning, found)
    assert len(found) == len(expected)


def test_allowed_platforms_are_listed() -> None:
    (problem,) = problems(GOOD.replace('platform = "forum"', 'platform = "myspace"'))
    assert "'mastodon'" in problem


def test_without_brands_there_is_nothing_to_listen_for() -> None:
    assert problems("") == {"crisis.toml: brands: at least one [[brands]] with a `name` is needed"}


@pytest.mark.parametrize("wrong", ["brands = 3", "[brands]\nname = 'acme'", "brands = ['acme']"])
def test_a_table_written_the_wrong_way_is_explained(wrong: str) -> None:
    assert "crisis.toml: brands: write each one as [[brands]]" in problems(wrong)


def test_a_feed_that_is_all_about_a_brand_names_exactly_one() -> None:
    text = GOOD.replace('brands = ["acme"]', "match = false")
    (problem,) = problems(text)
    assert "`match = false` needs `brands` with exactly one name" in problem
