"""How much memory a worker may have: a run that is too large ends by itself, and not the server beside it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_GROUPS: Final = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where Linux tells how much a container may have (cgroup version 2 and 1)."""
_SHARE: Final = 0.75
"""Of the machine's memory, for all workers together; the rest is the server's and the database's (assumption)."""
_LEAST: Final = 2_000_000_000
"""Bytes. Compiling the engine takes less than half of one GB, and a run of two million conversations 1.8."""


def for_each_of(n_workers: int) -> int:
    """Return how many bytes each of so many workers may have; 0 where the machine does not say what it has."""
    total = _total()
    return max(_LEAST, int(_SHARE * total / n_workers)) if total else 0


def bound(n_bytes: int) -> None:
    """Let this program have no more than that; asking for more is a MemoryError. 0, or where it can't be: no bound."""
    if not n_bytes:
        return
    with suppress(ImportError, OSError, ValueError):  # such as on Windows
        import resource  # noqa: PLC0415 -- not everywhere

        resource.setrlimit(resource.RLIMIT_DATA, (n_bytes, n_bytes))


def in_words(n_bytes: int) -> str:
    """Return a number of bytes for people, such as "8.6 GB"."""
    return f"{n_bytes / 1e9:.1f} GB"


def _total() -> int:
    """Return the bytes that this machine, or the container on it, has; 0: not known."""
    known = []
    with suppress(AttributeError, OSError, ValueError):  # such as on Windows
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for file in _GROUPS:
        with suppress(OSError, ValueError):  # "max": no limit
            known.append(int(file.read_text(encoding="ascii")))
    return min((n for n in known if n > 0), default=0)
