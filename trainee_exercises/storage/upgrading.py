"""Brings the tables up to date, once, however many processes start at the same time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from trainee_exercises.storage.folder import shown
from trainee_exercises.storage.problems import StorageError
from trainee_exercises.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.storage.database import Storage

VERSION_TABLE: Final = "support_sandbox_version"
"""The table that says how new the others are; not Alembic's usual name, which another app may use beside us."""

_LOCK: Final = 8_315_161_920  # any number that nobody else takes for PostgreSQL's advisory locks
_ALEMBIC: Final = threading.Lock()  # it keeps the migration it runs in a module, so one at a time
_FOLDER: Final = Path(__file__).with_name("migrations")


def newest() -> str:
    """Return the revision that this version of the app wants."""
    return _only(ScriptDirectory.from_config(_config()).get_heads())


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables; None where there are none yet."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def upgrade(storage: Storage) -> Path | None:
    """Bring the tables up to date. Return the copy of an SQLite file made before, if there was anything to change.

    StorageError: the database is of a newer version of the app, or has tables of ours that it did not make.
    """
    with storage.read() as connection:
        if revision(connection) == newest():
            return None
    with storage.write() as connection:
        lock(connection)
        found = revision(connection)
        if found == newest():  # another process was faster
            return None
        refuse_strange(connection, found)
        copy = copy_file(storage, f"before-{newest()}") if found and storage.is_sqlite else None
        build(connection, newest())
        return copy


def lock(connection: Connection) -> None:
    """Keep other processes from changing tables until the transaction ends; on SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def build(connection: Connection, to: str) -> None:
    """Take the tables up to the revision *to*, inside the transaction of *connection*."""
    with _ALEMBIC:
        command.upgrade(_config(connection), to)


def take_down(connection: Connection, to: str = "base") -> None:
    """Take the tables down to the revision *to*; "base" leaves none of ours, and nothing of what was in them."""
    with _ALEMBIC:
        command.downgrade(_config(connection), to)


def is_known(one: str) -> bool:
    """Can this version of the app read what has the revision *one*?"""
    return one in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def refuse_strange(connection: Connection, found: str | None) -> None:
    """Raise StorageError if the tables, of the revision *found*, are none that this version of the app can change."""
    where = shown(connection.engine.url)
    if found is not None and not is_known(found):
        raise StorageError(
            f"the database {where} was made by a newer version of support-sandbox (its tables have the revision"
            f" {found}); install that version: pip install --upgrade support-sandbox"
        )
    ours = sorted(set(metadata.tables) & set(inspect(connection).get_table_names()))
    if found is None and ours:
        raise StorageError(
            f"the database {where} has tables that support-sandbox did not make ({', '.join(ours)}); name an empty one"
        )


def copy_file(storage: Storage, why: str) -> Path:
    """Copy the database of SQLite, as it is after the last commit, into a new file beside it and return that."""
    made_at = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    source = Path(str(storage.engine.url.database))
    copy = source.with_name(f"{source.name}.{why}.{made_at}")
    copy.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    return copy


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _only(heads: list[str]) -> str:
    (head,) = heads
    return head
