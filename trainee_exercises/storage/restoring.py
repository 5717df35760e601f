"""Restores a backup: all of it or nothing, and without those who were erased since it was made."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zipfile
import zlib
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Integer, MetaData, func, insert, inspect, select, update
from sqlalchemy.exc import CompileError, DBAPIError, StatementError

from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.backup import (
    FORMAT,
    MANIFEST,
    Manifest,
    TablePart,
    back_up,
    binary_columns,
    part_name,
    rows_at_once,
)
from trainee_exercises.storage.folder import data_folder, shown
from trainee_exercises.storage.open import connect, plain_errors
from trainee_exercises.storage.problems import StorageError
from trainee_exercises.storage.removal import remove_again, removed
from trainee_exercises.storage.tables import candidates, holds, invitations, metadata, rounds, sign_ins, users
from trainee_exercises.storage.upgrading import build, is_known, lock, newest, refuse_strange, revision, take_down

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from trainee_exercises.storage.database import Storage
    from trainee_exercises.storage.practice_removal import RemovedPractice
    from trainee_exercises.storage.removal import Removed

_LONGEST_LINE: Final = 32 * 1024 * 1024  # bytes; a small file can say that it holds endless ones
_LONGEST_MANIFEST: Final = 1024 * 1024
_GARBLED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,  # what zipfile raises about a password that nobody set
)


class Restored(NamedTuple):
    """What a restore did. erased_again: ids; safety_copy: the backup of what was there before, if anything was."""

    manifest: Manifest
    erased_again: list[str]
    safety_copy: Path | None


class _Shut(NamedTuple):
    """Links that were taken back and users who were disabled: ids, each with when."""

    links: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...]


def read_manifest(path: Path) -> Manifest:
    """Return what the backup at *path* says about itself, after comparing all of it with its checksums.

    StorageError: no such file, no backup, cut or changed, or made by a newer version of the app.
    """
    with _opened(path) as pack:
        try:
            with pack.open(MANIFEST) as said:
                manifest = Manifest.model_validate_json(said.read(_LONGEST_MANIFEST))
        except (ValidationError, *_GARBLED):
            raise StorageError(f"{path} is no backup of support-sandbox, or it was changed") from None
        if manifest.format != FORMAT or not is_known(manifest.revision):
            raise StorageError(
                f"{path} was made by a newer version of support-sandbox (revision {manifest.revision}); install that"
                " version: pip install --upgrade support-sandbox"
            )
        for table, part in manifest.tables.items():
            _compare(path, pack, table, part)
    return manifest


def restore(
    path: Path, url: str | None = None, *, overwrite: bool = False, erased: Iterable[Removed | RemovedPractice] = ()
) -> Restored:
    """Fill the database at *url* (None: that of the settings) from the backup at *path*, in one transaction.

    overwrite: replace what is there, after a backup of it into the app's folder; legal holds that are on stay on.
    erased: who, and what of practice, was erased since the backup was made; what the database to be replaced knows as
    erased is added.
    StorageError: the file is cut or changed, the database is not empty, or it can't be used; nothing is changed then.
    """
    manifest = read_manifest(path)
    storage = connect(url)
    try:
        with plain_errors(storage.engine.url):
            safety_copy = _safety_copy(storage, overwrite=overwrite)
            with _opened(path) as pack, storage.write() as connection:
                erased_again = _replace(connection, (manifest, pack), storage.now(), erased)
            storage.scrub()
    finally:
        storage.close()
    return Restored(manifest, erased_again, safety_copy)


def _safety_copy(storage: Storage, *, overwrite: bool) -> Path | None:
    """Back up what the restore will replace; refuse to replace anything unasked."""
    with storage.read() as connection:
        found = revision(connection)
        refuse_strange(connection, found)
        n_rows = _count(connection) if found is not None else 0
    if n_rows == 0:
        return None
    if not overwrite:
        raise StorageError(
            f"the database {shown(storage.engine.url)} is not empty ({n_rows} rows); restore into an empty one, or say"
            " --overwrite to replace all that is in it"
        )
    made_at = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    copy = data_folder() / f"before-restore-{made_at}.zip"
    back_up(storage, copy)
    return copy


def _replace(
    connection: Connection,
    backup: tuple[Manifest, zipfile.ZipFile],
    at: int,
    erased: Iterable[Removed | RemovedPractice],
) -> list[str]:
    manifest, pack = backup
    lock(connection)
    also, held, closed = list(erased), [], _Shut((), ())
    if revision(connection) is not None:
        also += removed(connection)
        held = [dict(row) for row in connection.execute(select(holds)).mappings() if row["released_at"] is None]
        closed = _shut(connection)
        take_down(connection)
    build(connection, manifest.revision)
    _fill(connection, manifest, pack)
    build(connection, newest())
    _hold_again(connection, held)
    _shut_again(connection, closed, at)
    again = remove_again(connection, also, at)
    detail = {"made_at": manifest.made_at, "rows": manifest.n_rows, "erased_again": len(again)}
    note(connection, Audited(at, "restore", "restore", "database", detail))
    return again


def _hold_again(connection: Connection, held: list[dict[str, Any]]) -> None:
    """Keep the legal holds that were on: a backup from before them must not free anybody for erasing."""
    known = set(connection.execute(select(holds.c.id)).scalars())
    there = {None, *connection.execute(select(rounds.c.id)).scalars()}
    there |= set(connection.execute(select(candidates.c.id)).scalars())
    for row in held:
        if row["id"] not in known and {row["round_id"], row["candidate_id"]} <= there:
            connection.execute(insert(holds).values(**row))


def _shut(connection: Connection) -> _Shut:
    """Return what was taken back so far."""
    links, people = invitations.c, users.c
    return _Shut(
        tuple(map(tuple, connection.execute(select(links.id, links.revoked_at).where(links.revoked_at.is_not(None))))),
        tuple(
            map(tuple, connection.execute(select(people.id, people.disabled_at).where(people.disabled_at.is_not(None))))
        ),
    )


def _shut_again(connection: Connection, closed: _Shut, at: int) -> None:
    """Sign everybody out, and keep links and users out that were sent away after the backup was made."""
    connection.execute(update(sign_ins).where(sign_ins.c.ended_at.is_(None)).values(ended_at=at))
    for one, then in closed.links:
        still = (invitations.c.id == one, invitations.c.revoked_at.is_(None))
        connection.execute(update(invitations).where(*still).values(revoked_at=then))
    for one, then in closed.people:
        connection.execute(
            update(users).where(users.c.id == one, users.c.disabled_at.is_(None)).values(disabled_at=then)
        )


def _fill(connection: Connection, manifest: Manifest, pack: zipfile.ZipFile) -> None:
    """Insert the rows into the tables as they were when the backup was made, which need not be as they are today."""
    then = MetaData()
    then.reflect(connection)
    for table in then.sorted_tables:
        if table.name in manifest.tables:
            _fill_table(connection, table, pack)


def _fill_table(connection: Connection, table: Table, pack: zipfile.ZipFile) -> None:
    with pack.open(part_name(table.name)) as part:
        lines = iter(part)
        while rows := [json.loads(line) for line in islice(lines, rows_at_once(table))]:
            _insert(connection, table, rows)
    (key, *others) = table.primary_key
    if connection.dialect.name == "postgresql" and not others and isinstance(key.type, Integer):
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        last = select(func.setval(sequence, func.coalesce(func.max(key), 1), func.max(key).is_not(None)))
        connection.execute(last)  # what is inserted next counts on from there


def _insert(connection: Connection, table: Table, rows: list[Any]) -> None:
    """Insert rows that somebody may have made by hand."""
    if not all(isinstance(row, dict) and set(row) <= set(table.c.keys()) for row in rows):
        raise StorageError(f"the backup's part for the table {table.name!r} holds what is no row of it")
    try:
        connection.execute(insert(table), [_with_bytes(row, binary_columns(table)) for row in rows])
    except DBAPIError:
        raise
    except (CompileError, OverflowError, StatementError, TypeError, ValueError):
        raise StorageError(f"the backup's part for the table {table.name!r} holds what is no row of it") from None


def _with_bytes(row: dict[str, Any], binary: tuple[str, ...]) -> dict[str, Any]:
    return row | {name: base64.b64decode(row[name], validate=True) for name in binary if name in row}


def _count(connection: Connection) -> int:
    there = set(inspect(connection).get_table_names())
    tables = [table for table in metadata.sorted_tables if table.name in there]
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        pack = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise StorageError(f"there is no file {path}") from None
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror}") from None
    except _GARBLED:
        raise StorageError(f"{path} is no backup of support-sandbox, or it was cut short") from None
    with pack:
        yield pack


def _compare(path: Path, pack: zipfile.ZipFile, table: str, part: TablePart) -> None:
    """Read all of a table's part and refuse it where it is not what was written."""
    digest, n_rows = hashlib.sha256(), 0
    try:
        with pack.open(part_name(table)) as lines:
            while n_rows <= part.rows and (line := lines.readline(_LONGEST_LINE)):
                digest.update(line)
                n_rows += line.endswith(b"\n")
                if len(line) >= _LONGEST_LINE:
                    break
    except (OSError, *_GARBLED):
        raise StorageError(f"{path} is damaged: its part for the table {table!r} can't be read") from None
    if (n_rows, digest.hexdigest()) != (part.rows, part.sha256):
        raise StorageError(f"{path} is damaged: its part for the table {table!r} is not what was written")
