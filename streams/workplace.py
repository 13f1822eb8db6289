"""A worker's workplace: what both workers take from their environment, beside what their settings say."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from connectors.config import ENVIRONMENT, ConfigurationError, Problem, Section, build_section, read_document

S = TypeVar("S", bound=Section)

HIGHEST_PORT: Final = 65_535
_OVERRIDES: Final = {"CRISIS_LANE": ("kafka", "lane"), "CRISIS_BOOTSTRAP": ("kafka", "bootstrap")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What one worker has to itself."""

    data_dir: Path
    """Of this worker alone: RocksDB locks it."""
    worker: str | None = None
    """A name that stays with it over restarts, so that it gets its partitions back at once."""
    web_port: int = 0
    """Of `/metrics`; 0 for none."""
    web_host: str = "127.0.0.1"

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, data_dir: str) -> Self:
        """Read `CRISIS_DATA_DIR`, else `data_dir`, and `CRISIS_WORKER`, `CRISIS_WEB_PORT`, `CRISIS_WEB_HOST`.

        Raises:
            ConfigurationError: the port is none.
        """
        return cls(
            data_dir=Path(environ.get("CRISIS_DATA_DIR", data_dir)),
            worker=environ.get("CRISIS_WORKER") or None,
            web_port=_read_port(environ.get("CRISIS_WEB_PORT", "0")),
            web_host=environ.get("CRISIS_WEB_HOST", "127.0.0.1"),
        )


def read_file(environ: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Read the file that `CRISIS_CONFIG` names; return what is in it and its name.

    Raises:
        ConfigurationError: it is missing, not readable or not TOML.
    """
    file = environ.get("CRISIS_CONFIG", "crisis.toml")
    return read_document(Path(file)), file


def build_parts(
    section: type[S],
    document: Mapping[str, Any],
    environ: Mapping[str, str],
    *,
    overrides: Mapping[str, tuple[str, str]],
    file: str,
) -> S:
    """Check the tables of a document that one worker needs, with what its environment overrides.

    Args:
        section: has a field for each table.
        document: the file, parsed; other tables are left alone.
        environ: `CRISIS_LANE` and `CRISIS_BOOTSTRAP` override for every worker.
        overrides: further variables, each with the table and the key it stands for.
        file: for the error text.

    Raises:
        ConfigurationError: with every problem; where a variable is wrong it is named, and not the file.
    """
    parts: dict[str, Any] = {key: document[key] for key in section.model_fields if key in document}
    named: dict[str, str] = {}
    for variable, (table, key) in {**_OVERRIDES, **overrides}.items():
        if variable in environ and isinstance(parts.get(table, {}), dict):
            parts[table] = {**parts.get(table, {}), key: environ[variable]}
            named[f"{table}.{key}"] = variable
    try:
        return build_section(section, parts, file=file)
    except ConfigurationError as exc:
        raise ConfigurationError(
            tuple(
                Problem(ENVIRONMENT, named[one.key], one.what) if one.key in named else one
                for one in exc.problems
            )
        ) from exc


def _read_port(raw: str) -> int:
    if not raw.isdecimal() or int(raw) > HIGHEST_PORT:
        problem = Problem(ENVIRONMENT, "CRISIS_WEB_PORT", "a port is a number from 0 (none) to 65535")
        raise ConfigurationError((problem,))
    return int(raw)
