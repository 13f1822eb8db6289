"""Options that every connector of an account of the brand's own has."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from connectors.settings import Connector

Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,99}$")]
"""Name of an environment variable that holds a secret; the secret itself never stands in the file."""


class OwnAccount(Connector):
    """An account that speaks for exactly one brand: whatever is said there is said to that brand."""

    @model_validator(mode="after")
    def _check_brand(self) -> Self:
        if len(self.brands) != 1:
            raise ValueError("an account is of one brand: name exactly one in `brands`")
        return self
