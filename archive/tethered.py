"""Runs a Python program that ends with the process that started it, however that one ended.

    python -m archive.tethered MODULE [ARGUMENT ...]

The starter makes this process the leader of a group of its own and holds the other end of its
standard input, into which it never writes. The kernel closes that end even after `kill -9` of the
starter, on every Unix; then the program is told to stop, and its whole group is killed where it does not.
"""

import os
import runpy
import signal
import sys
import threading
import time

# Less than a person needs to start the archive again and be refused its port.
GRACE_SECONDS = 3


def main() -> None:
    """Watch the starter, and become the program."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_starter() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
