"""The status: what is going on now, in the few lines that `/crisis status` shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from alerts.channels.slack.text import clock, escape, inline
from alerts.guidance import find_due, find_next_update, find_open_steps, find_playbook
from alerts.incident import Incident
from alerts.playbook import Playbook
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES


def write_status(
    incidents: Sequence[Incident],
    library: Mapping[str, Playbook],
    language: Language,
    *,
    now: datetime,
    zone: tzinfo,
) -> str:
    """Write two or three lines for each incident: how bad, since when, who has it, what is due next."""
    terms = VOCABULARIES[language].terms
    if not incidents:
        return terms.nothing_open
    return "\n\n".join(
        _write_one(one, find_playbook(library, one), language, now=now, zone=zone) for one in incidents
    )


def _write_one(
    incident: Incident, book: Playbook | None, language: Language, *, now: datetime, zone: tzinfo
) -> str:
    words, terms = VOCABULARIES[language].words, VOCABULARIES[language].terms
    drill = "[DRILL] " if incident.lane != "live" else ""
    title = f"{drill}{incident.severity} · {incident.brand} · {words.kinds[incident.kind]}"
    owner = inline(incident.owner or terms.nobody, limit=80)
    onset = clock(incident.onset, zone)
    lines = [
        f"*{inline(title)}*",
        f"{escape(words.states[incident.state])} · {owner} · {onset}",
    ]
    steps = find_open_steps(book, incident) if book else ()
    if book and steps:
        due = find_due(steps[0], incident)
        when = (terms.overdue if due < now else terms.due).format(when=clock(due, zone))
        now_do = words.do_now.format(step=steps[0].words[language].title)
        lines.append(f"{inline(now_do)} ({escape(words.roles[steps[0].role])}, {when})")
    update = find_next_update(book, incident) if book else None
    if update:
        lines.append(f"{escape(terms.updates)}: {terms.next_update.format(when=clock(update, zone))}")
    return "\n".join(lines)
