"""Runs ministack until standard input closes.

The process that starts it holds the other end of that pipe. However it ends, by `kill -9` too, the pipe closes, and
ministack goes with it together with the functions that it runs: nothing is left on the machine.
"""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ["ministack"]

from ministack.app import main  # noqa: E402 - the watcher has to run before the services load

main()
