"""Measure it: people who look at planning pages, with and without long comparisons beside, and what each page took."""

from __future__ import annotations

# ruff: noqa: T201 - it prints what it measures
import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.load_test.visit import Took, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES: Final = ("plan", "scenario", "compare", "cost", "replay", "library")
_THINKS: Final = 2.0
"""Seconds that a visitor looks at a page before asking for the next."""
_PATIENCE: Final = 180.0


def main() -> None:
    """Print a line for each page: reruns, median, nine in ten, slowest; and what went wrong."""
    given = argparse.ArgumentParser(prog="python -m dashboard.load_test", description=__doc__)
    given.add_argument("--people", type=int, default=20)
    given.add_argument("--seconds", type=float, default=40.0)
    given.add_argument("--comparisons", type=int, default=2, choices=(0, 1, 2), help="long ones under way")
    wish = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder), wish.comparisons) as (url, run):
        took = _visited(url, run, wish.people, wish.seconds)
    _report(took, wish)
    sys.exit(1 if any(one.problem for one in took) else 0)


@contextmanager
def _running(folder: Path, n_long: int) -> Iterator[tuple[str, str]]:
    """Give the address of a busy server, and the run to look at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    env = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORT_SANDBOX")}
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", "dashboard.load_test.busy_server", str(n_long), str(port)],
            env=env | {"SUPPORT_SANDBOX_DATA": str(folder)}, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}", _ready(process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=_PATIENCE)


def _ready(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"^run (\w+)$", said, re.MULTILINE)
        if found and " is ready at " in said:
            return found[1]
        time.sleep(0.1)
    sys.exit(f"the server has not come up; it printed:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _visited(url: str, run: str, n_people: int, seconds: float) -> list[Took]:
    """Let everybody look at one page after the other, and return what each took; the first round counts as well."""
    took: list[Took] = []
    until = time.monotonic() + seconds
    everybody = [
        threading.Thread(target=_look_around, args=(url, run, number, until, took)) for number in range(n_people)
    ]
    for one in everybody:
        one.start()
        time.sleep(_THINKS / n_people)
    for one in everybody:
        one.join()
    return took


def _look_around(url: str, run: str, number: int, until: float, took: list[Took]) -> None:
    with Visit(url) as visit:
        turn = number
        while turn == number or time.monotonic() < until:  # each sees a page, however slow the machine is
            took.append(visit.show(PAGES[turn % len(PAGES)], f"run={run}"))
            turn += 1
            time.sleep(_THINKS)


def _report(took: list[Took], wish: argparse.Namespace) -> None:
    print(f"{wish.people} people, {wish.comparisons} long comparisons beside, {wish.seconds:g} s")
    print(f"{'page':<10}{'shown':>7}{'median':>10}{'9 in 10':>10}{'slowest':>10}")
    by_page: dict[str, list[float]] = defaultdict(list)
    for one in took:
        by_page[one.page].append(one.seconds)
    for page, seconds in (*by_page.items(), ("all", [one.seconds for one in took])):
        print(f"{page:<10}{len(seconds):>7}{_ms(statistics.median(seconds))}{_ms(_ninth(seconds))}{_ms(max(seconds))}")
    for problem in sorted({f"{one.page}: {one.problem}" for one in took if one.problem}):
        print(f"WENT WRONG {problem}")


def _ninth(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.9 * (len(seconds) - 1))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:>7.0f} ms"


if __name__ == "__main__":
    main()
