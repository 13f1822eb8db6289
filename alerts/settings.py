"""The response app's settings: its sections of `crisis.toml`, and what a worker gets from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from alerts.sections import Response
from alerts.together import check_together
from connectors.access import unlock
from connectors.config import ConfigurationError, Problem
from streams.workplace import Workplace, build_parts, read_file

_OVERRIDES: Final = {"CRISIS_STORE": ("alerts", "store"), "CRISIS_SLACK_URL": ("slack", "base_url")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All a response worker needs to know but secrets (`posts.py`); built by `from_env`."""

    response: Response
    file: str
    """For error texts."""
    workplace: Workplace

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
        document, file = read_file(environ)
        return cls.from_document(document, environ, file=file)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], environ: Mapping[str, str], *, file: str) -> Self:
        """Take the alerts' parts of a document and leave the others alone; see `from_env`."""
        response = build_parts(Response, document, environ, overrides=_OVERRIDES, file=file)
        problems = tuple(Problem(file, key, what) for key, what in check_together(response))
        if problems:
            raise ConfigurationError(problems)
        return cls(
            response=response.model_copy(update={"kafka": unlock(response.kafka, environ, file=file)}),
            file=file,
            workplace=Workplace.from_env(environ, data_dir="data/response"),
        )
