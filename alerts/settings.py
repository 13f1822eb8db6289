"""The response app's settings: its sections of `crisis.toml`, and what a worker gets from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from alerts.sections import Response, check_together
from connectors.config import ConfigurationError, Problem, build_section, read_document

HIGHEST_PORT: Final = 65_535
_ENVIRONMENT: Final = {
    "CRISIS_LANE": ("kafka", "lane"),
    "CRISIS_BOOTSTRAP": ("kafka", "bootstrap"),
    "CRISIS_STORE": ("alerts", "store"),
    "CRISIS_SLACK_URL": ("slack", "base_url"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All a response worker needs to know but secrets (`posts.py`); built by `from_env`."""

    response: Response
    file: str
    """For error texts."""
    data_dir: Path
    """Of this worker alone: RocksDB locks it."""
    worker: str | None
    """Its name, kept over restarts, so that one takes up its work at once; none is nobody in particular."""
    web_port: int
    """Of `/metrics`, on loopback unless `web_host` says otherwise; 0 for none."""
    web_host: str

    @property
    def lane(self) -> str:
        return self.response.kafka.lane

    @property
    def brands(self) -> tuple[str, ...]:
        return tuple(brand.name for brand in self.response.brands)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read `CRISIS_CONFIG` and the overrides beside it.

        Raises:
            ConfigurationError: with everything that is wrong.
        """
        file = environ.get("CRISIS_CONFIG", "crisis.toml")
        return cls.from_document(read_document(Path(file)), environ, file=file)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], environ: Mapping[str, str], *, file: str) -> Self:
        """Take the alerts' parts of a document and leave the others alone; see `from_env`."""
        parts: dict[str, Any] = {key: document[key] for key in Response.model_fields if key in document}
        for variable, (table, key) in _ENVIRONMENT.items():
            if variable in environ:
                parts[table] = {**parts.get(table, {}), key: environ[variable]}
        response = build_section(Response, parts, file=file)
        problems = tuple(Problem(file, key, what) for key, what in check_together(response))
        if problems:
            raise ConfigurationError(problems)
        return cls(
            response=response,
            file=file,
            data_dir=Path(environ.get("CRISIS_DATA_DIR", "data/response")),
            worker=environ.get("CRISIS_WORKER") or None,
            web_port=_web_port(environ),
            web_host=environ.get("CRISIS_WEB_HOST", "127.0.0.1"),
        )


def _web_port(environ: Mapping[str, str]) -> int:
    raw = environ.get("CRISIS_WEB_PORT", "0")
    if not raw.isdecimal() or int(raw) > HIGHEST_PORT:
        problem = Problem("environment", "CRISIS_WEB_PORT", "a port is a number from 0 (none) to 65535")
        raise ConfigurationError((problem,))
    return int(raw)
