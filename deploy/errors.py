"""What can go wrong while the parts run together.

DeployError
├── ProgramError          a program that should run does not
│   ├── DiedError         it ended; the text has the end of its log
│   └── NotReadyError     it runs, but what was awaited did not come in time
├── UnsuitableError       this machine or installation lacks something; the text says what to install
└── DemoError             the demo did not show what it promises
"""

from collections.abc import Sequence
from pathlib import Path


class DeployError(Exception):
    """The root; its text is for the person at the terminal."""


class ProgramError(DeployError):
    """A program that should run does not."""


class DiedError(ProgramError):
    """A program ended by itself."""

    def __init__(self, name: str, code: int, log: Path, tail: Sequence[str]) -> None:
        how = f"was ended by signal {code - 128}" if code > 128 else f"ended with code {code}"  # noqa: PLR2004 - the shells' convention
        lines = "\n".join(f"  │ {line}" for line in tail) or "  │ (nothing)"
        super().__init__(f"{name} {how}. The end of {log}:\n{lines}")
        self.name = name
        self.code = code


class NotReadyError(ProgramError):
    """What was awaited did not come in time."""


class UnsuitableError(DeployError):
    """Something is lacking on the machine or in the installation; the text says what to install."""


class DemoError(DeployError):
    """The demo did not show what it promises."""
