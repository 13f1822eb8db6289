"""Secrets: named in the configuration, kept in the environment, shown nowhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator

from connectors.errors import MisconfiguredError

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _check_variable(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError("name an environment variable here, never the secret itself")
    return value


Variable = Annotated[str, AfterValidator(_check_variable)]
"""The name of an environment variable."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A token; `reveal` it where it is sent and nowhere else."""

    _value: str

    def reveal(self) -> str:
        return self._value


def read_secret(environ: Mapping[str, str], variable: str) -> Secret:
    """Take a secret from the environment.

    Raises:
        MisconfiguredError: it is not set.
    """
    value = environ.get(variable, "").strip()
    if not value:
        raise MisconfiguredError(f"the environment variable {variable} is not set")
    return Secret(value)
