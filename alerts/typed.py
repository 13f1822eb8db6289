"""Typed: the commands that messages give to people who have a terminal and no button."""

from shlex import quote
from typing import Final

from alerts.places import LIVE
from alerts.silence import Silence

_WHO: Final = "YOUR-NAME"


def write_deed(verb: str, incident: str, lane: str) -> str:
    """Write what is typed to do something about an incident; the beginning of its id is enough."""
    return f"crisis incident {verb} {incident}{_name_lane(lane)} --by {_WHO}"


def write_list(lane: str) -> str:
    """Write what is typed to see the open incidents."""
    return f"crisis incidents{_name_lane(lane)}"


def write_renewal(silence: Silence, lane: str) -> str:
    """Write what is typed to have the same silence once more."""
    kinds = "".join(f" --kind {kind}" for kind in silence.kinds)
    severities = "".join(f" --severity {one}" for one in silence.severities)
    return (
        f"crisis silence add --brand {quote(silence.brand)} --for 4h{kinds}{severities}{_name_lane(lane)} WHY"
    )


def _name_lane(lane: str) -> str:
    return "" if lane == LIVE else f" --lane {lane}"
