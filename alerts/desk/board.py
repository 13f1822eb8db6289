"""The board: how each incident stands, as far as its records have been read; bounded."""

from alerts.incident import ENDED, Incident

OVER_KEPT = 64
"""Incidents that are over and can still be looked at, reviewed and opened again."""
CAUSES_KEPT = 64
"""Of each incident: what brought its latest changes. A deed is looked for only for seconds."""


class Board:
    """The latest record of each incident; safe to read while another thread pins, one record at a time."""

    def __init__(self) -> None:
        self._cases: dict[str, Incident] = {}
        self._causes: dict[str, tuple[str, ...]] = {}

    def pin(self, incident: Incident) -> None:
        """Take in a record; an older one than known changes nothing."""
        known = self._cases.get(incident.id)
        if known is not None and known.revision >= incident.revision:
            return
        cases = {**self._cases}
        cases.pop(incident.id, None)
        cases[incident.id] = incident
        causes = {**self._causes}
        causes[incident.id] = (*causes.get(incident.id, ()), incident.cause)[-CAUSES_KEPT:]
        over = [case.id for case in cases.values() if case.state in ENDED]
        for forgotten in over[: max(len(over) - OVER_KEPT, 0)]:
            del cases[forgotten]
            del causes[forgotten]
        self._causes = causes  # First: whoever sees the change also finds what brought it.
        self._cases = cases

    def find(self, incident: str) -> Incident | None:
        return self._cases.get(incident)

    def has(self, incident: str, cause: str) -> bool:
        """Whether this action or spike has brought one of the incident's latest changes."""
        return cause in self._causes.get(incident, ())

    def list_open(self) -> tuple[Incident, ...]:
        """List what is going on, the worst first, then the oldest."""
        cases = (case for case in self._cases.values() if case.state not in ENDED)
        return tuple(sorted(cases, key=lambda case: (case.severity, case.onset)))
