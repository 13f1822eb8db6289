"""Playbooks: checked against their schema, whole in every language, and fit for the first screen."""

from importlib.resources import files

import pytest

from alerts.errors import PlaybookError
from alerts.library import read_library
from alerts.playbook import PLAYBOOK_FOR, Role, read_playbook
from alerts.registry import PLAYBOOKS
from alerts.wording import WORDS, Language
from streams.spike import SpikeKind

TEXT = (files("alerts.playbooks") / "ai-content-backlash.toml").read_text(encoding="utf-8")


def test_every_file_on_the_shelf_is_registered_and_reads() -> None:
    shelf = {
        file.name.removesuffix(".toml")
        for file in files("alerts.playbooks").iterdir()
        if file.name.endswith(".toml")
    }
    assert shelf == set(PLAYBOOKS) == set(read_library())


def test_every_kind_of_spike_has_a_playbook() -> None:
    assert {PLAYBOOK_FOR[kind] for kind in SpikeKind} <= set(PLAYBOOKS)


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_human_reply_is_due_within_the_hour(name: str) -> None:
    step = next(step for step in read_library()[name].steps if step.id == "first-human-reply")
    assert step.within.total_seconds() <= 3_600


@pytest.mark.parametrize("language", Language)
def test_every_role_has_a_name_in_every_language(language: Language) -> None:
    assert set(WORDS[language].roles) == {role.value for role in Role}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "on_call"', 'role = "intern"', "steps.0.role"),
        ('within = "10m"', 'within = "soon"', "steps.0.within"),
        ('within = "10m"', 'within = "9d"', "the order of their deadlines"),
        ('id = "read-the-quotes"', 'id = "pause-scheduled"', "two steps have the same id"),
        ('id = "ai-content-backlash"', 'id = "other"', "must be the file's name"),
        ("[steps.words.zh-Hant]", "[steps.words.fr]", "steps.0.words"),
        ("version = 1", 'version = 1\nauthor = "x"', "author: unknown key"),
        ("version = 1", "version = ", "Invalid value"),
    ],
)
def test_a_fault_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(PlaybookError, match=r"ai-content-backlash\.toml") as caught:
        read_playbook(TEXT.replace(old, new, 1), name="ai-content-backlash")
    assert said in str(caught.value)


def test_a_step_without_words_in_a_language_is_refused() -> None:
    start = TEXT.index("[steps.words.zh-Hant]")
    end = TEXT.index("[[steps]]", start)
    with pytest.raises(PlaybookError, match="no words in zh-Hant"):
        read_playbook(TEXT[:start] + TEXT[end:], name="ai-content-backlash")
