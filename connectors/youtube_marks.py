"""How far YouTube was read: for each channel and video, and for the search."""

from dataclasses import dataclass, field

from connectors.wire import Wire


@dataclass(frozen=True, slots=True)
class Found(Wire):
    at: int
    title: str


@dataclass(frozen=True, slots=True)
class Marks(Wire):
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each target, seconds since 1970: from when on its comments count, and its newest one."""
    searched_at: int = 0
    looked_back_at: int = 0
    found: dict[str, Found] = field(default_factory=dict)
    """Videos that a search found, whose comments are read."""
