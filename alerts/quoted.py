"""Quoted: what an incident quotes, kept apart from its record, so that words can be forgotten and deeds cannot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alerts.incident import Incident
from connectors.wire import Wire
from streams.minute import Quote
from streams.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted(Wire):
    """What an incident quotes now; the next of the same incident overwrites it."""

    incident: str
    brand: str
    revision: int
    """Of the incident, when this was written."""
    quotes: tuple[Quote, ...] = ()
    """None that was taken down."""
    said: Said | None = None
    """What people say, ask and want, in their words; None in records of before."""
    lane: str = "live"


def strip_quotes(incident: Incident) -> Incident:
    """An incident as it may be kept for ever: who did what when, and nobody's words."""
    return replace(incident, quotes=(), said=None)


def find_quoted(before: Incident | None, incident: Incident) -> Quoted | None:
    """What is to be written of an incident's quotes; None when it stands already."""
    if (incident.quotes, incident.said) == ((before.quotes, before.said) if before else ((), None)):
        return None
    return Quoted(
        incident=incident.id,
        brand=incident.brand,
        revision=incident.revision,
        quotes=incident.quotes,
        said=incident.said,
        lane=incident.lane,
    )


def put_back(life: Sequence[Incident], quoted: Quoted | None) -> tuple[Incident, ...]:
    """Give an incident's last record its quotes; records of before `quotes` existed lose the earlier ones' words."""
    if not life:
        return ()
    last = life[-1] if quoted is None else replace(life[-1], quotes=quoted.quotes, said=quoted.said)
    return (*map(strip_quotes, life[:-1]), last)
