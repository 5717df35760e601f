"""The real server as a process of its own, for tests that kill it, restart it and look at it from outside."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import httpx

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0  # seconds: a machine busy with other work starts Streamlit slowly
PASSWORD = "four walnut ladders, one kite"  # of users who live as long as a test


class Invitation(NamedTuple):
    """A candidate and the way in."""

    link: str
    candidate_id: str
    round_id: str
    token: str


class RunningApp:
    """A server on loopback with a data folder of its own.

    options: more words for `support-sandbox dashboard`, such as "--public-url", "https://...". The log of all its lives
    is one file. Nothing of the environment's own SUPPORT_SANDBOX settings reaches it.
    """

    def __init__(self, folder: Path, options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        self.port = free_port()
        self.options = options
        self.env = {"SUPPORT_SANDBOX_DATA": str(self.data)} | (env or {})
        self.log_file = folder / "server.log"
        self._process: subprocess.Popen | None = None
        self._storage: Storage | None = None
        self._n_rounds = 0
        self._n_candidates = 0

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that listens now."""
        assert self._process is not None, "start() it first"
        return self._process.pid

    def start(self) -> RunningApp:
        """Start it and wait until it answers."""
        assert self._process is None, "it runs already"
        line = [sys.executable, "-m", "support_sandbox", "dashboard", "--port", str(self.port), "--no-browser"]
        line += ["--data", str(self.data), *self.options]
        env = clean_environment() | self.env | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        with self.log_file.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                line, cwd=self.data, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise
        return self

    def kill(self) -> None:
        """End it and its children at once, as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and return its exit code."""
        return self._end(signal.SIGTERM)

    def restart(self) -> RunningApp:
        """Start it again on the same port and data; kill it first if it runs."""
        self.kill()
        return self.start()

    def log(self) -> str:
        """Return all that it has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def storage(self) -> Storage:
        """Return a storage on the server's database, to arrange things and to look; closed by `close`."""
        if self._storage is None:
            from trainee_exercises.storage import open_storage  # noqa: PLC0415 -- alembic loads where it is needed

            with self.settings():
                self._storage = open_storage()
        return self._storage

    @contextmanager
    def settings(self):
        """Give this process the server's settings: data folder, and so the secret key."""
        kept = clean_environment()
        with patch.dict(os.environ, kept | self.env, clear=True):
            yield

    def invite(self, minutes: int = 30, *, name: str = "Robin Okafor", **settings) -> Invitation:
        """Add a candidate to a new round and return the way in. settings: of the round, such as ai_rule="allowed"."""
        self._n_rounds += 1
        return self.invite_into(self.new_round(f"Round {self._n_rounds}", minutes=minutes, **settings), name)

    def new_round(self, name: str, **settings) -> str:
        """Create a round and return its id."""
        from trainee_exercises.hiring.rounds import create_round  # noqa: PLC0415 -- as above
        from trainee_exercises.hiring.settings import RoundSettings  # noqa: PLC0415 -- as above

        with self.settings():
            return create_round(self.storage(), name, RoundSettings(**settings), "test").id

    def invite_into(self, round_id: str, name: str = "Robin Okafor") -> Invitation:
        """Add a candidate to a round and return the way in."""
        from trainee_exercises.hiring.candidates import NewCandidate, add_candidate  # noqa: PLC0415 -- as above
        from trainee_exercises.hiring.invitations import issue  # noqa: PLC0415 -- as above

        with self.settings():
            self._n_candidates += 1
            new = NewCandidate(name=name, email=f"candidate{self._n_candidates}@home.example")
            candidate = add_candidate(self.storage(), round_id, new, "test")
            token = issue(self.storage(), candidate.id, "test").token
        return Invitation(f"{self.url}/join/{token}", candidate.id, round_id, token)

    def add_user(self, role: str, name: str | None = None) -> str:
        """Add a user with `PASSWORD`, unless there is one of that name, and return the name."""
        from trainee_exercises.accounts import users  # noqa: PLC0415 -- as above

        name = name or f"{role}@company.example"
        if name not in {user.name for user in users.all_users(self.storage())}:
            users.add_user(self.storage(), users.NewUser(name, role, PASSWORD), "test")
        return name

    def close(self) -> None:
        """End it, close its storage, and print its log (shown where a test has failed)."""
        self.kill()
        if self._storage is not None:
            self._storage.close()
            self._storage = None
        sys.stdout.write(f"---- log of the server on port {self.port}\n{self.log()}\n")

    def _end(self, number: signal.Signals) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            return process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=PATIENCE)
            raise

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False) as client:
            while time.monotonic() < until:
                assert self._process is not None
                assert self._process.poll() is None, f"the server has ended by itself:\n{self.log()}"
                with suppress(httpx.TransportError):
                    if client.get(f"{self.url}/api/health", timeout=5).status_code == httpx.codes.OK:
                        return
                time.sleep(0.1)
        raise AssertionError(f"the server has not answered within {PATIENCE:.0f} s:\n{self.log()}")


def free_port() -> int:
    """Return a port that nobody listened on a moment ago.

    Below those that connections get by themselves: one of them might take it before the server that it is meant for.
    """
    for port in random.sample(range(15_000, 32_000), 100):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise AssertionError("a hundred ports are taken")


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of the app: no test meets the data of who runs it."""
    foreign = ("SUPPORT_SANDBOX_", "STREAMLIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
