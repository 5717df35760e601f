"""The database: one file in the data folder (SQLite) or a PostgreSQL server, behind the same few functions."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

_BUSY = 15_000  # ms to wait for another writer
_PATIENCE_TO_SCRUB = 2_000  # ms: whoever saves an answer meanwhile waits as long
_UNREACHABLE = 10  # seconds to wait for a server
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_WRITES = "support_sandbox_writes"


def server_clock() -> int:
    """Return the time now: milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def new_id() -> str:
    """Return an id that nobody can guess: 16 hexadecimal digits."""
    return secrets.token_hex(8)


class Storage:
    """An open database and the clock that decides.

    url: such as sqlite:////home/me/sandbox.db or postgresql+psycopg://host/name; now: milliseconds since 1970, UTC.
    Tables must be there already: `open_storage` brings them up to date first. erased_list: the file that keeps who was
    erased, for the day an older backup is restored; None keeps none.
    """

    def __init__(self, url: str | URL, now: Callable[[], int] = server_clock) -> None:
        self.now = now
        self.erased_list: Path | None = None
        self.engine = _engine(url)
        self._one_writer = threading.RLock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Is it a file rather than a server?"""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that only reads, and sees one state of the database whatever others write meanwhile."""
        with self.engine.connect().execution_options(**self._one_state) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are on the disk when the block ends, or undone if it raises.

        SQLite has one writer at a time; those of this process queue here, in fairness, instead of at its lock.
        """
        if self._one_writer is None:
            with self.engine.begin() as connection:
                yield connection
            return
        with (
            self._one_writer,
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def scrub(self) -> bool:
        """Overwrite what was deleted, so that the files no longer hold it; True when it is done.

        SQLite: False when others used the database all the while; then the next call does it. PostgreSQL cleans its
        files by itself in time: always False.
        """
        if self._one_writer is None:
            return False
        with self._one_writer, closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_TO_SCRUB}")
            try:
                cursor.execute("VACUUM")  # a page may keep a copy of what once stood there, secure_delete or not
                return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            except sqlite3.OperationalError:
                return False
            finally:
                cursor.execute(f"PRAGMA busy_timeout={_BUSY}")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @property
    def _one_state(self) -> dict[str, Any]:
        """SQLite does so by itself: its readers see the database as it was when they began."""
        return {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _engine(url: str | URL) -> Engine:
    url = make_url(url)
    is_server = url.get_backend_name() == "postgresql"
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _UNREACHABLE} if is_server else {})
    if not is_server:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Write ahead, and to the disk itself before a commit returns: what was acknowledged survives a power cut."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where the driver guesses
    connection.execute(f"PRAGMA busy_timeout={_BUSY}")
    _write_ahead(connection, time.monotonic() + _BUSY / 1000)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any, until: float) -> None:
    """Try for a while: SQLite does not wait by itself for another process that is just doing the same to a new file."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: two that both read first could never be put in order."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
