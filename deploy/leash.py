"""A leash: runs one command, and ends it when the process that started the leash is gone.

Run as a script, in a process of its own: `python -I -S leash.py GRACE LOG SCRATCH COMMAND...`. The first line
on standard output is the command's process id. The command is asked to stop when standard input ends, which the
kernel sees to even if the parent dies by `kill -9`, and killed GRACE seconds later. SCRATCH, if not empty, is a
directory removed at the end. It imports nothing outside the standard library, so that it starts in a moment.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

PARENT_CHECK_EVERY = 0.5
PR_SET_PDEATHSIG = 1


def die_with_leash() -> None:
    """Linux only: should the leash itself be killed, the kernel kills the command."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def watch(parent: int, gone: threading.Event) -> None:
    """Set `gone` when standard input ends.

    A process forked from the parent may hold the other end of standard input open after the parent's death,
    so where a new parent is visible it counts too.
    """

    def read() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1):
                pass
        gone.set()

    threading.Thread(target=read, daemon=True).start()
    while not gone.wait(PARENT_CHECK_EVERY):
        if os.name == "posix" and os.getppid() != parent:
            gone.set()


def end(child: subprocess.Popen[bytes], gone: threading.Event, grace: float) -> None:
    gone.wait()
    child.terminate()
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def main(grace: float, log: Path, scratch: str, command: list[str]) -> int:
    parent = os.getppid()
    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 the command is ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_leash if sys.platform == "linux" else None,  # noqa: PLW1509 no thread runs yet
        )
    for number in (signal.SIGINT, signal.SIGTERM):
        # The owner decides when the command ends. Not before the command runs: it would inherit the deafness.
        signal.signal(number, signal.SIG_IGN)
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    gone = threading.Event()
    threading.Thread(target=watch, args=(parent, gone), daemon=True).start()
    threading.Thread(target=end, args=(child, gone, grace), daemon=True).start()
    code = child.wait()
    if scratch:
        shutil.rmtree(scratch, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]))
