"""The roster: the people who may act, known by their ids in Slack; nobody else may."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.playbook import Role
from alerts.rota import Rota
from alerts.sections import OnCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person; never a service account."""

    name: str
    slack: str
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody in `[[oncall]]` who has an id in Slack."""

    people: tuple[Person, ...]

    @classmethod
    def of(cls, oncall: Iterable[OnCall], rotas: Iterable[Rota] = ()) -> "Roster":
        """List them; who leads a rota is a PR lead."""
        leads = frozenset(rota.lead for rota in rotas if rota.lead)
        people: dict[str, Person] = {}
        for one in oncall:
            if one.slack is None:
                continue
            known = people.get(one.slack)
            roles = frozenset(one.roles) | (known.roles if known else frozenset())
            roles |= {Role.PR_LEAD} if one.name in leads else frozenset()
            people[one.slack] = Person(name=one.name, slack=one.slack, roles=roles)
        return cls(tuple(people.values()))

    def without(self, slack: frozenset[str]) -> "Roster":
        """Leave out accounts that turned out to be no people."""
        return Roster(tuple(one for one in self.people if one.slack not in slack))

    def find(self, slack: str) -> Person | None:
        return next((one for one in self.people if one.slack == slack), None)

    def find_named(self, name: str) -> Person | None:
        wanted = name.strip().lstrip("@").casefold()
        return next((one for one in self.people if one.name.casefold() == wanted), None)

    def list_approvers(self, role: Role) -> tuple[Person, ...]:
        """List who may approve what this role has to: those who have it, or everybody where nobody has."""
        return tuple(one for one in self.people if role in one.roles) or self.people
