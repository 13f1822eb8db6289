"""The examples of every command's help: each command has one, and each is right as far as can be told unrun."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest

from deploy.cli import main

Path = tuple[str, ...]


def walk(command: click.Command, path: Path = ()) -> Iterator[tuple[Path, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, one in sorted(command.commands.items()):
            yield from walk(one, (*path, name))


COMMANDS = dict(walk(main))


def read_examples(command: click.Command) -> list[str]:
    """What may be typed: behind `Example:`, or on lines of their own below it; with `&&`, several."""
    _, _, below = (command.help or "").partition("Example")
    lines = re.findall(r"^(?:s?:)? *(crisis .*)$", below, flags=re.MULTILINE)
    return [one.strip() for line in lines for one in line.split("&&")]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_an_example_of_its_own(path: Path) -> None:
    examples = read_examples(COMMANDS[path])
    assert examples
    assert any(shlex.split(one)[1 : len(path) + 1] == list(path) for one in examples)


@pytest.mark.parametrize(
    "example", sorted({one for each in COMMANDS.values() for one in read_examples(each)})
)
def test_an_example_is_understood(example: str) -> None:
    typed = shlex.split(example)[1:]
    context, command = click.Context(main, info_name="crisis"), COMMANDS[()]
    while isinstance(command, click.Group) and typed:  # One may have a command of its own that is left out.
        command.parse_args(context, typed)
        _, found, typed = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        context, command = click.Context(found, parent=context, info_name=found.name), found
    given: dict[str, Any]
    given, left, _ = command.make_parser(context).parse_args(typed)
    assert not left
    for parameter in command.params:
        said = given.get(parameter.name or "")
        is_said = isinstance(said, str | list | tuple)
        assert is_said or not parameter.required, parameter.name
        # A file is the reader's own.
        if is_said and not isinstance(parameter.type, click.Path):
            parameter.type_cast_value(context, said)
