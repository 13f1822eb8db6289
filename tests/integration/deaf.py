"""A worker that does not listen to SIGTERM, as Faust does not while it waits for a broker that is gone."""

import signal
import sys
import time

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout.write("deaf\n")
    sys.stdout.flush()
    time.sleep(600)
