"""`crisis import`: bring the export of another tool into Kafka, or into a recording for a drill."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for kafka and rich.

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.commands.words import CONFIG, DATA
from deploy.errors import UnsuitableError

if TYPE_CHECKING:
    from rich.console import Console

    from connectors.configured import Settings
    from connectors.table.importing import Import, Survey


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@CONFIG
@DATA
@click.option(
    "--mapping",
    "-m",
    default="plain",
    show_default=True,
    help="Which column is what: brandwatch, meltwater, talkwalker, plain (our own JSON lines), or a TOML file.",
)
@click.option("--brand", help="Count every row for this brand, whatever it says.")
@click.option("--source", default="import", show_default=True, help="Name of the source it is counted under.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="Write a recording there instead."
)
@click.option("--skip-bad", is_flag=True, help="Send what can be read although some rows cannot.")
@click.option("--dry-run", is_flag=True, help="Only say what is in it.")
def import_file(  # noqa: PLR0917 - click calls it by name.
    file: Path,
    config: Path,
    data_dir: Path,
    mapping: str,
    brand: str | None,
    source: str,
    to: Path | None,
    *,
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Read mentions from FILE, a CSV or JSON-lines export (also .gz), by a mapping of its columns.

    It looks through the whole file first, and sends nothing when a row cannot be read. What is older than a day
    is too late for the live numbers: write a recording with --to and tell it in a drill. The same file again
    counts nothing twice.

    \b
    Example:
        crisis import mentions.csv --mapping brandwatch --dry-run
        crisis import mentions.csv --mapping brandwatch --brand acme --to april.jsonl
        crisis replay april.jsonl --lane drill-april
    """
    from deploy.cli import told_to_people

    with told_to_people():
        from rich.console import Console

        from connectors.config import read_document
        from connectors.configured import build_settings

        settings = build_settings(read_document(config), file=str(config), environ=os.environ)
        console = Console()
        work = _prepare(file, settings, data_dir, mapping, brand, source, console)
        survey = work.survey()
        _show(survey, console)
        if survey.bad and not skip_bad:
            raise UnsuitableError(
                f"{survey.bad} of {survey.rows} rows cannot be read, so nothing is sent; mend the mapping, or"
                " leave them out with --skip-bad"
            )
        if dry_run or not survey.mentions:
            return
        if to is not None:
            _write_recording(work, to)
            console.print(f"{to} is written. Tell it: crisis replay {to} --lane drill-import")
        else:
            _send(work, settings, survey, console)


def _prepare(  # noqa: PLR0917 - as the command itself.
    file: Path,
    settings: "Settings",
    data_dir: Path,
    mapping: str,
    brand: str | None,
    source: str,
    console: "Console",
) -> "Import":
    from connectors.keyfile import load_author_key
    from connectors.matching import Matcher
    from connectors.table.importing import Import
    from connectors.table.library import load_mapping
    from connectors.table.row import RowReader

    known = [each.name for each in settings.brands]
    if brand is not None and brand not in known:
        raise UnsuitableError(f"no such brand: {brand}; configured: {', '.join(known)}")
    read = load_mapping(mapping)
    if brand is not None:
        fields = read.fields.model_copy(update={"brand": None})
        defaults = read.defaults.model_copy(update={"brand": brand})
        read = read.model_copy(update={"fields": fields, "defaults": defaults})
    reader = RowReader(
        mapping=read,
        source=source,
        lane=settings.kafka.lane,
        matcher=Matcher(settings.brands),
        authors=load_author_key(os.environ, data_dir),
    )
    return Import(
        file, reader, datetime.now(UTC), report=lambda rows: console.print(f"  … {rows} rows", style="dim")
    )


def _show(survey: "Survey", console: "Console") -> None:
    console.print(
        f"{survey.rows} rows: {survey.mentions} mentions, {survey.passed_over} passed over, {survey.bad} bad"
    )
    for name, counted in (("brands", survey.by_brand), ("platforms", survey.by_platform)):
        if counted:
            console.print(f"  {name}: " + ", ".join(f"{key} {count}" for key, count in counted.most_common()))
    if survey.first is not None and survey.last is not None:
        console.print(f"  from {survey.first:%Y-%m-%d %H:%M} to {survey.last:%Y-%m-%d %H:%M} UTC")
    if survey.old:
        console.print(f"  {survey.old} are older than a day: the live lane does not count them; see --to")
    for problem in survey.problems:
        console.print(f"  {problem}", style="yellow", markup=False)


def _write_recording(work: "Import", to: Path) -> None:
    aside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with aside.open("wb") as out:
            for batch in work.read_batches():
                out.writelines(mention.to_json() + b"\n" for mention in batch)
        aside.replace(to)
    except OSError as exc:
        raise UnsuitableError(f"{to} cannot be written: {exc.strerror}") from exc
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def _send(work: "Import", settings: "Settings", survey: "Survey", console: "Console") -> None:
    from connectors.publisher import Publisher
    from connectors.settings import topic
    from connectors.topics import ensure_topics

    ensure_topics(settings.kafka)
    publisher = Publisher(settings.kafka)
    sent = 0
    try:
        for batch in work.read_batches():
            publisher.publish(topic(settings.kafka.lane, "mentions"), work.reader.source, batch)
            sent += len(batch)
            console.print(f"  {sent} of {survey.mentions} in Kafka", style="dim")
    except KeyboardInterrupt:
        console.print(f"{sent} of {survey.mentions} were sent; the same command again counts none twice")
        raise
    finally:
        publisher.close()
    console.print(f"{sent} mentions are in the lane {settings.kafka.lane}")
