"""Commands as they stand in documents and manifests, held against the command line itself."""

import re
import shlex
from collections.abc import Iterator, Sequence

import click

from deploy.cli import main

_CODE = re.compile(r"^```[a-z]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:[A-Z_]+=\S+ )*(?:\S*/)?crisis (?P<rest>.+)")


def list_commands(text: str) -> Iterator[list[str]]:
    """Each `crisis …` of a Markdown text, in code of its own or within a line, without `crisis`."""
    for block, inline in _CODE.findall(text):
        for line in (block or inline).splitlines():
            for part in line.split("&&"):
                if found := _COMMAND.fullmatch(part.strip()):
                    yield shlex.split(found["rest"], comments=True)


def parse(arguments: Sequence[str], command: click.Command = main) -> click.Context:
    """Read a command as click would, without doing it.

    Raises:
        click.UsageError: there is no such command, option or argument.
    """
    name, rest = "crisis", list(arguments)
    while isinstance(command, click.Group) and rest:
        name, found = rest[0], command.commands.get(rest[0])
        if found is None:
            raise click.UsageError(f"no such command: {name}")
        command, rest = found, rest[1:]
    return command.make_context(name, rest)
