"""The library: the playbooks that are shipped, read and checked once at start."""

from collections.abc import Mapping
from importlib.resources import files

from alerts.playbook import Playbook, read_playbook
from alerts.registry import PLAYBOOKS


def read_library() -> Mapping[str, Playbook]:
    """Read every playbook of the registry, by name.

    Raises:
        PlaybookError: one of them breaks the schema.
    """
    shelf = files("alerts.playbooks")
    return {
        name: read_playbook((shelf / f"{name}.toml").read_text(encoding="utf-8"), name=name)
        for name in PLAYBOOKS
    }
