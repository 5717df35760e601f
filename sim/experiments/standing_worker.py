"""The program of a worker of the standing crew: reads work from its standard input, writes answers, one by one."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from sim.experiments import memory

if TYPE_CHECKING:
    from collections.abc import Callable

NICENESS: Final = 5
"""How much workers give way to the server, whose pages people wait for."""

BEGUN: Final = b"."
"""Written as soon as work has come in: who dies from here on has died at it."""


class Answer(NamedTuple):
    """What came of a piece of work: a value, or the error that it raised."""

    value: Any
    error: Exception | None = None


class FullError(MemoryError):
    """A piece of work needs more memory than this program may have; the message says how much that is."""


def main(n_bytes: int = 0) -> None:
    """Work until the standard input ends: whoever started this has gone. n_bytes: of memory at most; 0: no bound."""
    memory.bound(n_bytes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's business
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with suppress(BrokenPipeError):
        _serve(sys.stdin.buffer, answers, n_bytes)


def warm_up() -> None:
    """Play a small run, so that the engine is loaded, and compiled the first time on a machine."""
    from sim.experiments.replicate import Options, play, tasks_of  # noqa: PLC0415 -- in the worker alone
    from sim.scenario.draft import answers, draft  # noqa: PLC0415 -- as above
    from sim.scenario.load import parse  # noqa: PLC0415 -- as above

    given = answers({
        "conversations": 10, "people": 1, "hours": "09:00-17:00", "zones": "UTC", "minutes": 10, "paid_share": 50,
        "first_day": "2026-01-05",
    })  # fmt: skip
    scenario = parse(draft(given), "warm-up")
    play(tasks_of(scenario, tuple(scenario.plans), Options(1))[0])


def _serve(work: BinaryIO, answers: BinaryIO, n_bytes: int) -> None:
    while True:
        try:
            function, args = pickle.load(work)  # noqa: S301 -- the server that started this program writes it
        except EOFError:
            return
        answers.write(BEGUN)
        answers.flush()
        answers.write(_answer(function, args, n_bytes))
        answers.flush()


def _answer(function: Callable[..., Any], args: tuple[Any, ...], n_bytes: int) -> bytes:
    """Return the answer as bytes, also where there is no room for it."""
    try:
        return _pickled(_done(function, args))
    except MemoryError:
        pass  # what it held is free only behind this
    has = f": a worker of this machine has {memory.in_words(n_bytes)}" if n_bytes else ""
    return _pickled(Answer(None, FullError(f"memory ran out{has}; try fewer customers or a shorter length")))


def _done(function: Callable[..., Any], args: tuple[Any, ...]) -> Answer:
    try:
        return Answer(function(*args))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- whoever asked is told
        error.add_note(traceback.format_exc())
        return Answer(None, error)


def _pickled(answer: Answer) -> bytes:
    """Return the answer as bytes; an error that can't be pickled, or not be read again, becomes its text."""
    try:
        made = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        if answer.error is not None:
            pickle.loads(made)  # noqa: S301 -- our own bytes: many errors can't be made anew from their text alone
        return made  # noqa: TRY300 -- it may fail in either line
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it holds, an answer must come
        return pickle.dumps(Answer(None, RuntimeError(f"{answer.error or error}")), protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    from sim.experiments.standing_worker import main as run  # under its own name, for what is pickled

    run(int(sys.argv[1]))
