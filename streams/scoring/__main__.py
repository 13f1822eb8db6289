"""`python -m streams.scoring`: a scoring process; a worker starts it, with a socket for its standard input.

It ends when that socket closes, however the worker ended.
"""

import os
import signal
import socket
import sys
from contextlib import suppress
from typing import BinaryIO

from connectors.errors import ConnectorError
from streams.collector import spare_collector
from streams.learning.errors import LearningError
from streams.scoring.frames import HEAD, frame, read_work, write_answer
from streams.scoring.here import ScoringHere, open_scorer
from streams.settings import Settings


def main() -> None:
    """Score what comes over the socket until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's, which still has pages with us.
    gone = suppress(BrokenPipeError, ConnectionResetError)
    with gone, socket.socket(fileno=sys.stdin.fileno()) as line:
        _serve(line.makefile("rb"), line.makefile("wb"))


def _serve(pages: BinaryIO, answers: BinaryIO) -> None:
    try:
        settings = Settings.from_env(os.environ)
        scoring = ScoringHere(settings, open_scorer(settings).score_mention)
    except (ConnectorError, LearningError) as exc:
        _say(answers, frame(str(exc).encode()))
        return
    spare_collector()
    _say(answers, frame(b""))
    while payload := _hear(pages):
        work = read_work(payload)
        _say(answers, write_answer(scoring.score_now(work.raw, work.source)))


def _say(answers: BinaryIO, raw: bytes) -> None:
    answers.write(raw)
    answers.flush()


def _hear(pages: BinaryIO) -> bytes:
    """The next frame; empty when the worker has gone."""
    head = pages.read(HEAD.size)
    if len(head) < HEAD.size:
        return b""
    (length,) = HEAD.unpack(head)
    payload = pages.read(length)
    return payload if len(payload) == length else b""


if __name__ == "__main__":
    main()
