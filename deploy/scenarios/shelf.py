"""The shelf: scenarios and phrase books as they ship with the package."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Final

from connectors.config import S, build_section
from deploy.scenarios.errors import BrokenScenarioError, UnknownScenarioError
from deploy.scenarios.phrases import Phrasebook, PhraseFile, SlotFile
from deploy.scenarios.scenario import Scenario

_ROOT: Final = files("deploy.scenarios")
_SLOTS: Final = "slots.toml"


def list_scenarios() -> tuple[str, ...]:
    """Names of the shipped scenarios, in order."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _tomls(_ROOT)))


@cache
def load_scenario(name: str) -> Scenario:
    """Read a scenario.

    Raises:
        UnknownScenarioError: there is none of that name.
        ConfigurationError: its file is wrong; every problem is named.
    """
    known = list_scenarios()
    if name not in known:
        raise UnknownScenarioError(name, known)
    return _read(_ROOT / f"{name}.toml", Scenario)


@cache
def load_phrasebook(language: str) -> Phrasebook:
    """Read all phrase files of a language.

    Raises:
        BrokenScenarioError: two files of the language name a slot alike.
        ConfigurationError: a file is wrong; every problem is named.
        FileNotFoundError: nobody has written phrases in that language.
    """
    folder = _ROOT / "phrases" / language
    shared = _read(folder / _SLOTS, SlotFile)
    stories = [_read(entry, PhraseFile) for entry in _tomls(folder) if entry.name != _SLOTS]
    slots = dict(shared.slots)
    for story in stories:
        if taken := slots.keys() & story.slots.keys():
            raise BrokenScenarioError(
                f"{language}: {story.story!r} names slots that there are: {', '.join(sorted(taken))}"
            )
        slots.update(story.slots)
    return Phrasebook(
        language=language,
        slots=slots,
        emoji=shared.emoji,
        noise=shared.noise,
        habits=shared.habits,
        mend=shared.mend,
        phrases=tuple(chain.from_iterable(story.phrases() for story in stories)),
    )


def _tomls(folder: Traversable) -> Iterator[Traversable]:
    yield from sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name
    )


def _read(entry: Traversable, section: type[S]) -> S:
    return build_section(section, tomllib.loads(entry.read_text(encoding="utf-8")), file=entry.name)
