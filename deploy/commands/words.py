"""Words that several commands share: options, times, and how errors reach people."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from connectors.author import AuthorKey
from connectors.keyfile import load_author_key
from connectors.options import BRAND, CONFIG, Speed
from connectors.settings import check_name

if TYPE_CHECKING:
    from deploy.recordings.manifest import Storm

__all__ = [
    "BRAND",
    "CONFIG",
    "DATA",
    "LaneName",
    "Span",
    "Speed",
    "Truth",
    "UtcMoment",
    "load_authors",
    "told_to_people",
    "watching",
]

DATA: Final = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    show_default=True,
    help="Where state, logs and the author key are kept.",
)


class LaneName(click.ParamType):
    """A lane's name."""

    name = "lane"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return check_name(str(value))
        except ValueError as exc:
            self.fail(str(exc), param, ctx)


class UtcMoment(click.ParamType):
    """A moment with its time zone; without one it is UTC."""

    name = "time"

    @staticmethod
    def parse(text: str) -> datetime:
        """Raises ValueError."""
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return self.parse(str(value))
        except ValueError:
            self.fail("a date or a time such as 2026-04-28 or 2026-04-28T14:00Z", param, ctx)


class Span(click.ParamType):
    """A span of time such as `22h30m`."""

    name = "span"
    _PARTS: Final = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")

    @classmethod
    def parse(cls, text: str) -> timedelta | None:
        found = cls._PARTS.fullmatch(text.strip())
        if not found or not text.strip():
            return None
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        span = value if isinstance(value, timedelta) else self.parse(str(value))
        if span is None:
            self.fail("a span such as 90m, 22h30m or 2d", param, ctx)
        return span


class Truth(click.ParamType):
    """A storm that is true: `ONSET..END`."""

    name = "onset..end"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Storm":
        from deploy.recordings.manifest import Storm  # noqa: PLC0415 - `crisis --help` must be quick.

        onset, _, end = str(value).partition("..")
        try:
            return Storm(onset=UtcMoment.parse(onset), end=UtcMoment.parse(end))
        except ValueError as exc:
            what = f"two times with `..` between them: 2026-04-28T14:00Z..2026-05-02T00:00Z ({exc})"
            self.fail(what, param, ctx)


def load_authors(data_dir: Path) -> Callable[[], AuthorKey]:
    """The installation's author key, loaded only when a recording holds names."""
    return lambda: load_author_key(os.environ, data_dir)


@contextmanager
def told_to_people() -> Iterator[None]:
    """As `deploy.cli.told_to_people`, which imports the commands."""
    from deploy.cli import told_to_people as told  # noqa: PLC0415 - see above.

    with told():
        yield


@contextmanager
def watching(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar while something long goes on, on standard error and only where somebody watches."""
    from rich.console import Console  # noqa: PLC0415 - as above.
    from rich.progress import Progress  # noqa: PLC0415 - as above.

    is_watched = click.get_text_stream("stderr").isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=not is_watched) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
