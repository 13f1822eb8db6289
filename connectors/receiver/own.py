"""Options of what is pushed to us, and of accounts of the brand's own."""

from typing import Self

from pydantic import model_validator

from connectors.secret import Variable
from connectors.settings import Connector


class Pushed(Connector):
    """A connector that can have a webhook."""

    secret_env: Variable | None = None
    """Holds the secret with which deliveries are signed; two, apart by space, while one replaces the other."""

    @property
    def is_pushed(self) -> bool:
        """Whether deliveries come."""
        return True

    @property
    def hook_path(self) -> str:
        """Of its address: /hooks/PATH."""
        return self.name


class OwnAccount(Pushed):
    """An account that speaks for exactly one brand: whatever is said there is said to that brand."""

    @model_validator(mode="after")
    def _check_brand(self) -> Self:
        if len(self.brands) != 1:
            raise ValueError("an account is of one brand: name exactly one in `brands`")
        return self
