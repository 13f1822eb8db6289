"""The generator: a scenario's name, a seed and a start become a stream of mentions.

The same name, seed and size always tell the same story; another start only moves its dates.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from connectors.mention import Mention
from deploy.scenarios.errors import CalmScenarioError
from deploy.scenarios.pace import arrivals, ramp, wakefulness
from deploy.scenarios.phrases import Phrasebook
from deploy.scenarios.scenario import Ending, Event, Scenario, Strand, Truth
from deploy.scenarios.shelf import load_phrasebook, load_scenario
from deploy.scenarios.telling import Telling, Told


def generate(
    scenario_name: str, *, seed: int | None = None, start: datetime | None = None, size: float = 1.0
) -> Iterator[Mention]:
    """Tell a shipped scenario.

    Args:
        scenario_name: one of `list_scenarios()`.
        seed: another telling of the same story; the scenario's own if not given.
        start: when its first hour begins; the scenario's own date if not given.
        size: how many times as much talk; events happen once all the same.

    Yields:
        Mentions in the order of `published_at`.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    return (told.mention for told in tell_shipped(scenario_name, seed=seed, start=start, size=size))


def truth(scenario_name: str, *, start: datetime | None = None) -> Truth:
    """What a detector should find in a shipped scenario.

    Raises:
        CalmScenarioError: there is nothing to find.
        UnknownScenarioError: there is none of that name.
    """
    found = storms(scenario_name, start=start)
    if not found:
        raise CalmScenarioError(scenario_name)
    return found[0]


def storms(scenario_name: str, *, start: datetime | None = None) -> tuple[Truth, ...]:
    """All that a detector should find in a shipped scenario: nothing in a calm one.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    scenario = load_scenario(scenario_name)
    return _tell_truth(scenario, scenario.brand.key, scenario.truth, start)


def rival_storms(scenario_name: str, *, start: datetime | None = None) -> tuple[Truth, ...]:
    """What is true of the rival in a shipped scenario: its own storm, if it has one.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    scenario = load_scenario(scenario_name)
    return _tell_truth(scenario, scenario.rival.key, scenario.rival_truth, start)


def _tell_truth(
    scenario: Scenario, brand: str, ending: Ending | None, start: datetime | None
) -> tuple[Truth, ...]:
    if ending is None:
        return ()
    begin = start or scenario.starts
    found = Truth(
        brand=brand,
        onset=begin + timedelta(hours=ending.onset),
        end=begin + timedelta(hours=ending.end),
        kind=ending.kind,
        about=ending.about,
        themes=ending.themes,
        events={event.name: begin + timedelta(hours=event.at) for event in scenario.events},
    )
    return (found,)


def tell_shipped(
    scenario_name: str, *, seed: int | None = None, start: datetime | None = None, size: float = 1.0
) -> list[Told]:
    """As `generate`, with what each mention is: for scoring, training and tests."""
    scenario = load_scenario(scenario_name)
    books = {language: load_phrasebook(language) for language in scenario.languages}
    chosen = scenario.seed if seed is None else seed
    return tell(scenario, books, f"{scenario_name}/{chosen}", start=start or scenario.starts, size=size)


def tell(
    scenario: Scenario, books: Mapping[str, Phrasebook], seed: str, *, start: datetime, size: float = 1.0
) -> list[Told]:
    """Tell a scenario with given phrase books.

    Raises:
        ValueError: `start` has no time zone, or `size` is not above 0.
        BrokenScenarioError: the books lack what the scenario wants to say.
    """
    if start.tzinfo is None:
        raise ValueError("`start` has no time zone")
    if size <= 0:
        raise ValueError(f"`size` must be above 0, not {size}")
    rng = Random(seed)  # noqa: S311 - stories, not secrets.
    telling = Telling(scenario, books, start, seed, rng)
    moments = [(event.at, 0, event, "") for event in scenario.events]
    spoken = _spoken(scenario, seed, size)
    told: list[Told] = []
    for hour, _, what, language in sorted([*moments, *spoken], key=lambda moment: moment[:2]):
        if isinstance(what, Event):
            told.extend(telling.happen(what, hour))
        else:
            told.extend(telling.speak(what, language, hour))
    last = start + timedelta(hours=scenario.hours)
    return sorted(
        (item for item in told if item.mention.published_at <= last),
        key=lambda item: item.mention.published_at,
    )


def _spoken(scenario: Scenario, seed: str, size: float) -> Iterator[tuple[float, int, Event | Strand, str]]:
    """All moments at which somebody speaks; each strand has its own chance, so that adding one moves no other."""
    clock = scenario.starts.hour + scenario.starts.minute / 60
    shares = sum(tongue.share for tongue in scenario.languages.values())
    for language, tongue in scenario.languages.items():
        awake = wakefulness(scenario.day, tongue.zones, clock)
        for phase in scenario.phases:
            for strand in phase.strands:
                line = ramp(strand.rate, phase.begin, phase.end)
                share = size * tongue.share / shares

                def rate(hour: float) -> float:
                    return line(hour) * share * math.pow(awake(hour), strand.night)  # noqa: B023 - used up in this turn.

                own = Random(f"{seed}/{phase.name}/{strand.name}/{language}")  # noqa: S311 - as above.
                for hour in arrivals(rate, phase.begin, phase.end, own):
                    yield hour, 1, strand, language
