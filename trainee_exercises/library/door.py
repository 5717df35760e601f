"""The way to the database: every failure of it is one sentence, and a file that is gone is noticed before writing."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError

from trainee_exercises.library.problems import LibraryError
from trainee_exercises.storage import StorageError
from trainee_exercises.storage.open import plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage


class Door:
    """Connections to a storage that is open. now: its clock."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = storage.now
        self._file = _file_of(storage)
        self._identity = _identity(self._file)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that only reads. StorageError: the database can't be used."""
        self._require_there()
        with plain_errors(self.storage.engine.url), _odd_signs(), self.storage.read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose changes are on the disk when the block ends, or undone if it raises.

        StorageError: the database can't be used, such as with a full disk.
        """
        self._require_there()
        with plain_errors(self.storage.engine.url), _odd_signs(), self.storage.write() as connection:
            yield connection

    def _require_there(self) -> None:
        """Refuse to go on with a file that was deleted: an open connection would write where nobody finds it again."""
        if self._file is not None and (self._identity is None or _identity(self._file) != self._identity):
            raise StorageError(
                f"the database {self._file} was deleted or replaced while the app runs; stop the app, put the file back"
                " or restore a backup (support-sandbox data restore FILE), then start the app again"
            )


@contextmanager
def _odd_signs() -> Iterator[None]:
    """Turn what drivers raise about half characters and the like into a sentence: the database itself is sound."""
    try:
        yield
    except (DataError, UnicodeEncodeError):
        raise LibraryError(
            "The address or a name in it has characters that nothing in the library has; open it from the library."
        ) from None


def _file_of(storage: Storage) -> Path | None:
    return Path(str(storage.engine.url.database)) if storage.is_sqlite else None


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Return what a file is, whatever it is called; None: there is none."""
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
