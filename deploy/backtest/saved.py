"""Saved results: files that `compare` reads, and the committed figures among them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from connectors.errors import UnreadableError
from deploy.backtest.errors import BadResultError
from deploy.backtest.result import Result, Saved

FIGURES: Final = Path(__file__).with_name("figures.json")
"""Of the shipped scenarios with the default detector; a test fails when a change makes them worse."""


def save_results(path: Path, results: Sequence[Result]) -> None:
    """Write results; without the curves, which no comparison needs."""
    bare = tuple(replace(result, curves={}) for result in results)
    path.write_bytes(msgspec.json.format(Saved(results=bare).to_json(), indent=1) + b"\n")


def load_results(path: Path) -> tuple[Result, ...]:
    """Read them.

    Raises:
        BadResultError: there is no such file, or it is something else.
    """
    try:
        return Saved.from_json(path.read_bytes()).results
    except OSError as exc:
        raise BadResultError(f"{path}: {exc.strerror}") from exc
    except UnreadableError as exc:
        raise BadResultError(f"{path}: not a saved back-test: {exc}") from exc
