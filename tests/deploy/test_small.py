"""Starting small: one brand, one file and one command, and nothing else on the machine."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.drills.storm import make_storm
from tests.survivors import survivors

pytest.importorskip("noida_db", reason="the extra `embedded` is not installed")

ROOT = Path(__file__).parents[2]


@pytest.mark.embedded
@pytest.mark.need("004-21")
def test_one_command_shows_what_would_have_been_told_of_one_brand_from_one_file(tmp_path: Path) -> None:
    """No configuration, no broker, no key: a team's own export in the form that the README shows, and the command there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = "crisis drill run acme.jsonl --brand acme --stand-in --speed max"
    assert command in readme
    lines = [
        {"id": said.native_id, "published_at": said.published_at.isoformat(), "text": said.text}
        for said in make_storm().read("any")
    ]
    assert all(f'"{name}"' in readme for name in lines[0])
    (tmp_path / "acme.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "deploy.cli", *command.split()[1:]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "· acme · Backlash against AI-made content" in done.stdout
    # How many is the scorer's matter, and changes with its weights.
    assert re.search(r"\b\d\d+ mentions against AI-made content", done.stdout)
    (report,) = tmp_path.rglob("report.md")
    assert "acme" in report.read_text(encoding="utf-8")
    if sys.platform == "linux":
        assert survivors(tmp_path) == []
