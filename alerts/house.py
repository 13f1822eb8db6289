"""House rules: everything a team has decided about its incidents before one begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from alerts.escalation import Escalation
from alerts.guidance import playbook_of
from alerts.hours import Hours
from alerts.incident import Incident, Milestone, Role
from alerts.matrix import Grade, Matrix, grade_incident
from alerts.playbook import Playbook
from alerts.playbook import Role as PlaybookRole
from alerts.rota import Rota, find_turn
from alerts.sections import OnCall, Response
from alerts.targets import DEFAULTS, Target, add_span, fill_targets, find_due
from alerts.words.language import Language
from streams.spike import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """What spikes, deeds and time are judged by; the defaults are a team that has configured nothing."""

    targets: Mapping[Severity, Target] = field(default_factory=lambda: DEFAULTS)
    hours: Hours | None = None
    escalation: Escalation = field(default_factory=Escalation)
    matrix: Matrix | None = None
    """None takes the detector's word."""
    rotas: tuple[Rota, ...] = ()
    people: tuple[OnCall, ...] = ()
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By playbook: the steps without which an incident cannot be resolved, unless skipped with a reason."""
    books: Mapping[str, Playbook] = field(default_factory=dict)
    """By name: what steps and questions there are; of a playbook that is not here, everything is taken."""
    language: Language = Language.EN

    def find_people(self, brand: str, at: datetime) -> Mapping[Role, str]:
        """Who is on call for a brand; without a rota those of `[[oncall]]`, in their order."""
        rota = next((one for one in self.rotas if one.brands is None or brand in one.brands), None)
        if rota is not None:
            return find_turn(rota, at).people
        fitting = (one.name for one in self.people if one.brands is None or brand in one.brands)
        return dict(zip(Role, fitting, strict=False))

    def find_person(self, brand: str, role: Role, at: datetime) -> str:
        """Who has a role; where nobody has, whoever comes before in the order of roles."""
        people = self.find_people(brand, at)
        order = tuple(Role)[: tuple(Role).index(role) + 1]
        return next((people[one] for one in reversed(order) if one in people), "")

    def knows(self, person: str) -> bool:
        """Whether somebody stands in `[[oncall]]`, by name or by their id in Slack."""
        return any(person in (one.name, one.slack) for one in self.people)

    def list_approvers(self, role: PlaybookRole) -> tuple[str, ...]:
        """Names of who may approve what this role has to: those who have it, or everybody where nobody has."""
        leads = {rota.lead for rota in self.rotas} if role is PlaybookRole.PR_LEAD else set()
        having = tuple(one.name for one in self.people if role in one.roles or one.name in leads)
        return having or tuple(one.name for one in self.people)

    def is_same(self, one: str, other: str) -> bool:
        """Whether two names are one person's: by name here, by their id in Slack there."""
        return one == other or any({one, other} == {known.name, known.slack} for known in self.people)

    def find_due(self, incident: Incident, milestone: Milestone, start: datetime) -> datetime | None:
        return find_due(self.targets[incident.severity], self.hours, milestone, start)

    def wait(self, incident: Incident, start: datetime, lasting: timedelta) -> datetime:
        """Return when to call the next person: what is not urgent waits for the team's hours."""
        return add_span(self.targets[incident.severity], self.hours, start, lasting)

    def grade(self, incident: Incident, detector: Severity) -> Grade:
        if self.matrix is None:
            return Grade(detector, ())
        return grade_incident(self.matrix, incident, detector, language=self.language)

    def list_open_steps(self, incident: Incident) -> tuple[str, ...]:
        """Steps that must be ticked, or skipped with a reason, before the incident is resolved."""
        done = {*incident.ticked, *incident.skipped}
        return tuple(step for step in self.needed.get(playbook_of(incident), ()) if step not in done)


UNCONFIGURED: Final = HouseRules()


def build_rules(
    response: Response, *, matrix: Matrix, library: Mapping[str, Playbook] | None = None
) -> HouseRules:
    """Build the rules from a checked configuration and the playbooks."""
    books = library or {}
    return HouseRules(
        targets=fill_targets(response.targets),
        hours=response.hours,
        escalation=response.escalation,
        matrix=matrix,
        rotas=response.rotas,
        people=response.oncall,
        needed={name: book.closing for name, book in books.items()},
        books=books,
        language=response.alerts.language,
    )
