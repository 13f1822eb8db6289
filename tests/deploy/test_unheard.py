"""Brands that nothing can be found about are said before a quiet week is taken for calm."""

from typing import Any

import pytest

from connectors.configured import build_settings
from deploy.unheard import list_unheard


def unheard(
    brand: dict[str, Any], *, connector: dict[str, Any] | None = None, expect: tuple[str, ...] = ()
) -> list[str]:
    feed = {"name": "news", "kind": "rss", "url": "https://news.example/feed.xml"}
    values = {"brands": [{"name": "acme", **brand}], "connectors": [connector or feed]}
    return list(list_unheard(build_settings(values, file="crisis.toml"), expect))


@pytest.mark.parametrize(
    "brand",
    [
        {},
        {"keywords": []},
        {"keywords": ["", " "]},
        {"keywords": ["Acme"], "exclude": ["acme"]},
        {"keywords": ["Acme Tea"], "aliases": ["Acme Coffee"], "exclude": ["Acme"]},
    ],
)
def test_a_brand_without_a_word_that_finds_it_is_named(brand: dict[str, Any]) -> None:
    assert unheard(brand) == ["acme"]


@pytest.mark.parametrize(
    "brand",
    [
        {"keywords": ["Acme"], "exclude": ["Acme Corporation cartoon"]},
        {"keywords": ["acme*"]},
        {"aliases": ["艾克美"]},
        {"hashtags": ["#AcmeLove"]},
        {"hashtags": ["AcmeLove"]},
        {"handles": ["@acme"]},
        {"handles": ["did:plc:z72i7hdynmk6r22z27h6tvur"]},
    ],
)
def test_one_word_account_or_hashtag_is_enough(brand: dict[str, Any]) -> None:
    assert unheard(brand) == []


def test_who_is_told_whom_it_is_about_needs_no_words() -> None:
    app = {
        "name": "reviews",
        "kind": "appstore",
        "app": "1234567890",
        "countries": ["tw"],
        "brands": ["acme"],
    }
    assert unheard({}, connector=app) == []
    assert unheard({}, expect=("firehose",)) == []
