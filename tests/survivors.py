"""Survivors: processes that are left of something that ended; they are looked for in /proc, so on Linux only."""

import os
from pathlib import Path


def survivors(folder: Path) -> list[str]:
    """Processes that know of a folder, by command line or environment, with their ids; not the one that asks."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, environ = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in command + environ and int(process.name) != os.getpid():
            found.append(f"{process.name}: {command.replace(bytes(1), b' ').decode(errors='replace')}")
    return found
