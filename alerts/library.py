"""The library: the playbooks that are shipped, read and checked once at start."""

from collections.abc import Mapping
from importlib.resources import files

from alerts.playbook import Playbook
from alerts.registry import PLAYBOOKS
from alerts.shelf import read_playbook


def read_library() -> Mapping[str, Playbook]:
    """Read every playbook of the registry, by name.

    Raises:
        PlaybookError: one of them breaks the schema.
    """
    shelf, parts = files("alerts.playbooks"), read_parts()
    return {
        name: read_playbook((shelf / f"{name}.toml").read_text(encoding="utf-8"), name=name, parts=parts)
        for name in PLAYBOOKS
    }


def read_parts() -> Mapping[str, str]:
    """Read what several playbooks share: the text of each file, by name."""
    folder = files("alerts.playbooks") / "parts"
    return {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
