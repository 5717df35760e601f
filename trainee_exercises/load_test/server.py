"""The app's server as a process of its own, with a data folder of its own, for as long as a block lasts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 90.0  # seconds for a start or an end


class Server(NamedTuple):
    """A server that answers. url: without a slash at the end."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


class NotStarted(Exception):  # noqa: N818 - it is an outcome
    """The server has not come up; the message ends with what it printed."""


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start the server on a free port of this machine, its data and log in *folder*; end it with the block.

    Raises:
        NotStarted: it has ended by itself, or not answered in time.

    """
    port, log = _free_port(), folder / "server.log"
    line = [sys.executable, "-m", "support_sandbox", "dashboard", "--no-browser", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            [*line, "--data", str(folder)], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, log)
        _wait_until_it_answers(server)
        yield server
    finally:
        _end(process)


def cpu_seconds(server: Server) -> float | None:
    """Return the processor time that the server has used so far; None where the system does not tell (not Linux)."""
    try:
        with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(server: Server) -> float | None:
    """Return the most memory that the server has held so far, in MB; None where the system does not tell."""
    try:
        with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
            peak = next(line for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return None
    return int(peak.split()[1]) / 1024


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_until_it_answers(server: Server) -> None:
    until = time.monotonic() + _PATIENCE
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < until and server.process.poll() is None:
            with suppress(httpx.TransportError):
                if client.get(f"{server.url}/api/health", timeout=5).is_success:
                    return
            time.sleep(0.1)
    raise NotStarted(f"the server has not come up; it printed:\n{server.log.read_text(errors='replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; after a while, end it. Its children are in its group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_PATIENCE)
