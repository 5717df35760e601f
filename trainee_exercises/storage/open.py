"""Opens the database: finds it, brings its tables up to date, and says plainly what is wrong where it can't."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from trainee_exercises.storage.database import Storage, server_clock
from trainee_exercises.storage.folder import data_folder, data_folder_path, database_url, shown, understood
from trainee_exercises.storage.problems import StorageError
from trainee_exercises.storage.upgrading import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL


def open_storage(url: str | None = None, now: Callable[[], int] = server_clock) -> Storage:
    """Return the open database, its tables up to date. url: None for that of the settings (`database_url`).

    StorageError: it can't be reached, written to or read by this version of the app.
    """
    storage = connect(url, now)
    try:
        with plain_errors(storage.engine.url):
            upgrade(storage)
    except BaseException:
        storage.close()
        raise
    return storage


def connect(url: str | None = None, now: Callable[[], int] = server_clock) -> Storage:
    """Return the database with its tables as they are. StorageError: its driver or its folder is missing."""
    found = understood(url or database_url())
    if found.get_backend_name() == "sqlite":
        _make_file(found)
    try:
        storage = Storage(found, now)
    except ImportError:
        raise StorageError("PostgreSQL needs one more package: pip install 'support-sandbox[postgres]'") from None
    storage.erased_list = data_folder_path() / "erased.jsonl"
    return storage


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turn what the database's driver raises into a StorageError: one sentence, without the password."""
    try:
        yield
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        if url.password:
            said = said.replace(str(url.password), "***")
        advice = "is there such a file, may it be written to, is the disk full?"
        if url.get_backend_name() == "postgresql":
            advice = "does the server run, and are name, password and database right?"
        raise StorageError(f"the database {shown(url)} can't be used: {said}; {advice}") from None


def _make_file(url: URL) -> None:
    """Make an empty file that only its owner can read; what SQLite writes beside it takes its mode after it."""
    if url.database in {None, "", ":memory:"}:
        raise StorageError("the database's address names no file; write sqlite:////FOLDER/NAME.db")
    path = Path(str(url.database))
    if path.parent == data_folder_path():
        data_folder()
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(
            f"the file {path} can't be written to ({error.strerror}); set SUPPORT_SANDBOX_DATA to a folder that can be"
        ) from None
