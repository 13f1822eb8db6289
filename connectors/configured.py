"""What `crisis.toml` says about brands, the broker and connectors, checked whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from connectors.about import About
from connectors.access import unlock
from connectors.config import ConfigurationError, Problem, Section, build_section
from connectors.receiver.options import ReceiverOptions
from connectors.receiver.own import Pushed
from connectors.receiver.registry import HOOKS
from connectors.registry import KINDS
from connectors.settings import Brand, Connector, Kafka

S = TypeVar("S", bound=Section)

OPTIONS: Final[Mapping[str, type[Connector]]] = {
    kind: entry.options for entries in (HOOKS, KINDS) for kind, entry in entries.items()
}
"""What a kind may be told, whether it is swept, pushed or both."""
ABOUT: Final[Mapping[str, About]] = {
    kind: entry.about
    for entries in (HOOKS, KINDS)
    for kind, entry in entries.items()
    if entry.about is not None
}
"""What each kind is to the people who choose it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The parts of the file that connectors need."""

    kafka: Kafka
    brands: tuple[Brand, ...]
    connectors: tuple[Connector, ...]
    """Each is of the type that its kind has in `OPTIONS`."""
    receiver: ReceiverOptions = field(default_factory=ReceiverOptions)

    def brands_of(self, connector: Connector) -> tuple[Brand, ...]:
        """The brands a connector listens for."""
        wanted = connector.brands or tuple(brand.name for brand in self.brands)
        return tuple(brand for brand in self.brands if brand.name in wanted)

    @property
    def swept(self) -> tuple[Connector, ...]:
        """The connectors that `crisis connectors run` looks at."""
        return tuple(connector for connector in self.connectors if connector.is_swept)

    @property
    def pushed(self) -> tuple[Pushed, ...]:
        """The connectors that have a webhook."""
        return tuple(each for each in self.connectors if isinstance(each, Pushed) and each.is_pushed)


def build_settings(
    document: Mapping[str, Any], *, file: str, environ: Mapping[str, str] | None = None
) -> Settings:
    """Check the tables `kafka`, `brands`, `connectors` and `receiver` of a file; others are left to their packages.

    Args:
        document: the file, parsed.
        file: for the error text.
        environ: with the password of `[kafka]`; without it none is read, and a guarded broker cannot be reached.

    Raises:
        ConfigurationError: with every problem of the four.
    """
    problems: list[Problem] = []
    kafka = _build(Kafka, document.get("kafka", {}), file, "kafka", problems) or Kafka()
    if environ is not None:
        try:
            kafka = unlock(kafka, environ, file=file)
        except ConfigurationError as exc:
            problems += exc.problems
    receiver = _build(ReceiverOptions, document.get("receiver", {}), file, "receiver", problems)
    brands = tuple(
        brand
        for at, values in _tables(document, "brands", file, problems)
        if (brand := _build(Brand, values, file, at, problems)) is not None
    )
    if not document.get("brands"):
        problems.append(Problem(file, "brands", "at least one [[brands]] with a `name` is needed"))
    if brands and all(brand.competitor for brand in brands):
        problems.append(Problem(file, "brands", "all of them are competitors, of which nobody is ever told"))
    connectors = tuple(
        connector
        for at, values in _tables(document, "connectors", file, problems)
        if (connector := _build_connector(values, file, at, problems)) is not None
    )
    problems += _find_doubles("brands", [brand.name for brand in brands], file)
    problems += _find_doubles("connectors", [connector.name for connector in connectors], file)
    known = sorted(brand.name for brand in brands)
    problems += [
        Problem(
            file, f"connectors.{connector.name}.brands", f"no such brand: `{name}`; known: {', '.join(known)}"
        )
        for connector in connectors
        for name in connector.brands
        if name not in known
    ]
    problems += _find_shared_paths(connectors, file)
    if problems:
        raise ConfigurationError(tuple(problems))
    return Settings(kafka, brands, connectors, receiver or ReceiverOptions())


def _tables(
    document: Mapping[str, Any], key: str, file: str, problems: list[Problem]
) -> list[tuple[str, Mapping[str, Any]]]:
    tables = document.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(Problem(file, key, f"write each one as [[{key}]]"))
        return []
    return [(f"{key}.{table.get('name', number)}", table) for number, table in enumerate(tables)]


def _build(
    section: type[S], values: Mapping[str, Any], file: str, at: str, problems: list[Problem]
) -> S | None:
    try:
        return build_section(section, values, file=file, at=at)
    except ConfigurationError as exc:
        problems += exc.problems
        return None


def _build_connector(
    values: Mapping[str, Any], file: str, at: str, problems: list[Problem]
) -> Connector | None:
    options = OPTIONS.get(str(values.get("kind")))
    if options is None:
        said = "is missing" if "kind" not in values else "unknown kind"
        problems.append(Problem(file, f"{at}.kind", f"{said}; allowed: {', '.join(sorted(OPTIONS))}"))
        return None
    return _build(options, values, file, at, problems)


def _find_doubles(key: str, names: Sequence[str], file: str) -> list[Problem]:
    return [
        Problem(file, f"{key}.{name}", "there are several of this name")
        for name in sorted(set(names))
        if names.count(name) > 1
    ]


def _find_shared_paths(connectors: Sequence[Connector], file: str) -> list[Problem]:
    """Webhooks may share an address only where the same secret signs what comes there."""
    first: dict[str, Pushed] = {}
    problems = []
    for connector in connectors:
        if not isinstance(connector, Pushed) or not connector.is_pushed:
            continue
        other = first.setdefault(connector.hook_path, connector)
        if (other.kind, other.secret_env) != (connector.kind, connector.secret_env):
            what = (
                f"shares /hooks/{connector.hook_path} with `{other.name}`, which has another kind or secret"
            )
            problems.append(Problem(file, f"connectors.{connector.name}", what))
    return problems
