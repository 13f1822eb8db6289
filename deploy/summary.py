"""The summary: what a checked file configures, and which secrets are set, never what they are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from connectors.ai_content import list_undisclosed
from connectors.settings import Guard
from deploy.document import Document
from streams.learning.weights import list_own

_QUOTES: Final = frozenset("\"'“”‘’")


def summarize(document: Document, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a name and what there is."""
    kafka = document.sentiment.kafka
    guard = f", {kafka.security_protocol}" if kafka.security_protocol is not Guard.PLAINTEXT else ""
    who = f" as {kafka.user}" if kafka.user else ""
    yield "kafka", f"{kafka.bootstrap}{guard}{who}, lane {kafka.lane}, {kafka.partitions} partitions"
    yield (
        "brands",
        _list(
            f"{brand.name} (competitor)" if brand.competitor else brand.name
            for brand in document.sources.brands
        ),
    )
    yield "north stars", _list(f"{brand.name}: {brand.north_star}" for brand in document.sources.brands)
    contents = [(brand.name, piece) for brand in document.sources.brands for piece in brand.ai_content]
    if contents:
        yield "made by AI", _list(f"{piece.title} ({name}, {piece.use})" for name, piece in contents)
        yield "undisclosed", _list(list_undisclosed(piece for _, piece in contents))
    yield "connectors", _list(f"{each.name} ({each.kind})" for each in document.sources.connectors)
    yield "detector", document.sentiment.streams.detector
    own = document.sentiment.streams.weights
    yield (
        "scores",
        f"own weights in {own}: {_list(list_own(own))}; the rest as shipped" if own else "as shipped",
    )
    response = document.response.response
    yield "channels", _list(f"{channel.name} ({channel.type})" for channel in response.channels)
    desk = response.slack.find_desk(document.response.lane)
    yield (
        "desk",
        f"{desk.mode}, secrets in {desk.token_env} and {desk.secret_env}" if desk else "none: no buttons",
    )
    yield "on call", _list(person.name for person in response.oncall)
    # Only some kinds of connectors have any, and some have several.
    named = {
        getattr(each, key)
        for each in document.sources.connectors
        for key in type(each).model_fields
        if key.endswith("_env")
    }
    named |= {channel.secret_env for channel in response.channels} | {kafka.password_env}
    yield "secrets", _list(f"{name} is {_say_set(environ.get(name))}" for name in sorted(filter(None, named)))


def _say_set(value: str | None) -> str:
    bare = (value or "").strip()  # As whoever reads it does.
    if not bare:
        return "not set"
    if bare[0] in _QUOTES:  # An --env-file of Docker and many .env files are taken by the letter.
        return "set, but begins with a quotation mark: take the quotation marks out"
    return "set"


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "none"
