"""What a person who waits sees on stderr: that the engine is being compiled, and how many replications are done."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPILING: Final = "compiling the engine for this machine, which takes some 15 seconds, once ..."
COMPILING_AGAIN: Final = (
    "compiling the engine, which takes some 15 seconds each time, because no folder can be written to to keep it; "
    "set NUMBA_CACHE_DIR to one ..."
)


def say_if_compiling() -> None:
    """Say on stderr, if a person looks at it, that the engine is compiled before the first replication is played."""
    if sys.stderr.isatty() and (why := _compiles_first()):
        print(why, file=sys.stderr)


def _compiles_first() -> str:
    """Return what to say if the engine is neither loaded nor kept on this machine; "" if it is."""
    from sim.engine.compiled import run_to_end
    from sim.engine.jit import IS_COMPILED

    if not IS_COMPILED or run_to_end.signatures:
        return ""
    folder = run_to_end.stats.cache_path
    if folder is None:
        return COMPILING_AGAIN
    return "" if any(Path(folder).glob("*.nbc")) else COMPILING


@contextlib.contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what to call with (done, total); a bar with the time left on stderr, if a person looks at it.

    The bar begins at the first call, when the processes have been started: its thread must not be there before.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("replications", total=None)

    def told(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        bar.stop()
