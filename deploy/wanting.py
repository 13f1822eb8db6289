"""Wanting: what the register of AI-made content does not say, told before an alert has to do without it."""

from collections.abc import Iterable, Iterator

from connectors.ai_content import list_wanting
from connectors.config import Problem
from connectors.settings import Brand


def list_warnings(brands: Iterable[Brand], *, file: str) -> tuple[Problem, ...]:
    """List what is missing of each registered piece, with the key and what to write there; none of it is an error."""
    return tuple(problem for brand in brands for problem in _look_through(brand, file))


def _look_through(brand: Brand, file: str) -> Iterator[Problem]:
    titles = set[str]()
    for number, content in enumerate(brand.ai_content):
        at = f"brands.{brand.name}.ai_content.{number}"
        if content.title in titles:
            what = f"another piece is called `{content.title}`, too: write another, alerts tell pieces apart by it"
            yield Problem(file, f"{at}.title", what)
        titles.add(content.title)
        for key, what in list_wanting(content):
            yield Problem(file, f"{at}.{key}", f"is not said; write {what}")
