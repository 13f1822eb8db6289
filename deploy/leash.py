"""The leash: a small process between a supervisor and a program, so that the program never outlives it.

The supervisor holds the write end of a pipe, the leash the read end. When the pipe closes, because the
supervisor asks for a stop or because it is dead (even by `kill -9`), the leash ends the program and all
its children: SIGTERM first, SIGKILL after the grace. One way to stop, used every day, is the one that
also works on the worst day.

It imports the standard library only and runs by its path, so that it starts in a few milliseconds.
"""

import contextlib
import ctypes
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_SET_PDEATHSIG = 1
_LOOK_EVERY = 0.5


def hold(
    program: Sequence[str], *, lifeline: int, grace: float, sweep: Path | None = None, tell: int | None = None
) -> int:
    """Run a program until it ends or the lifeline closes; returns its exit code, 128 + n for a signal.

    Args:
        program: what to run, in a process group of its own.
        lifeline: descriptor that reads end-of-file when the program must stop.
        grace: seconds between SIGTERM and SIGKILL.
        sweep: a directory to remove once nobody holds it any more (`hold_directory`).
        tell: descriptor to which the program's process id is written.
    """
    wake = _wake_on_signals()
    held = hold_directory(sweep) if sweep else None
    owner, leash = os.getppid(), os.getpid()
    child = subprocess.Popen(  # noqa: S603 - our supervisor says what to run
        program,
        start_new_session=True,
        preexec_fn=lambda: _die_with(leash),  # noqa: PLW1509 - this process has one thread
        stdin=subprocess.DEVNULL,
    )
    if tell is not None:
        with contextlib.suppress(BrokenPipeError):  # Who started us is gone already; so is the lifeline.
            os.write(tell, f"{child.pid}\n".encode())
        os.close(tell)
    code = _wait(child, lifeline=lifeline, wake=wake, grace=grace, owner=owner)
    _signal_group(child.pid, signal.SIGKILL)  # what the program left behind
    if sweep and held is not None:
        sweep_directory(sweep, held)
    return code if code >= 0 else 128 - code


def _wait(child: "subprocess.Popen[bytes]", *, lifeline: int, wake: int, grace: float, owner: int) -> int:
    kill_at = None
    while (code := child.poll()) is None:
        watched = [wake] if kill_at else [wake, lifeline]
        pause = _LOOK_EVERY if kill_at is None else max(0.0, kill_at - time.monotonic())
        ready, _, _ = select.select(watched, [], [], pause)
        asked = bool(set(os.read(wake, 512)) & set(_STOPS)) if wake in ready else False
        # A process that our owner forked may hold the lifeline open after the owner's death.
        if kill_at is None and (asked or lifeline in ready or os.getppid() != owner):
            _signal_group(child.pid, signal.SIGTERM)
            kill_at = time.monotonic() + grace
        elif kill_at is not None and time.monotonic() >= kill_at:
            _signal_group(child.pid, signal.SIGKILL)
            return child.wait()
    return code


def _wake_on_signals() -> int:
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, *_STOPS):
        signal.signal(number, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # the supervisor blocks signals while it starts us
    return read_end


def _die_with(leash: int) -> None:
    """Linux only: the program gets SIGKILL should the leash itself be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != leash:
            os._exit(1)


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def hold_directory(path: Path) -> int:
    """Say that this process still needs a directory; the system takes the word back when it dies."""
    held = os.open(path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def sweep_directory(path: Path, held: int) -> bool:
    """Remove a directory if nobody else holds it; gives up our own hold in any case.

    Of several that sweep at once at least one succeeds: a refused upgrade of a lock loses the lock.
    """
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        shutil.rmtree(path, ignore_errors=True)
        return True
    finally:
        os.close(held)


def main(argv: Sequence[str]) -> int:
    """`leash.py LIFELINE GRACE SWEEP|- TELL|- PROGRAM…`: for `deploy.supervisor` and `deploy.child`."""
    lifeline, grace, sweep, tell, *program = argv
    return hold(
        program,
        lifeline=int(lifeline),
        grace=float(grace),
        sweep=None if sweep == "-" else Path(sweep),
        tell=None if tell == "-" else int(tell),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
