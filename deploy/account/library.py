"""Mappings of an account's figures, from files."""

from pathlib import Path

from connectors.config import build_section, read_document
from connectors.errors import MisconfiguredError
from connectors.mention import Platform
from deploy.account.mapping import AccountMapping


def load_mapping(path: Path | None, *, brand: str | None, platform: Platform | None) -> AccountMapping:
    """Load a mapping file; None is our own columns.

    Args:
        path: of a TOML file.
        brand: takes the place of the default.
        platform: so does this.

    Raises:
        MisconfiguredError: it is no TOML file; or, as ConfigurationError, everything wrong in it.
    """
    if path is not None and path.suffix != ".toml":
        raise MisconfiguredError(f"{path}: a mapping is a file that ends in .toml; docs/account.md has one")
    values = read_document(path) if path is not None else {}
    given = {"brand": brand, "platform": platform}
    kept = {key: value for key, value in given.items() if value is not None}
    if kept and isinstance(values.get("defaults", {}), dict):
        values = {**values, "defaults": {**values.get("defaults", {}), **kept}}
    return build_section(AccountMapping, values, file=str(path or "the command line"))
