"""A scenario as a recording: a file that `python -m connectors replay` can send."""

from pathlib import Path

from connectors.page import join_lines
from deploy.scenarios.generator import generate


def write_recording(scenario_name: str, folder: Path) -> Path:
    """Write a shipped scenario's mentions as JSON lines; the same bytes each time.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    raw = join_lines([mention.to_json() for mention in generate(scenario_name)])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{scenario_name}.jsonl"
    path.write_bytes(raw)
    return path
