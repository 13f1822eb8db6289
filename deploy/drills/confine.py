"""Confinement: the configuration a drill's workers get, made so that they know of no way to a live channel.

It is not a filter in front of live channels: the channels that are not marked `drill = true` are not in it, nor
are their secrets in the workers' environment, and the people on call have names but no addresses.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from deploy.drills.errors import UnsafeError
from deploy.drills.lane import DrillLane

_DROPPED: Final = frozenset({"channels", "routes", "kafka", "brands", "oncall", "connectors", "drills"})
"""Written anew here, or of no use in a drill."""
_LIVE_DESK: Final = frozenset({"desk"})
"""Of `[slack]`: what answers live buttons."""
_PERSON: Final = ("name", "brands")
"""Of `[[oncall]]`: all a drill may know of a person."""
_NOT_A_PLACE: Final = frozenset({"name", "drill", "fallback", "secret_env", "secret_file"})


def confine(
    values: Mapping[str, Any], lane: DrillLane, *, bootstrap: str, brands: Iterable[str]
) -> dict[str, Any]:
    """Write a drill's configuration from the team's.

    Args:
        values: the team's `crisis.toml`, checked.
        lane: the drill's.
        bootstrap: the broker.
        brands: of what is replayed; those the team does not have are added.

    Raises:
        UnsafeError: there is no channel for drills.
    """
    channels = [dict(channel) for channel in values.get("channels", ()) if channel.get("drill") is True]
    if not channels:
        raise UnsafeError(
            "no channel has `drill = true`: mark one in crisis.toml, or take --stand-in to tell a stand-in for Slack"
        )
    names = [channel["name"] for channel in channels]
    for channel in channels:
        if channel.get("fallback") not in names:
            channel.pop("fallback", None)
    confined = {key: value for key, value in values.items() if key not in _DROPPED}
    if isinstance(confined.get("slack"), Mapping):
        confined["slack"] = {key: value for key, value in confined["slack"].items() if key not in _LIVE_DESK}
    confined["kafka"] = {**values.get("kafka", {}), "bootstrap": bootstrap, "lane": lane.name}
    confined["brands"] = _join_brands(values.get("brands", ()), brands)
    confined["channels"] = channels
    confined["routes"] = _prune_routes(values.get("routes", ()), names)
    people = [{key: one[key] for key in _PERSON if key in one} for one in values.get("oncall", ())]
    if people:
        confined["oncall"] = people
    return confined


def _join_brands(configured: Iterable[Mapping[str, Any]], wanted: Iterable[str]) -> list[dict[str, Any]]:
    brands = [dict(brand) for brand in configured]
    known = {brand["name"] for brand in brands}
    return brands + [{"name": name} for name in wanted if name not in known]


def _prune_routes(routes: Iterable[Mapping[str, Any]], names: list[str]) -> list[dict[str, Any]]:
    """Routes with what is left of their channels; where nothing is, all that drills may reach.

    A drill never ends in silence because its route led to live channels only.
    """
    pruned = []
    for route in routes:
        left = [name for name in route.get("channels", ()) if name in names]
        pruned.append({**route, "channels": left or names})
    return pruned or [{"channels": names}]


def check_apart(values: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    """See that no channel for drills is a live one under another name.

    Raises:
        UnsafeError: two channels lead to the same place, and only one of them is for drills.
    """
    channels = list(values.get("channels", ()))
    for drill in channels:
        for live in channels:
            if drill.get("drill") is not True or live.get("drill") is True or drill["type"] == "console":
                continue
            if _place(drill, environ) == _place(live, environ):
                raise UnsafeError(
                    f"channels `{drill['name']}` and `{live['name']}` lead to the same place, and only the first"
                    " has `drill = true`: a drill would reach people who think it is real"
                )


def _place(channel: Mapping[str, Any], environ: Mapping[str, str]) -> tuple[object, ...]:
    secret = environ.get(str(channel.get("secret_env")), "").strip() or str(channel.get("secret_file") or "")
    rest = {key: repr(value) for key, value in channel.items() if key not in _NOT_A_PLACE}
    # With a place of its own, one token may serve both: it is the same app in another room.
    return (secret if "to" not in channel else "", *sorted(rest.items()))


def withheld(values: Mapping[str, Any]) -> dict[str, str]:
    """The environment that takes the live channels' secrets from a drill's workers: each variable empty.

    A variable that a channel for drills names as well stays: it leads to that channel's place.
    """
    channels = list(values.get("channels", ()))
    kept = {channel.get("secret_env") for channel in channels if channel.get("drill") is True}
    named = {variable for table in _tables(values) for variable in _variables(table)}
    return {variable: "" for variable in sorted(named - kept) if variable}


def _tables(values: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for key, value in values.items():
        for table in value if isinstance(value, list) else [value]:
            if isinstance(table, Mapping) and not (key == "channels" and table.get("drill") is True):
                yield table
                yield from (inner for inner in table.values() if isinstance(inner, Mapping))


def _variables(table: Mapping[str, Any]) -> Iterable[str]:
    """Every key that names an environment variable, whatever the section."""
    return (value for key, value in table.items() if key.endswith("_env") and isinstance(value, str))
