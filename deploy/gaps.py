"""Gaps: what a right configuration leaves out, so that somebody would not be woken."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from alerts.house import HouseRules
from alerts.incident import Role
from alerts.places import ChannelType, may_use
from alerts.sections import Response

_IN_SLACK: Final = frozenset({ChannelType.SLACK, ChannelType.SLACK_WEBHOOK})

_NO_WORDS: Final = "give `keywords`, `aliases`, `handles` or `hashtags` under [[brands]], and no `exclude` that stands in each"


def write_verdict(
    response: Response, rules: HouseRules, now: datetime, *, file: str, unheard: Sequence[str] = ()
) -> str:
    """Say whether talk is found and alerts reach people, after a file was found to be without a mistake."""
    gaps = list_gaps(response, rules, now)
    if not gaps and not unheard:
        return f"{file} is right."
    deaf = f"nothing will ever be found about {', '.join(unheard)}: {_NO_WORDS}" if unheard else ""
    lead = "nobody will be woken: " if _is_silent(response) else ""
    silent = f"{lead}{'; '.join(gaps)}" if gaps else ""
    return f"{file} can be read. But {'. And '.join(filter(None, (deaf, silent)))}."


def list_gaps(response: Response, rules: HouseRules, now: datetime) -> tuple[str, ...]:
    """List what is missing before an alert reaches a person, and the next one if that person sleeps."""
    return (*_find_channels(response), *_find_people(response), *_find_roles(response, rules, now))


def _is_silent(response: Response) -> bool:
    """Whether whatever is sent rings nowhere: on a terminal, or in Slack where it can name nobody."""
    types = _list_types(response)
    is_named = any(person.slack for person in response.oncall)
    return types == {ChannelType.CONSOLE} or (types <= _IN_SLACK | {ChannelType.CONSOLE} and not is_named)


def _list_types(response: Response) -> frozenset[ChannelType]:
    """Types of the channels that a route leads to."""
    routed = {name for route in response.routes for name in route.channels}
    lane = response.kafka.lane
    return frozenset(one.type for one in response.channels if one.name in routed and may_use(one, lane))


def _find_channels(response: Response) -> Iterator[str]:
    if _list_types(response) == {ChannelType.CONSOLE}:
        yield "alerts go only to a terminal"
    routed = {name for route in response.routes for name in route.channels}
    routed |= {one.fallback for one in response.channels if one.fallback}
    for channel in response.channels:
        if channel.name not in routed and not channel.drill and not channel.pauses:
            yield f"no route names the channel `{channel.name}`"


def _find_people(response: Response) -> Iterator[str]:
    """Find who cannot be pinged; of no interest where alerts go elsewhere than to Slack."""
    types = _list_types(response)
    if types != {ChannelType.CONSOLE} and not types & _IN_SLACK and response.slack.desk is None:
        return
    missing = [person.name for person in response.oncall if not person.slack]
    if missing:
        yield f"{' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} no Slack id"


def _find_roles(response: Response, rules: HouseRules, now: datetime) -> Iterator[str]:
    brands: dict[tuple[Role, ...], list[str]] = {}
    for brand in (brand for brand in response.brands if not brand.competitor):
        people = rules.find_people(brand.name, now)
        brands.setdefault(tuple(role for role in Role if role not in people), []).append(brand.name)
    for roles, names in brands.items():
        where = f" for {', '.join(names)}" if len(brands) > 1 else ""
        if Role.PRIMARY in roles:
            yield f"nobody is on call{where}"
        elif roles:
            yield f"there is {' and '.join(f'no {role}' for role in roles)}{where}"
