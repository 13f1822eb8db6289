"""Themes are told in the reader's language."""

import re

import pytest

from alerts.channels.slack.message import write_message
from alerts.gist import write_gist
from alerts.themes import name_themes
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.backlash.theme import Theme
from tests.alerts.channels.slack.rules import leaves
from tests.alerts.examples import letter


@pytest.mark.parametrize("language", Language)
def test_every_theme_has_a_name_in_every_language(language: Language) -> None:
    names = VOCABULARIES[language].themes
    assert set(names) == set(Theme)
    assert len(set(names.values())) == len(Theme)


def test_a_chinese_message_names_its_themes_in_chinese() -> None:
    told = letter(language=Language.ZH_HANT)
    shown = "\n".join(value for key, value in leaves(list(write_message(told).blocks)) if key == "text")
    plain = write_gist(told).write_plain(limit=10_000)
    for text in (shown, plain):
        assert "沒靈魂 41, 搶走創作者工作 12" in text
        assert not re.search(r"\bjobs\b", text)


def test_a_theme_of_another_version_keeps_its_name() -> None:
    assert name_themes({"slop": 3, "new": 1}, Language.EN) == {"AI slop, no effort": 3, "new": 1}
