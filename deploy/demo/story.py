"""The story: what the demo replays, and what is true of it."""

from dataclasses import dataclass
from datetime import datetime

from connectors.mention import Mention
from deploy.scenarios.generator import generate, truth
from deploy.scenarios.scenario import Truth
from deploy.scenarios.shelf import load_scenario


@dataclass(frozen=True, slots=True)
class Story:
    """What is replayed."""

    title: str
    mentions: tuple[Mention, ...]
    truth: Truth

    @property
    def brands(self) -> tuple[str, ...]:
        return tuple(sorted({mention.brand for mention in self.mentions}))

    @property
    def begins(self) -> datetime:
        return self.mentions[0].published_at

    @property
    def ends(self) -> datetime:
        return self.mentions[-1].published_at


def tell_story(name: str) -> Story:
    """Make up the scenario's mentions; always the same ones."""
    return Story(load_scenario(name).title, tuple(generate(name)), truth(name))
