"""Together: what must hold between the sections of `crisis.toml` for alerts, and no section can see alone."""

from collections.abc import Iterator

from alerts.action import is_service_account
from alerts.places import NEEDS, Channel
from alerts.sections import OnCall, Response


def check_together(response: Response) -> list[tuple[str, str]]:
    """Find all that is wrong between the sections; pairs of key and what is wrong."""
    return [
        *_check_channels(response),
        *_check_routes(response),
        *_check_brands(response),
        *_check_people(response),
        *_check_rotas(response),
        *_check_noise(response),
        *_check_reviewers(response),
    ]


def _check_channels(response: Response) -> Iterator[tuple[str, str]]:
    names = [channel.name for channel in response.channels]
    for number, channel in enumerate(response.channels):
        at = f"channels.{number}"
        if channel.name in names[:number]:
            yield f"{at}.name", f"there are two channels named `{channel.name}`"
        if channel.fallback is not None:
            for what in _check_fallback(channel, response.channels):
                yield f"{at}.fallback", what
        for other in response.channels[:number]:
            if other.drill != channel.drill and other.places & channel.places:
                what = f"`{other.name}` is the same place and has another `drill`: a drill could reach it"
                yield f"{at}.drill", what


def _check_fallback(channel: Channel, channels: tuple[Channel, ...]) -> list[str]:
    target = next((other for other in channels if other.name == channel.fallback), None)
    if target is None:
        return [f"there is no channel `{channel.fallback}`"]
    if target is channel:
        return ["a channel cannot be its own fallback"]
    if target.fallback is not None:
        return [f"`{target.name}` has a fallback of its own; one is enough, two can run in a circle"]
    if channel.drill and not target.drill:
        return [f"`{target.name}` has no `drill = true`: a drill could not fall back to it"]
    return []


def _check_routes(response: Response) -> Iterator[tuple[str, str]]:
    names = [channel.name for channel in response.channels]
    for number, route in enumerate(response.routes):
        for name in route.channels:
            if name not in names:
                what = f"there is no channel `{name}`; there are: {', '.join(names)}"
                yield f"routes.{number}.channels", what
        is_last = number == len(response.routes) - 1
        if is_last and not route.fits_everything:
            yield f"routes.{number}", "the last route is the default: it must have no conditions"
        if not is_last and route.fits_everything:
            yield f"routes.{number}", "fits everything, so the routes after it are never used"


def _check_reviewers(response: Response) -> list[tuple[str, str]]:
    """Who approves what AI made is a person."""
    what = "`{}` is a service account: name the person who has reviewed it"
    return [
        (f"brands.{brand.name}.ai_content.{number}.reviewed_by", what.format(content.reviewed_by))
        for brand in response.brands
        for number, content in enumerate(brand.ai_content)
        if is_service_account(content.reviewed_by)
    ]


def _check_noise(response: Response) -> list[tuple[str, str]]:
    found = []
    pages = response.noise.pages_a_day
    brands = sum(not brand.competitor for brand in response.brands)
    is_set = "pages_a_day" in response.noise.model_fields_set
    if is_set and pages is not None and pages < brands:
        what = f"fewer than your {brands} brands, so that one of them could never call anybody"
        found.append(("noise.pages_a_day", what))
    by_name = {channel.name: channel for channel in response.channels}
    default = [by_name[name] for name in response.routes[-1].channels if name in by_name]
    if default and all(NEEDS[channel.type].states for channel in default):
        what = "the last route also tells digests: it needs a channel beside PagerDuty and Alertmanager"
        found.append((f"routes.{len(response.routes) - 1}.channels", what))
    return found


def _check_brands(response: Response) -> list[tuple[str, str]]:
    known = sorted(brand.name for brand in response.brands)
    named = [(f"routes.{number}.brands", route.brands) for number, route in enumerate(response.routes)]
    named += [(f"oncall.{number}.brands", person.brands) for number, person in enumerate(response.oncall)]
    named += [(f"rotas.{number}.brands", rota.brands) for number, rota in enumerate(response.rotas)]
    return [
        (key, f"there is no brand `{brand}`; there are: {', '.join(known)}")
        for key, brands in named
        for brand in brands or ()
        if brand not in known
    ]


def _check_people(response: Response) -> list[tuple[str, str]]:
    """A person may stand there several times, for other brands; two of one name could not be told apart.

    A name says who has an incident, who is called and who may approve: a deed of the one would be the other's.
    """
    first: dict[str, OnCall] = {}
    found = []
    for number, person in enumerate(response.oncall):
        other = first.setdefault(" ".join(person.name.casefold().split()), person)
        if (other.name, other.slack) != (person.name, person.slack):
            ids = f"{other.slack or 'no id in Slack'} and {person.slack or 'no id in Slack'}"
            what = f"`{other.name}` and `{person.name}` ({ids}) cannot be told apart"
            advice = "give each a name of their own, or one person the same name and `slack` everywhere"
            found.append((f"oncall.{number}.name", f"{what}: {advice}"))
        if is_service_account(person.name):
            what = f"`{person.name}` is a service account: whoever is called, and approves, is a person"
            found.append((f"oncall.{number}.name", what))
    return found


def _check_rotas(response: Response) -> list[tuple[str, str]]:
    known = [person.name for person in response.oncall]
    return [
        (f"rotas.{number}", f"there is nobody named `{name}` in [[oncall]]; there are: {', '.join(known)}")
        for number, rota in enumerate(response.rotas)
        for name in sorted(rota.people)
        if name not in known
    ]
