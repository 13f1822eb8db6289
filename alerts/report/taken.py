"""Taken: the steps of a playbook as an incident went through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from alerts.excerpt import clean_excerpt
from alerts.guidance import find_due, list_steps
from alerts.incident import Incident, Verdict
from alerts.playbook import Playbook
from alerts.words.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One step of the playbook, as it went."""

    id: str
    title: str
    due: datetime
    done: datetime | None
    by: str
    skipped: str
    """Why it was not done; empty when it was, or when nobody said."""
    is_missed: bool = False
    """Neither done nor skipped, though it was due."""

    @property
    def is_late(self) -> bool:
        return self.done is not None and self.done > self.due


def follow_steps(
    life: Sequence[Incident], playbook: Playbook, language: Language, now: datetime
) -> list[StepTaken]:
    """Follow the steps on the branches that were open; of a false alarm nothing was asked once it was called one."""
    last = life[-1]
    benign = takewhile(lambda record: record.verdict is Verdict.BENIGN, reversed(life))
    until = min([now, *(record.changed_at for record in benign)])
    asked = {step.id for step in list_steps(playbook, last)} | {*last.ticked, *last.skipped}
    taken = []
    for step in playbook.steps:
        if step.id not in asked:
            continue
        first = next((record for record in life if step.id in record.ticked), None)
        done = first if step.id in last.ticked else None
        due = find_due(step, last)
        taken.append(
            StepTaken(
                id=step.id,
                title=step.words[language].title,
                due=due,
                done=done.changed_at if done else None,
                by=clean_excerpt(done.changed_by, limit=80) if done else "",
                skipped=clean_excerpt(last.skipped.get(step.id, ""), limit=200),
                is_missed=step.id not in (*last.ticked, *last.skipped) and due < until,
            )
        )
    return taken
