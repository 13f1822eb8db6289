"""What can go wrong with a scenario.

ScenarioError
├── UnknownScenarioError    there is none of that name; the text lists those there are
├── CalmScenarioError       nothing should be found in it, so it has no onset; ask `storms` instead
└── BrokenScenarioError     its file or a phrase file says something impossible; the text names it
"""


class ScenarioError(Exception):
    """The root."""


class UnknownScenarioError(ScenarioError):
    """No scenario of that name is shipped."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        is_file = bool({".", "/"} & set(name))
        what = f"there is no file {name!r}; scenarios" if is_file else f"there is no scenario {name!r}; there"
        super().__init__(f"{what} are: {', '.join(known)}")
        self.name = name
        self.known = known


class CalmScenarioError(ScenarioError):
    """Somebody asked when the crisis of a calm scenario begins."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no crisis in the scenario {name!r}; nothing in it may page")
        self.name = name


class BrokenScenarioError(ScenarioError):
    """A scenario cannot be told with the phrases and settings it has."""
