"""The storm of the scripted crisis, minute by minute; it adds up to what the crisis's spikes say."""

from dataclasses import replace
from typing import Final

from streams.minute import Counts, Minute
from streams.spike import Spike, SpikePhase
from tests.alerts.examples import at, spike

CALM: Final = Counts(mentions=2, neutral=1, positive=1)
DETECTED: Final = 18
OVER: Final = 300


def list_minutes() -> tuple[Minute, ...]:
    """From an hour before the onset to an hour after the rise."""
    return tuple(
        Minute(brand="acme", start=at(number), counts=_count(number), sources=2)
        for number in range(-60, OVER + 60)
    )


def close_spike() -> Spike:
    """The rise's last record, with all that was said from its onset on."""
    said = sum((_count(number) for number in range(OVER)), Counts())
    return replace(
        spike(),
        phase=SpikePhase.CLOSED,
        at=at(OVER),
        mentions=said.mentions,
        negative=said.negative,
        unscored=said.unscored,
    )


def _count(number: int) -> Counts:
    if 0 <= number < DETECTED:
        return _share(spike(), number)
    angry = max(0, 5 - (number - DETECTED) // 40) if number >= DETECTED else int(number % 8 == 0)
    return CALM + Counts(mentions=angry, negative=angry, backlash=angry)


def _share(said: Spike, number: int) -> Counts:
    """One minute's part of what the first record counted, so that the parts add up to the whole."""

    def part(whole: float) -> int:
        return int(whole * (number + 1) // DETECTED) - int(whole * number // DETECTED)

    negative, unscored, mentions = part(said.negative), part(said.unscored), part(said.mentions)
    return Counts(
        mentions=mentions,
        negative=negative,
        unscored=unscored,
        neutral=mentions - negative - unscored,
        backlash=part(said.observed),
    )
