"""Survivors: processes that are left of something that ended."""

from pathlib import Path

import psutil


def survivors(folder: Path) -> list[str]:
    """Processes that know of a folder, by command line or environment, with their ids; not the one that asks."""
    asks = psutil.Process().pid
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        # None where we may not look.
        command = " ".join(process.info["cmdline"] or ())
        environ = (process.info["environ"] or {}).values()
        if process.pid != asks and any(str(folder) in each for each in (command, *environ)):
            found.append(f"{process.pid}: {command}")
    return found
