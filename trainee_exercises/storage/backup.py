"""Backups: the whole database as lines of JSON in one zip file, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import zipfile
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import LargeBinary, func, inspect, select

from trainee_exercises.storage import audit
from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.open import plain_errors
from trainee_exercises.storage.problems import StorageError
from trainee_exercises.storage.tables import audit as log
from trainee_exercises.storage.tables import metadata
from trainee_exercises.storage.upgrading import revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from trainee_exercises.storage.database import Storage

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_ROWS_AT_ONCE: Final = 500
_LARGE_ROWS_AT_ONCE: Final = 8
_BACKED_UP: Final = "backed_up"


class TablePart(BaseModel):
    """What the file holds of one table: how many rows, and the SHA-256 of their lines."""

    model_config = ConfigDict(frozen=True)

    rows: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says about itself. made_at: ms since 1970, UTC; revision: that of the tables."""

    model_config = ConfigDict(frozen=True)

    product: str = "support-sandbox"
    format: int = FORMAT
    revision: str
    made_at: int
    tables: dict[str, TablePart]

    @property
    def n_rows(self) -> int:
        """Return the number of rows in all tables."""
        return sum(part.rows for part in self.tables.values())


class _Draft(NamedTuple):
    file: zipfile.ZipFile
    connection: Connection


def back_up(storage: Storage, path: Path) -> Manifest:
    """Write the database, as it is at one instant, into the new file *path*; others go on writing meanwhile.

    StorageError: there is such a file already, or it can't be written. Then there is no half file either.
    """
    if path.exists():
        raise StorageError(f"{path} is there already; name a new file")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            manifest = _write(storage, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"the backup {path} can't be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def note_backup(storage: Storage, manifest: Manifest, by: str) -> None:
    """Write into the audit log that somebody has made a backup; where it lies is nobody else's business."""
    with storage.write() as connection:
        line = Audited(manifest.made_at, by, _BACKED_UP, "data", {"rows": manifest.n_rows})
        audit.note(connection, line)


def last_backup(connection: Connection) -> int | None:
    """Return when the last backup was made, ms since 1970; None: none so far, as far as this database knows."""
    made = select(func.max(log.c.at)).where(log.c.action == _BACKED_UP)
    return connection.execute(made).scalar()


def part_name(table: str) -> str:
    """Return the name of the part of the zip file that holds *table*."""
    return f"tables/{table}.jsonl"


def _write(storage: Storage, file: IO[bytes]) -> Manifest:
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack,
        plain_errors(storage.engine.url),
        storage.read() as connection,
    ):
        draft = _Draft(pack, connection)
        manifest = Manifest(
            revision=str(revision(connection)),
            made_at=storage.now(),
            tables={table.name: _write_table(draft, table) for table in _tables(connection)},
        )
        pack.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        return manifest


def _tables(connection: Connection) -> list[Table]:
    """Return our tables that are there: an older database, backed up before it is replaced, has not all of them."""
    there = set(inspect(connection).get_table_names())
    return [table for table in metadata.sorted_tables if table.name in there]


def _write_table(draft: _Draft, table: Table) -> TablePart:
    digest, n_rows = hashlib.sha256(), 0
    with draft.file.open(part_name(table.name), "w", force_zip64=True) as part:
        for row in _rows(draft.connection, table):
            line = json.dumps(row).encode() + b"\n"
            part.write(line)
            digest.update(line)
            n_rows += 1
    return TablePart(rows=n_rows, sha256=digest.hexdigest())


def binary_columns(table: Table) -> tuple[str, ...]:
    """Return the columns that hold bytes, which stand in a line as base64."""
    return tuple(column.name for column in table.columns if isinstance(column.type, LargeBinary))


def rows_at_once(table: Table) -> int:
    """Return how many rows to hold in memory; what holds bytes is large."""
    return _LARGE_ROWS_AT_ONCE if binary_columns(table) else _ROWS_AT_ONCE


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows a few at a time: the answers of many rounds need not fit into memory."""
    wanted, binary = select(table).order_by(*table.primary_key), binary_columns(table)
    for row in connection.execute(wanted, execution_options={"yield_per": rows_at_once(table)}).mappings():
        yield dict(row) | {name: base64.b64encode(row[name]).decode() for name in binary}
