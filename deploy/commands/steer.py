"""`crisis drill pause|resume|speed|jump|stop`: what one asks of a drill that runs."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deploy.commands.words import DATA, Span, Speed, UtcMoment, told_to_people

if TYPE_CHECKING:
    from deploy.drills.control import Control

LANE: Final = click.argument("lane", required=False)


@click.command()
@LANE
@DATA
def pause(lane: str | None, data_dir: Path) -> None:
    """Let the drill's time stand still.

    Example: crisis drill pause
    """
    from deploy.drills.control import Control, Verb

    _ask(lane, data_dir, Control(verb=Verb.PAUSE))


@click.command()
@LANE
@DATA
def resume(lane: str | None, data_dir: Path) -> None:
    """Let a paused drill go on.

    Example: crisis drill resume
    """
    from deploy.drills.control import Control, Verb

    _ask(lane, data_dir, Control(verb=Verb.RESUME))


@click.command()
@LANE
@DATA
def stop(lane: str | None, data_dir: Path) -> None:
    """End a drill early; it is scored as far as it went.

    Example: crisis drill stop
    """
    from deploy.drills.control import Control, Verb

    _ask(lane, data_dir, Control(verb=Verb.STOP))


@click.command()
@click.argument("speed", type=Speed())
@LANE
@DATA
def speed(speed: float | None, lane: str | None, data_dir: Path) -> None:
    """Change a running drill's SPEED: a number or `max`.

    Example: crisis drill speed 600
    """
    from deploy.drills.control import Control, Verb

    _ask(lane, data_dir, Control(verb=Verb.SPEED, speed=speed))


@click.command()
@click.argument("to")
@LANE
@DATA
def jump(to: str, lane: str | None, data_dir: Path) -> None:
    """Jump TO a later moment of the story, or by a span. What lies between is sent at once.

    \b
    Example:
        crisis drill jump 2h30m
        crisis drill jump 2025-12-03T09:30Z
    """
    from deploy.drills.control import Control, Verb

    span = Span.parse(to)
    moment = None if span else UtcMoment().convert(to, None, None)
    _ask(lane, data_dir, Control(verb=Verb.JUMP, by=span, to=moment))


def _ask(lane: str | None, data_dir: Path, control: "Control") -> None:
    """Ask something of a running drill: the only one, if no lane is named."""
    with told_to_people():
        from deploy.drills.folder import find_running

        folder = find_running(data_dir, lane)
        folder.control.ask(control)
        click.echo(f"{folder.lane}: {control.verb} asked for; it was at {folder.read_status().how}")
