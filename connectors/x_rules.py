"""Rules: what X is told to bring in its filtered stream, and how ours are brought in line with the configuration.

An application has one list of them. Ours carry our tag; those of others are left alone, though what they bring
comes through the one stream an application has, and is paid for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One of them, as X has it."""

    id: str
    value: str
    """What we call a query."""
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What X says beside its answer; always there."""

    sent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What X says about a rule that it did not take."""

    title: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """An answer about rules; without any, X leaves `data` out."""

    meta: Meta
    data: list[Rule] = field(default_factory=list)
    errors: list[Trouble] = field(default_factory=list)

    def list_refused(self) -> tuple[str, ...]:
        """Queries that X did not take. One that is there already is as good as taken."""
        return tuple(each.value for each in self.errors if each.title != "DuplicateRule")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change."""

    remove: tuple[str, ...]
    """Ids of ours that nobody wants any more."""
    add: tuple[str, ...]
    """Queries without a rule."""

    def write_removal(self) -> bytes:
        return msgspec.json.encode({"delete": {"ids": self.remove}})

    def write_addition(self, tag: str) -> bytes:
        return msgspec.json.encode({"add": [{"value": value, "tag": tag} for value in self.add]})


def plan_rules(found: Sequence[Rule], queries: Sequence[str], tag: str) -> Plan:
    """Compare the rules that are there with the queries that are wanted.

    Args:
        found: every rule of the application.
        queries: as configured.
        tag: on our own rules; no other is removed.
    """
    there = {rule.value for rule in found}
    return Plan(
        remove=tuple(rule.id for rule in found if rule.tag == tag and rule.value not in queries),
        add=tuple(query for query in dict.fromkeys(queries) if query not in there),
    )
