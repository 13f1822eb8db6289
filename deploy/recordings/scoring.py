"""Scoring a recording once: a new recording whose lines carry their scores."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deploy.recordings.manifest import LICENCE, Manifest
from deploy.recordings.material import Material, Survey
from deploy.recordings.taped import redact_score, write_taped
from deploy.recordings.writing import name_of, write_manifest, writing_lines
from streams.score import ScoreMention

_LANE = "live"
"""As a recorded mention has it; a replay gives it its own."""
_REPORT_EVERY = 500


def score_into(
    path: Path,
    material: Material,
    score: ScoreMention,
    *,
    redact: bool = False,
    report: Callable[[int], None] = lambda _: None,
) -> Manifest:
    """Write a scored copy of a recording, with its manifest.

    Args:
        path: of the new recording.
        material: of the old one.
        score: scores one mention.
        redact: leave out every word of people.
        report: for a progress bar.
    """
    survey = Survey()
    with writing_lines(path) as write:
        for mention in material.read(_LANE):
            scored = score(mention, 0)
            kept = replace(mention, text="", cut=False, url=None) if redact else mention
            write(write_taped(kept, redact_score(scored) if redact else scored))
            survey.add(mention)
            if survey.mentions % _REPORT_EVERY == 0:
                report(survey.mentions)
    manifest = survey.complete(
        Manifest(
            name=name_of(path),
            origin=f"{material.name}, scored",
            in_order=True,
            scored=True,
            redacted=redact,
            licence=LICENCE,
            storms=material.storms,
        )
    )
    write_manifest(path, manifest)
    return manifest
