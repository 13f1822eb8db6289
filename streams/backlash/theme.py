"""Themes: why people are against content because it is AI-made."""

from enum import StrEnum


class Theme(StrEnum):
    """One line each; a new theme needs phrases in every `phrases/*.toml`, posts that say it, and challenge texts."""

    SLOP = "slop"
    """Low quality, no effort."""
    SOULLESS = "soulless"
    """No human touch, uncanny."""
    UNDISCLOSED = "undisclosed"
    """Not labelled; people feel deceived."""
    JOBS = "jobs"
    """Artists and workers replaced or not paid."""
    THEFT = "theft"
    """Copyright, trained on others' work."""
    WRONG_FACTS = "wrong_facts"
    """Wrong facts, wrong orders, made-up rules."""
    BIAS = "bias"
    """Biased or hateful output."""
    SAMENESS = "sameness"
    """All the same; fatigue."""
    ROBOTIC_SERVICE = "robotic_service"
    """A bot where a person is wanted."""
    LEAVING = "leaving"
    """Leaving, unfollowing, boycotting."""
    ENVIRONMENT = "environment"
    """Water, energy, carbon."""
    PRIVACY = "privacy"
    """People's data or faces used."""
