"""Confinement: the configuration a drill's workers get, made so that they know of no way to a live channel.

It is not a filter in front of live channels: the channels that are not marked `drill = true` are not in it, nor
are their secrets in the workers' environment, and the people on call have names but no addresses.
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

from alerts.places import NEEDS, Channel, ChannelType
from deploy.drills.errors import UnsafeError
from deploy.drills.lane import DrillLane

_DROPPED: Final = frozenset({"channels", "routes", "kafka", "brands", "oncall", "connectors", "drills"})
"""Written anew here, or of no use in a drill."""
_LIVE_DESK: Final = frozenset({"desk"})
"""Of `[slack]`: what answers live buttons."""
_PERSON: Final = ("name", "brands")
"""Of `[[oncall]]`: all a drill may know of a person."""
_SECRET_IS_PLACE: Final = frozenset({ChannelType.SLACK_WEBHOOK, ChannelType.TEAMS, ChannelType.PAGERDUTY})
_URL_IS_PLACE: Final = frozenset({ChannelType.ALERTMANAGER, ChannelType.WEBHOOK})
_PORTS: Final = {"http": 80, "https": 443}


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
    if all(_only_states(channel) for channel in channels):
        channels.append({"name": _free_name(values), "type": ChannelType.CONSOLE.value, "drill": True})
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
    readable = [channel["name"] for channel in channels if not _only_states(channel)]
    if not set(readable) & set(confined["routes"][-1]["channels"]):
        confined["routes"][-1]["channels"] += readable
    people = [{key: one[key] for key in _PERSON if key in one} for one in values.get("oncall", ())]
    if people:
        confined["oncall"] = people
    return confined


def _only_states(channel: Mapping[str, Any]) -> bool:
    """It shows no digest: a drill that tells only such channels gets the workers' own log beside them."""
    return NEEDS[ChannelType(channel["type"])].states


def _free_name(values: Mapping[str, Any]) -> str:
    taken = {channel["name"] for channel in values.get("channels", ())}
    return next(name for number in count() if (name := f"log-{number}" if number else "log") not in taken)


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
        pruned.append({**route, "channels": left or list(names)})
    return pruned or [{"channels": list(names)}]


def check_apart(values: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """See that no channel for drills is a live one under another name.

    Args:
        values: the team's `crisis.toml`, checked.
        secrets: by channel, as far as they can be read here.

    Raises:
        UnsafeError: two channels lead to the same place, and only one of them is for drills.
    """
    channels = [Channel.model_validate(one) for one in values.get("channels", ())]
    places = {one.name: _find_places(one, secrets.get(one.name, "")) for one in channels}
    for drill in (one for one in channels if one.drill):
        for live in (one for one in channels if not one.drill):
            if places[drill.name] & places[live.name]:
                raise UnsafeError(
                    f"channels `{drill.name}` and `{live.name}` lead to the same place, and only the first"
                    " has `drill = true`: a drill would reach people who think it is real"
                )


def _find_places(channel: Channel, secret: str) -> frozenset[tuple[object, ...]]:
    """Where it leads, also where the secret itself is the address, or the same address is written otherwise."""
    found = set(channel.places)
    if secret and channel.type in _SECRET_IS_PLACE:
        found.add((channel.type, _normalize(secret)))
    if channel.url and channel.type in _URL_IS_PLACE:
        found.add((channel.type, _normalize(channel.url)))
    return frozenset(found)


def _normalize(address: str) -> str:
    """An address as servers read it: host in small letters, no default port, no slash at the end."""
    whole = urlsplit(address.strip())
    if not whole.hostname:
        return address.strip()
    port = f":{whole.port}" if whole.port and whole.port != _PORTS.get(whole.scheme.lower()) else ""
    query = f"?{whole.query}" if whole.query else ""
    return f"{whole.hostname.lower()}{port}{whole.path.rstrip('/')}{query}"


def withheld(values: Mapping[str, Any]) -> dict[str, str]:
    """The environment that takes the live channels' secrets from a drill's workers: each variable empty.

    A variable that a channel for drills names as well stays: it leads to that channel's place. So do those of
    `[kafka]`: the broker is the same, the topics are not.
    """
    channels = list(values.get("channels", ()))
    kept = {channel.get("secret_env") for channel in channels if channel.get("drill") is True}
    named = {variable for table in _tables(values) for variable in _variables(table)}
    return {variable: "" for variable in sorted(named - kept) if variable}


def _tables(values: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for key, value in values.items():
        if key == "kafka":
            continue
        for table in value if isinstance(value, list) else [value]:
            if isinstance(table, Mapping) and not (key == "channels" and table.get("drill") is True):
                yield table
                yield from (inner for inner in table.values() if isinstance(inner, Mapping))


def _variables(table: Mapping[str, Any]) -> Iterable[str]:
    """Every key that names an environment variable, whatever the section."""
    return (value for key, value in table.items() if key.endswith("_env") and isinstance(value, str))
