"""Work for a standing crew that real work is not: slow, deadly, or impossible to hand over."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time


def slowly(seconds, value):
    """Return *value* after a while."""
    time.sleep(seconds)
    return value


def say(words):
    """Print, which must not be taken for an answer."""
    print(words)  # noqa: T201 -- that is the point
    sys.stdout.flush()
    return words


def fill(n_bytes):
    """Take so much memory, and more than one worker may have where it is bounded by that."""
    return len(bytearray(n_bytes))


def die_once(folder):
    """Kill this worker the first time that this is called."""
    mark = f"{folder}/died"
    if not os.path.exists(mark):  # noqa: PTH110 -- a plain string travels
        open(mark, "w", encoding="utf-8").close()  # noqa: PTH123 -- as above
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die():
    """Kill this worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail():
    """Raise."""
    raise ValueError("no such thing")


class OddError(Exception):
    """It is made of two things, and its text is neither."""

    def __init__(self, day, why):
        super().__init__(f"{day}: {why}")


def fail_oddly():
    """Raise what can't be made anew from its text."""
    raise OddError("monday", "closed")


def unpicklable():
    """Return what no pipe carries."""
    return threading.Lock()
