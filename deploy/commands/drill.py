"""`crisis drill`: run one, steer it, answer its injects, read its report, plan the next, keep a canary."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deploy.commands.listing import Listing
from deploy.commands.steer import LANE, jump, pause, resume, speed, stop
from deploy.commands.words import BRAND, CONFIG, DATA, Span, Speed, load_authors, told_to_people

if TYPE_CHECKING:
    from deploy.drills.sections import Drills


@click.group(cls=Listing)
def drill() -> None:
    """Replay a scenario or a recording at the team, in a lane of its own, and score what they did.

    \b
    Example:
        crisis drill run ai-holiday-film --stand-in --speed max
    """


@drill.command()
@click.argument("what")
@CONFIG
@DATA
@BRAND
@click.option("--lane", help="drill-NAME; made up from what and when if not given.")
@click.option("--speed", type=Speed(), default="60", show_default=True, help="Drill time a second, or `max`.")
@click.option("--start-at", type=Span(), default="0m", help="How far into the story, for example 22h30m.")
@click.option("--participants", default="", help="Names, with commas; `crisis drill report --per-person`.")
@click.option(
    "--run-out", type=Span(), default="30m", show_default=True, help="How long it goes on at the end."
)
@click.option("--stand-in", is_flag=True, help="Tell a stand-in for Slack on this machine, and nobody else.")
@click.option(
    "--embedded", is_flag=True, help="A broker for this drill alone; --stand-in without a file has it."
)
@click.option("--no-injects", is_flag=True, help="Only what the public says.")
@click.option("--keep", is_flag=True, help="Leave configuration, state, logs and topics.")
def run(  # noqa: PLR0917 - click calls it by name.
    what: str,
    config: Path,
    data_dir: Path,
    brand: str | None,
    lane: str | None,
    speed: float | None,
    start_at: timedelta,
    participants: str,
    run_out: timedelta,
    *,
    stand_in: bool,
    embedded: bool,
    no_injects: bool,
    keep: bool,
) -> None:
    """Run a drill and write its report. WHAT is a scenario's name or a recording.

    It starts workers of its own in a lane of its own, and tells only channels with `drill = true`. While it
    runs: space pauses, + and - change the speed, j jumps an hour, q ends; or from elsewhere with
    `crisis drill pause|resume|speed|jump|stop`. Participants answer injects in their thread, or with
    `crisis drill answer`.

    \b
    Example:
        crisis drill run ai-holiday-film --start-at 22h --speed 10 --participants Ana,Bo
    """
    with told_to_people():
        from rich.console import Console

        from deploy.drills.briefing import make_report, open_briefing, write_report
        from deploy.drills.lane import DrillLane, name_lane
        from deploy.drills.order import DrillOrder
        from deploy.drills.screen import draw_report
        from deploy.drills.show import run_drill

        has_file = config.exists()
        material, injects = open_briefing(what, authors=load_authors(data_dir), brand=brand)
        chosen = DrillLane(lane) if lane else name_lane(material.name, datetime.now(UTC))
        values, drills = read_values(config, chosen.name, may_miss=stand_in)
        order = DrillOrder(
            material=material,
            lane=chosen,
            data_dir=data_dir,
            values=values,
            injects=() if no_injects else injects,
            participants=tuple(name.strip() for name in participants.split(",") if name.strip()),
            speed=speed,
            start_at=start_at,
            run_out=run_out,
            embedded=embedded or (stand_in and not has_file),
            stand_in=stand_in,
            keep=keep,
        )
        console = Console()
        outcome = run_drill(order, console)
        report = make_report(outcome.score, drills.targets, data_dir, per_person=False)
        console.print(draw_report(report))
        paths = write_report(report, outcome.folder)
        console.print(f"The report is in {paths[0]} and {paths[1].name}")


@drill.command("list")
@DATA
def list_drills(data_dir: Path) -> None:
    """List the drills there were, and those that run.

    Example: crisis drill list
    """
    from deploy.backtest.words import say_delay
    from deploy.drills.errors import NoSuchDrillError
    from deploy.drills.folder import FIRST_DRILL, list_folders, load_scores, running_folders

    running = 0
    for folder in running_folders(data_dir):
        try:
            status = folder.read_status()
        except NoSuchDrillError:
            continue
        running += 1
        click.echo(f"{status.lane}: {status.phase}, {status.how}, {status.mentions} of {status.of_mentions}")
    scores = {score.lane: score for score in load_scores(data_dir)}
    if not running and not scores:
        click.echo(f"none yet; begin with: {FIRST_DRILL}")
    for folder in list_folders(data_dir):
        score = scores.get(folder.lane.name)
        if score is not None:
            delay = say_delay(score.detected_after)
            click.echo(f"{score.lane}: {score.started:%Y-%m-%d %H:%M}, {score.what}, detected after {delay}")


@drill.command()
@LANE
@CONFIG
@DATA
@click.option("--per-person", is_flag=True, help="Say who did what; agree on it in the team first.")
def report(lane: str | None, config: Path, data_dir: Path, *, per_person: bool) -> None:
    """Show the report of a drill again, of the latest one if no LANE is given, beside earlier ones.

    Example: crisis drill report --per-person
    """
    with told_to_people():
        from rich.console import Console

        from deploy.drills.briefing import make_report, write_report
        from deploy.drills.folder import find_folder, read_score
        from deploy.drills.screen import draw_report

        folder = find_folder(data_dir, lane)
        _, drills = read_values(config, folder.lane.name, may_miss=True)
        made = make_report(read_score(folder), drills.targets, data_dir, per_person=per_person)
        console = Console()
        console.print(draw_report(made))
        paths = write_report(made, folder)
        console.print(f"Written to {paths[0]} and {paths[1].name}")


@drill.command()
@click.argument("lane")
@click.argument("inject")
@click.argument("text")
@DATA
@click.option("--by", default=lambda: os.environ.get("USER", "somebody"), help="Your name.")
def answer(lane: str, inject: str, text: str, data_dir: Path, by: str) -> None:
    """Answer an INJECT of a running drill on this machine.

    Example: crisis drill answer drill-film boss-asks "We are checking, you hear from me by ten."
    """
    with told_to_people():
        from deploy.drills.answers import Answer, write_answer
        from deploy.drills.errors import BadInjectError
        from deploy.drills.folder import find_folder

        folder = find_folder(data_dir, lane)
        known = folder.read_status().injects
        if inject not in known:
            there = f"there are: {', '.join(known)}" if known else "it has none"
            raise BadInjectError(f"no inject of this drill is called `{inject}`; {there}")
        write_answer(folder.answers, Answer(inject=inject, by=by, text=text, real=datetime.now(UTC)))
    click.echo("written down")


@drill.command()
@CONFIG
@DATA
@click.option("--months", type=click.IntRange(1, 24), default=3, show_default=True, help="How far to look.")
@click.option("--follow", is_flag=True, help="Wait, and run each when its time has come, until Ctrl-C.")
def schedule(config: Path, data_dir: Path, months: int, *, follow: bool) -> None:
    """Say when the standing drills of `[[drills.standing]]` are due, or run them when they are.

    Each comes once a month, at a moment that follows from its name and the month: off hours, as crises do.

    \b
    Example:
        crisis drill schedule --follow
    """
    with told_to_people():
        from deploy.drills.calendar import list_due
        from deploy.drills.standing import follow_schedule

        _, drills = read_values(config, "drill-schedule", may_miss=False)
        if not drills.standing:
            raise click.ClickException(
                f"{config}: there is no [[drills.standing]]; docs/drills.md has an example"
            )
        for due in list_due(drills.standing, datetime.now(UTC), months):
            click.echo(f"{due.at:%a %Y-%m-%d %H:%M} UTC  {due.standing.name}: {due.standing.what}")
        if follow:
            follow_schedule(drills.standing, config=config, data_dir=data_dir, say=click.echo)


@drill.command()
@CONFIG
@DATA
@click.option("--once", is_flag=True, help="One round; ends with code 1 when it does not come through.")
@click.option("--every", type=Span(), help="Instead of the configured pause.")
@click.option("--embedded", is_flag=True, help="A broker of its own: proves everything but your Kafka.")
@click.option("--stand-in", is_flag=True, help="Tell a stand-in for Slack instead of the drill channels.")
@click.option("--metrics-port", type=click.IntRange(0, 65_535), default=9106, show_default=True)
def canary(
    config: Path,
    data_dir: Path,
    every: timedelta | None,
    metrics_port: int,
    *,
    once: bool,
    embedded: bool,
    stand_in: bool,
) -> None:
    """Send a small storm through everything, again and again, and alarm when it does not arrive.

    From the first mention to a delivered message: broker, scoring, window, detector, incident, channel. It
    serves crisis_canary_* on /metrics; deploy/prometheus/rules.yml has the alarm.

    \b
    Example:
        crisis drill canary --once --stand-in
    """
    with told_to_people():
        from deploy.drills.canary import CanaryOrder, keep_canary

        values, drills = read_values(config, "drill-canary", may_miss=stand_in)
        order = CanaryOrder(
            values=values,
            data_dir=data_dir,
            every=every or drills.canary.every,
            within=drills.canary.within,
            embedded=embedded or (stand_in and not config.exists()),
            stand_in=stand_in,
            metrics_port=0 if once else metrics_port,
        )
        keep_canary(order, once=once, say=click.echo)


def read_values(config: Path, lane: str, *, may_miss: bool) -> "tuple[Mapping[str, Any], Drills]":
    """The configuration, checked as a drill's workers will see it, and its `[drills]`."""
    from connectors.config import ConfigurationError, read_document
    from deploy.document import check_document
    from deploy.drills.sections import Drills

    if may_miss and not config.exists():
        return {}, Drills()
    try:
        values = read_document(config)
        environment = {**os.environ, "CRISIS_LANE": lane}
        if may_miss:  # Its own channels are not used, so their secrets need not be there.
            from deploy.drills.setting import with_standin

            checked = with_standin({**values, "channels": []}, "http://127.0.0.1:1/api/")
            return values, check_document(
                checked, {**environment, "CRISIS_DRILL_STANDIN_TOKEN": "x"}, file=str(config)
            ).drills
        return values, check_document(values, environment, file=str(config)).drills
    except ConfigurationError as exc:
        raise click.ClickException(str(exc)) from exc


for command in (pause, resume, speed, jump, stop):
    drill.add_command(command)
