"""Scoring beside the worker, with real processes: the same scores, in order, and nothing left behind."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.mention import ChannelKind, Mention, Platform
from connectors.page import join_lines
from streams.score import Source
from streams.scoring.beside import ScoringBeside
from streams.scoring.errors import ScorerGoneError, ScorerRefusedError
from streams.scoring.here import ScoringHere, open_scorer
from streams.scoring.page import PageScores
from streams.settings import Settings

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXTS = ("This AI film is soulless slop, shame on you", "lovely cups", "又是AI垃圾圖", "ez borzalmas", "?")


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    config = tmp_path_factory.mktemp("beside") / "crisis.toml"
    config.write_text('[[brands]]\nname = "acme"\n[[brands]]\nname = "bolt"\n')
    return {**os.environ, "CRISIS_CONFIG": str(config), "PYTHONPATH": str(Path(__file__).parents[3])}


@pytest.fixture
def two(environ: Mapping[str, str]) -> Iterator[ScoringBeside]:
    beside = ScoringBeside.start(2, environ)
    beside.wait_until_ready()
    yield beside
    beside.close()


def page(number: int, mentions: int = 5, pad: int = 0) -> bytes:
    said = [
        Mention(
            source="x",
            platform=Platform.X,
            native_id=f"{number}-{each}",
            brand="acme" if each % 2 else "bolt",
            kind=ChannelKind.COMMENT,
            text=TEXTS[(number + each) % len(TEXTS)] + " " + "so " * pad,
            published_at=AT,
        )
        for each in range(mentions)
    ]
    return join_lines([*(each.to_json() for each in said), b"{broken"])


def source(number: int) -> Source:
    return Source(partition=3, offset=number, sent_at=AT)


def timeless(scores: PageScores) -> tuple[object, ...]:
    return scores.readings, scores.dead, scores.mentions


async def test_scores_are_those_of_the_worker_itself_in_order_and_however_large(
    two: ScoringBeside, environ: Mapping[str, str]
) -> None:
    settings = Settings.from_env(environ)
    here = ScoringHere(settings, open_scorer(settings).score_mention)
    # More than any socket's buffer, both ways, before anybody looks at an answer.
    pages = [
        page(number, 120 if number % 5 == 0 else 5, 1_000 if number % 5 == 0 else 0) for number in range(12)
    ]
    async with asyncio.timeout(120):
        waiting = [await two.submit(raw, source(number)) for number, raw in enumerate(pages)]
        answers = [await one for one in waiting]
    assert sum(map(len, pages)) > 1_000_000
    for number, (raw, answer) in enumerate(zip(pages, answers, strict=True)):
        expected = await (await here.submit(raw, source(number)))
        assert timeless(answer) == timeless(expected)
        assert [line.reason for line in answer.dead] == [expected.dead[0].reason]
        assert {brand for brand, _ in answer.readings} == {"acme", "bolt"}
        assert answer.seconds > 0
    assert sum(process.in_hand for process in two._processes) == 0
    await two.leave()


@pytest.mark.parametrize(
    ("config", "why"),
    [("[[brands]]\nname = 3\n", "brands.0.name"), ('[streams]\nweights = "."\n', "brands")],
)
def test_a_process_that_cannot_start_says_why(config: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "crisis.toml").write_text(config)
    root = str(Path(__file__).parents[3])
    environ = {**os.environ, "CRISIS_CONFIG": str(tmp_path / "crisis.toml"), "PYTHONPATH": root}
    beside = ScoringBeside.start(1, environ)
    with pytest.raises(ScorerRefusedError, match=why):
        beside.wait_until_ready()
    beside.close()


def test_a_process_that_does_not_even_speak_says_how_to_do_without(environ: Mapping[str, str]) -> None:
    beside = ScoringBeside.start(1, {**environ, "PYTHONPATH": "", "PYTHONHOME": "/nowhere"})
    with pytest.raises(ScorerRefusedError, match="scoring_processes = 0"):
        beside.wait_until_ready()
    beside.close()


async def test_pages_in_the_hands_of_a_process_that_dies_fail(environ: Mapping[str, str]) -> None:
    beside = ScoringBeside.start(1, environ)
    beside.wait_until_ready()
    process = beside._processes[0]._process
    process.send_signal(signal.SIGSTOP)  # So that the page is in its hands for certain.
    waiting = await beside.submit(page(0), source(0))
    process.kill()
    async with asyncio.timeout(10):
        with pytest.raises(ScorerGoneError):
            await waiting
        with pytest.raises(ScorerGoneError):
            await (await beside.submit(page(1), source(1)))
    await beside.leave()
    beside.close()


WORKER = """
import asyncio, sys, time
from tests.streams.scoring.test_beside import page, source
from streams.scoring.beside import ScoringBeside

async def submit():
    return await (await beside.submit(page(0), source(0)))

beside = ScoringBeside.start(1)
beside.wait_until_ready()
print(beside._processes[0]._process.pid, flush=True)
sys.stdin.readline()
print(asyncio.run(submit()).mentions, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="macOS cannot wait for another's child")
def test_it_ends_with_its_worker_even_one_that_was_killed_and_not_by_ctrl_c(
    environ: Mapping[str, str],
) -> None:
    command = [sys.executable, "-c", WORKER]
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdin is not None
        pid = int(worker.stdout.readline())
        ended = os.pidfd_open(pid)
        os.kill(pid, signal.SIGINT)
        worker.stdin.write(b"\n")
        worker.stdin.flush()
        assert int(worker.stdout.readline()) == 5
        worker.kill()
    assert is_over(ended, 20)
    os.close(ended)


def is_over(pidfd: int, within: float) -> bool:
    """Whether a process ends within so many seconds."""
    return bool(select.select([pidfd], [], [], within)[0])
