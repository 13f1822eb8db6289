"""Findings: what a detector's alarms were worth, against what is true of a made-up story."""

from dataclasses import dataclass
from typing import Final

from deploy.scenarios.scenario import Truth
from deploy.view import LaneView
from streams.spike import Spike, SpikeKind

PAGING: Final = frozenset({SpikeKind.NEGATIVE, SpikeKind.BACKLASH})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the spikes of a lane are worth against what is true."""

    hits: tuple[Spike, ...]
    """Openings within the backlash; the first one counts."""
    standing: tuple[Spike, ...]
    """Openings before the backlash that still stood when it began: people were told, but of something else."""
    false: tuple[Spike, ...]
    """Openings of something else."""

    @property
    def first(self) -> Spike | None:
        """What first told people of the backlash, or stood when it began."""
        return next(iter((*self.standing, *self.hits)), None)


def compare(view: LaneView, truth: Truth) -> Findings:
    """Tell hits from false alarms; information that pages nobody is neither."""
    paging = [spike for spike in view.openings() if spike.kind in PAGING]
    ours = [spike for spike in paging if spike.brand == truth.brand and spike.at <= truth.end]
    hits = tuple(spike for spike in ours if spike.at >= truth.onset)
    standing = tuple(spike for spike in ours if spike.at < truth.onset and view.stood(spike.id, truth.onset))
    return Findings(hits, standing, tuple(spike for spike in paging if spike not in (*hits, *standing)))
