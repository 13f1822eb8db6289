"""What a kind of connector is to the people who choose it: what it sees, needs and costs, and how it was tried."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One sentence or less each, in Markdown without line breaks."""

    sees: str
    needs: str
    costs: str
    tested: str
    """Against recordings of the platform itself, or only against its documentation."""


def write_row(kind: str, about: About) -> str:
    """The kind's row in the README's table; a test compares them."""
    return f"| `{kind}` | {about.sees} | {about.needs} | {about.costs} | {about.tested} |"
