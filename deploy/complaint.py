"""Complaints: what is wrong with a configuration, told so that a person knows what to write."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from connectors.config import ConfigurationError, Problem, read_document
from deploy.misread import find_misreading
from deploy.remedy import say_remedies


def list_complaints(config: Path, wrong: ConfigurationError) -> tuple[Problem, ...]:
    """Name each place as people do, and say what to write there.

    Args:
        config: the file, which is read again.
        wrong: what the checks found.
    """
    try:
        values = read_document(config)
    except ConfigurationError:
        return tuple(_explain(config, wrong))
    return say_remedies(wrong.problems, values)


def _explain(config: Path, wrong: ConfigurationError) -> Iterator[Problem]:
    """Add what is mostly behind it when a file is no TOML."""
    try:
        raw = config.read_bytes()
    except OSError:
        yield from wrong.problems
        return
    for problem in wrong.problems:
        hint = find_misreading(raw, problem.what)
        yield replace(problem, what=f"{problem.what}: {hint}") if hint else problem
