"""References: what the parts of a playbook name of each other, so that it can be checked as a whole."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerts.playbook import Playbook


def list_references(book: "Playbook") -> Iterator[tuple[str, str]]:
    """List pairs of a kind of part and the id by which another part names it."""
    for step in book.steps:
        named = {
            "questions": step.asks,
            "facts": step.facts,
            "stops": step.stops,
            "rules": step.rules,
            "drafts": step.drafts,
        }
        for kind, names in named.items():
            yield from ((kind, name) for name in names)
    for draft in book.drafts:
        yield from (("facts", blank) for blank in draft.blanks())
    yield from (("questions", question) for question, _ in list_branches(book))


def list_branches(book: "Playbook") -> Iterator[tuple[str, tuple[str, ...]]]:
    """List pairs of a question and the answers with which a branch opens."""
    options = (option.when for question in book.questions for option in question.options)
    steps, drafts = (one.when for one in book.steps), (one.when for one in book.drafts)
    for when in (*steps, *drafts, *(one.when for one in book.facts), *options):
        for alternative in when:
            yield from alternative.items()
