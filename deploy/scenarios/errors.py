"""What can go wrong with a scenario.

ScenarioError
├── UnknownScenarioError    there is none of that name; the text lists those there are
└── BrokenScenarioError     its file or a phrase file says something impossible; the text names it
"""


class ScenarioError(Exception):
    """The root."""


class UnknownScenarioError(ScenarioError):
    """No scenario of that name is shipped."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no scenario {name!r}; there are: {', '.join(known)}")
        self.name = name
        self.known = known


class BrokenScenarioError(ScenarioError):
    """A scenario cannot be told with the phrases and settings it has."""
