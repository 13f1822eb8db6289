"""What a connector is given to work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.author import AuthorKey
from connectors.clock import Clock
from connectors.http import Http
from connectors.secret import Secret, read_secret
from connectors.sockets import Dial, dial


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a connector may use; the runner owns it and closes it."""

    http: Http
    clock: Clock
    authors: AuthorKey
    dial: Dial = dial
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where secrets stand, by the names that the options give."""

    def read_secret(self, name: str) -> Secret:
        """The secret under a name; raises MisconfiguredError where there is none."""
        return read_secret(self.environ, name)
