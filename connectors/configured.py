"""What `crisis.toml` says about brands, the broker and connectors, checked whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from connectors.config import ConfigurationError, Problem, Section, build_section
from connectors.registry import KINDS
from connectors.settings import Brand, Connector, Kafka

S = TypeVar("S", bound=Section)


@dataclass(frozen=True, slots=True)
class Settings:
    """The parts of the file that connectors need."""

    kafka: Kafka
    brands: tuple[Brand, ...]
    connectors: tuple[Connector, ...]
    """Each is of the type that its kind names in `registry.KINDS`."""

    def brands_of(self, connector: Connector) -> tuple[Brand, ...]:
        """The brands a connector listens for."""
        wanted = connector.brands or tuple(brand.name for brand in self.brands)
        return tuple(brand for brand in self.brands if brand.name in wanted)


def build_settings(document: Mapping[str, Any], *, file: str) -> Settings:
    """Check the tables `kafka`, `brands` and `connectors` of a file; others are left to their packages.

    Raises:
        ConfigurationError: with every problem of the three.
    """
    problems: list[Problem] = []
    kafka = _build(Kafka, document.get("kafka", {}), file, "kafka", problems) or Kafka()
    brands = tuple(
        brand
        for at, values in _tables(document, "brands", file, problems)
        if (brand := _build(Brand, values, file, at, problems)) is not None
    )
    if not document.get("brands"):
        problems.append(Problem(file, "brands", "at least one [[brands]] with a `name` is needed"))
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
    if problems:
        raise ConfigurationError(tuple(problems))
    return Settings(kafka, brands, connectors)


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
    kind = KINDS.get(str(values.get("kind")))
    if kind is None:
        said = "is missing" if "kind" not in values else "unknown kind"
        problems.append(Problem(file, f"{at}.kind", f"{said}; allowed: {', '.join(sorted(KINDS))}"))
        return None
    return _build(kind.options, values, file, at, problems)


def _find_doubles(key: str, names: Sequence[str], file: str) -> list[Problem]:
    return [
        Problem(file, f"{key}.{name}", "there are several of this name")
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
