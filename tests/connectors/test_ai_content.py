"""What a brand says it made with AI."""

import pytest

from connectors.ai_content import AiContent, AiUse, Disclosure, list_undisclosed
from connectors.config import ConfigurationError, build_section
from connectors.mention import Platform


@pytest.mark.need("001-01")
def test_a_use_that_is_not_known_is_refused_with_those_that_are() -> None:
    for use in ("ideas", "copy", "adapting", "image_edit", "video", "other"):
        assert build_section(AiContent, {"title": "film", "use": use}, file="x").use is AiUse(use)
    with pytest.raises(ConfigurationError, match="'image_edit', 'video' or 'other'"):
        build_section(AiContent, {"title": "film", "use": "telepathy"}, file="x")


@pytest.mark.need("001-09")
def test_what_is_not_disclosed_is_listed_and_what_must_be_comes_first() -> None:
    contents = [
        AiContent(title="poster", disclosure={Platform.FORUM: Disclosure.ABSENT}),
        AiContent(
            title="film",
            disclosure={Platform.MASTODON: Disclosure.DONE, Platform.BLUESKY: Disclosure.REQUIRED},
        ),
    ]
    assert list_undisclosed(contents) == ["film on bluesky: required", "poster on forum: absent"]


def test_a_tag_that_would_stand_in_half_of_all_texts_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="at least 3 characters"):
        build_section(AiContent, {"title": "film", "tags": ["ai"]}, file="x")
