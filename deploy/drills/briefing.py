"""The briefing: what is drilled with, from the words on the command line; and the report written after it."""

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from connectors.author import AuthorKey
from connectors.config import ConfigurationError, Section, build_section
from deploy.drills.errors import BadInjectError
from deploy.drills.folder import DrillFolder, load_scores
from deploy.drills.report import Report, write_html, write_markdown
from deploy.drills.score import Score
from deploy.drills.sections import Targets
from deploy.drills.verdict import choose_earlier, judge_score
from deploy.recordings.material import Material, open_material
from deploy.recordings.writing import name_of
from deploy.scenarios.inject import Inject
from deploy.scenarios.shelf import load_scenario


class _File(Section):
    """`NAME.injects.toml`."""

    injects: Annotated[tuple[Inject, ...], Field(min_length=1)]


def open_briefing(
    what: str, *, authors: Callable[[], AuthorKey], brand: str | None
) -> tuple[Material, tuple[Inject, ...]]:
    """Open a scenario or a recording, with its injects.

    Raises:
        BadInjectError: the injects beside a recording are wrong; every problem is named.
        UnknownScenarioError, RecordingError, ConnectorError: it cannot be opened.
    """
    material = open_material(what, authors=authors, brand=brand)
    path = Path(what)
    if not path.exists():
        return material, load_scenario(what).injects
    beside = path.with_name(f"{name_of(path)}.injects.toml")
    if not beside.exists():
        return material, ()
    try:
        values = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
        return material, build_section(_File, values, file=beside.name).injects
    except (ConfigurationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadInjectError(f"{beside}: {exc}") from exc


def make_report(score: Score, targets: Targets, data_dir: Path, *, per_person: bool) -> Report:
    """Hold a score against the targets and the team's earlier drills."""
    earlier = choose_earlier(score, list(load_scores(data_dir)))
    return Report(
        score=score, verdict=judge_score(score, targets, earlier), earlier=earlier, per_person=per_person
    )


def write_report(report: Report, folder: DrillFolder) -> Sequence[Path]:
    """Write it as Markdown and as a page into the drill's folder."""
    texts = {".md": write_markdown(report), ".html": write_html(report)}
    paths = [folder.report.with_suffix(suffix) for suffix in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths
