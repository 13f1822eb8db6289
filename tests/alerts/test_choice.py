"""Which playbook a rise leads to."""

import pytest

from alerts.choice import DECIDING, choose_playbook
from alerts.registry import PLAYBOOKS
from streams.spike import SpikeKind


@pytest.mark.parametrize(
    ("themes", "playbook"),
    [
        ({"soulless": 41, "jobs": 12}, "ai-content-backlash"),
        ({"undisclosed": 20, "soulless": 30}, "undisclosed-ai"),
        ({"leaving": 20, "slop": 20}, "follower-exodus"),
        ({"bias": 10, "slop": 12}, "brand-ai-output-harm"),
        ({"wrong_facts": 5, "robotic_service": 5, "slop": 10}, "brand-ai-output-harm"),
        ({"undisclosed": 30, "leaving": 30}, "undisclosed-ai"),
        ({"bias": 2}, "ai-content-backlash"),
        ({}, "ai-content-backlash"),
    ],
)
def test_what_people_say_leads_to_the_playbook(themes: dict[str, int], playbook: str) -> None:
    assert choose_playbook(SpikeKind.BACKLASH, themes) == playbook


def test_without_themes_it_is_what_rose_that_decides() -> None:
    assert choose_playbook(SpikeKind.NEGATIVE, {}) == "general-negative-spike"
    assert choose_playbook(SpikeKind.NEGATIVE, {"leaving": 9}) == "follower-exodus"


def test_every_choice_is_on_the_shelf() -> None:
    assert set(DECIDING) <= set(PLAYBOOKS)
