"""What a drill's folder tells who answers from a second terminal."""

import os
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from deploy.cli import main
from deploy.drills.folder import DrillFolder
from deploy.drills.journal import Status
from deploy.drills.lane import DrillLane

NOW = datetime(2026, 4, 1, tzinfo=UTC)
LANE = DrillLane("drill-film")


def answer(data: Path, inject: str, *injects: str) -> Result:
    folder = DrillFolder.of(data, LANE)
    folder.make()
    status = Status(
        lane=LANE.name,
        what="film",
        at=NOW,
        real=NOW,
        how="60×",
        phase="running",
        injects=injects,
        pid=os.getpid(),
    )
    folder.show_status(status)
    command = ["drill", "answer", LANE.name, inject, "You hear from me by ten.", "--data-dir", str(data)]
    return CliRunner().invoke(main, [*command, "--by", "Ana"])


def test_an_answer_is_written_down(tmp_path: Path) -> None:
    result = answer(tmp_path, "boss-asks", "boss-asks", "journalist-mail")
    assert result.exit_code == 0, result.output
    assert "boss-asks" in DrillFolder.of(tmp_path, LANE).answers.read_text()


def test_an_answer_to_an_inject_that_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    result = answer(tmp_path, "bos-asks", "boss-asks", "journalist-mail")
    assert result.exit_code == 1
    assert (
        "no inject of this drill is called `bos-asks`; there are: boss-asks, journalist-mail" in result.output
    )
    assert not DrillFolder.of(tmp_path, LANE).answers.exists()


def test_a_drill_without_injects_says_so(tmp_path: Path) -> None:
    assert "it has none" in answer(tmp_path, "boss-asks").output
