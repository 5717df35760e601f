"""The database: one file in the data folder (SQLite) or a PostgreSQL server, behind the same few functions."""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

_BUSY = 15.0  # seconds to wait for another writer
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
    Tables must be there already: `open_storage` brings them up to date first.
    """

    def __init__(self, url: str | URL, now: Callable[[], int] = server_clock) -> None:
        self.now = now
        self.engine = _engine(url)
        self._one_writer = threading.RLock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Is it a file rather than a server?"""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with self.engine.connect() as connection, connection.begin():
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

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _engine(url: str | URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Write ahead, and to the disk itself before a commit returns: what was acknowledged survives a power cut."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where the driver guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={int(_BUSY * 1000)}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: two that both read first could never be put in order."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
