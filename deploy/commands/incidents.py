"""`crisis incidents` and `crisis incident …`: the whole crisis from a terminal.

Commands write deeds to Kafka and show what became of them; what they may do is decided in `alerts/deeds.py`.
"""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for pydantic and kafka.

import getpass
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from deploy.commands.listing import Listing
from deploy.commands.verbs import NAMES, OPTIONAL, VERBS, Verb
from deploy.commands.words import CONFIG

if TYPE_CHECKING:
    from alerts.incident import Incident
    from connectors.settings import Kafka
    from deploy.casefile import Lives
    from deploy.document import Document

EXIT_REFUSED: Final = 3
EXIT_UNHEARD: Final = 4

NOT_RECORDED: Final = (
    "Not recorded: the monitor's message store does not answer, so the calls go on. Phone the backup and the "
    "engineer."
)

LANE: Final = click.option("--lane", help="A drill's lane; without it the one of the configuration.")
DRILLS_DATA: Final = Path("data")
"""Where `crisis drill run` keeps the configuration of a drill while it runs, if not told otherwise."""
ID: Final = click.argument("incident")


@click.command("incidents")
@CONFIG
@LANE
@click.option("--all", "every", is_flag=True, help="Also those that are over.")
def incidents(config: Path, lane: str | None, *, every: bool) -> None:
    """List the open incidents of all brands, the worst first.

    \b
    Example:
        crisis incidents --all
    """
    from rich.console import Console

    from deploy.caseview import list_cases

    document, kafka = _open(config, lane)
    zone = ZoneInfo(document.response.response.alerts.zone)
    lives = _read(kafka)
    latest = [life[-1] for life in lives.values()]
    Console().print(list_cases(latest, datetime.now(UTC), every=every, zone=zone))


@click.group(cls=Listing)
def incident() -> None:
    """Work on one incident. INCIDENT is its id, its beginning, or `-` for the only open one.

    \b
    Example:
        crisis incident show -
        crisis incident ack -
        crisis incident tick - pause-scheduled
    """


@incident.command()
@ID
@CONFIG
@LANE
def show(incident: str, config: Path, lane: str | None) -> None:
    """Show what is happening, how bad it is, who has it, and what to do next.

    \b
    Example:
        crisis incident show 5b1f
    """
    from rich.console import Console

    from alerts.guidance import find_playbook
    from alerts.library import read_library
    from deploy.caseview import show_case

    document, kafka = _open(config, lane)
    life = _pick(_read(kafka), incident)
    library = read_library()
    alerts = document.response.response.alerts
    shown = show_case(
        life,
        find_playbook(library, life[-1]),
        datetime.now(UTC),
        alerts.language,
        zone=ZoneInfo(alerts.zone),
    )
    Console().print(shown)


@incident.command()
@ID
@CONFIG
@LANE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports"),
    show_default=True,
)
def report(incident: str, config: Path, lane: str | None, output: Path) -> None:
    """Write the report for the post-mortem: ID.md and ID.html, with charts, the clock and what was late.

    \b
    Example:
        crisis incident report 5b1f -o reports
    """
    from alerts.guidance import find_playbook
    from alerts.library import read_library
    from alerts.report.markdown import write_markdown
    from alerts.report.page import write_page
    from alerts.report.story import SPAN_AFTER, SPAN_BEFORE, tell_story
    from deploy.casefile import CaseFile
    from deploy.cli import told_to_people

    document, kafka = _open(config, lane)
    with told_to_people(), CaseFile(kafka) as cases:
        life = _pick(cases.read_lives(), incident)
        last, alerts = life[-1], document.response.response.alerts
        click.echo("reading the minutes around it …", err=True)
        end = max(last.changed_at, last.detected_at) + SPAN_AFTER
        minutes = cases.read_minutes(last.brand, last.onset - SPAN_BEFORE, end)
    story = tell_story(
        life,
        minutes,
        find_playbook(read_library(), last),
        now=max(datetime.now(UTC), last.changed_at) if last.lane == "live" else last.changed_at,
        language=alerts.language,
        zone=ZoneInfo(alerts.zone),
    )
    output.mkdir(parents=True, exist_ok=True)
    for name, text in ((f"{last.id}.md", write_markdown(story)), (f"{last.id}.html", write_page(story))):
        (output / name).write_text(text, encoding="utf-8")
        click.echo(output / name)


def _add_verb(name: str, verb: Verb) -> None:
    names = NAMES.get(verb.kind, {})

    def act(incident: str, config: Path, lane: str | None, by: str, **words: Any) -> None:  # noqa: ANN401
        fields = {field: words[names.get(field, field)] for field in verb.asks}
        spoken = {key: " ".join(said) if isinstance(said, tuple) else said for key, said in fields.items()}
        _act(verb, incident, config, lane, by=by, fields=spoken)

    lines = [verb.help, "", "\b", "Example:", f"    crisis incident {name} - {verb.example}".rstrip()]
    command = click.Command(name, callback=act, help="\n".join(lines), params=_list_params(verb, names))
    incident.add_command(command)


def _list_params(verb: Verb, names: Mapping[str, str]) -> list[click.Parameter]:
    def ask(field: str) -> click.Argument:
        return click.Argument(
            [names.get(field, field)],
            nargs=-1 if field in ("text", "value") else 1,
            required=verb.kind not in OPTIONAL,
        )

    return [
        click.Argument(["incident"]),
        *(ask(field) for field in verb.asks),
        click.Option(
            ["--by"],
            default=getpass.getuser,
            envvar="CRISIS_BY",
            show_default="your name on this machine",
            help="Who you are: your name in [[oncall]].",
        ),
        click.Option(
            ["--config"],
            type=click.Path(path_type=Path, dir_okay=False),
            default=Path("crisis.toml"),
            envvar="CRISIS_CONFIG",
            show_default=True,
            help="The configuration file.",
        ),
        click.Option(["--lane"], help="A drill's lane; without it the one of the configuration."),
    ]


for _name, _verb in VERBS.items():
    _add_verb(_name, _verb)


def _act(
    verb: Verb, incident: str, config: Path, lane: str | None, *, by: str, fields: Mapping[str, str]
) -> None:
    from alerts.action import Action, ActionKind
    from alerts.deeds import refuse_action
    from alerts.guidance import find_playbook
    from deploy.casefile import CaseFile
    from deploy.caseview import say_step
    from deploy.cli import told_to_people

    document, kafka = _open(config, lane)
    rules = document.build_rules()
    with told_to_people(), _told_as_not_recorded(), CaseFile(kafka) as cases:
        known = _pick(cases.read_lives(), incident)[-1]
        action = Action(
            id=f"cli-{secrets.token_hex(8)}",
            brand=known.brand,
            incident=known.id,
            kind=verb.kind,
            by=by,
            at=datetime.now(UTC),
            step=fields.get("step"),
            value=fields.get("value", ""),
            text=fields.get("text", ""),
            lane=kafka.lane,
        )
        if refused := refuse_action(known, action, rules):
            click.echo(f"not done: {refused}", err=True)
            raise SystemExit(EXIT_REFUSED)
        changed = cases.write(action)
    if changed is None:
        click.echo(
            "Kafka has it, but no response worker has taken it in yet. It counts as soon as one does: is "
            "`crisis worker response` running in this lane? (crisis incident show says what has become of it.)",
            err=True,
        )
        raise SystemExit(EXIT_UNHEARD)
    click.echo(f"{changed.change}\nIt is {changed.state.replace('_', ' ')} now.")
    if verb.kind in (ActionKind.TICK, ActionKind.SKIP):
        click.echo(say_step(changed, find_playbook(rules.books, changed), rules.language))


@contextmanager
def _told_as_not_recorded() -> Iterator[None]:
    """Say first what it means for the person that the broker does not answer."""
    from connectors.errors import TransientError

    try:
        yield
    except TransientError:
        click.echo(NOT_RECORDED, err=True)
        raise


def _open(config: Path, lane: str | None) -> tuple["Document", "Kafka"]:
    from deploy.cli import read_config, told_to_people
    from deploy.drills.folder import find_config

    with told_to_people():
        document = read_config(find_config(DRILLS_DATA, lane) or config, tells=False)
    kafka = document.response.response.kafka
    return document, kafka.model_copy(update={"lane": lane}) if lane else kafka


def _read(kafka: "Kafka") -> "Lives":
    from deploy.casefile import CaseFile
    from deploy.cli import told_to_people

    with told_to_people(), CaseFile(kafka) as cases:
        return cases.read_lives()


def _pick(lives: "Lives", wanted: str) -> tuple["Incident", ...]:
    """Find one incident by its id, the beginning of it, or `-` for the only open one."""
    from alerts.incident import ENDED

    if wanted == "-":
        found = [life for life in lives.values() if life[-1].state not in ENDED]
        what = "open incident"
    else:
        found = [life for name, life in lives.items() if name.startswith(wanted)]
        what = f"incident that begins with `{wanted}`"
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException(f"there is no {what}; `crisis incidents --all` lists them")
    ids = ", ".join(sorted(life[-1].id for life in found)[:8])
    raise click.ClickException(f"there is more than one {what}: {ids}")
