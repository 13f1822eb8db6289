"""The mappings that come with us, and those from files."""

from pathlib import Path
from typing import Final

from connectors.config import build_section, read_document
from connectors.errors import MisconfiguredError
from connectors.table.mapping import TableMapping

_SHELF: Final = Path(__file__).with_name("mappings")


def list_mappings() -> tuple[str, ...]:
    """Names of those that come with us."""
    return tuple(sorted(path.stem for path in _SHELF.glob("*.toml")))


def load_mapping(name: str) -> TableMapping:
    """Load one by its name, or from a TOML file.

    Raises:
        MisconfiguredError: there is none of this name; or, as ConfigurationError, everything wrong in the file.
    """
    shipped = _SHELF / f"{name}.toml"
    path = shipped if name in list_mappings() else Path(name)
    if path.suffix != ".toml":
        known = ", ".join(list_mappings())
        raise MisconfiguredError(f"no mapping `{name}`; there are {known}, or give a file that ends in .toml")
    return build_section(TableMapping, read_document(path), file=str(path))
