"""Where the app keeps things: its folder, its database and the key it signs with."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from trainee_exercises.storage.problems import StorageError

if TYPE_CHECKING:
    from sqlalchemy import URL

_FOLDER: Final = "SUPPORT_SANDBOX_DATA"
_DATABASE: Final = "SUPPORT_SANDBOX_DATABASE"
_SECRET: Final = "SUPPORT_SANDBOX_SECRET"  # noqa: S105 - a variable's name
_SHORTEST_SECRET: Final = 32  # characters
_DRIVERS: Final = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_KNOWN: Final = ("sqlite", "postgresql+psycopg")


def data_folder() -> Path:
    """Return the app's folder and make it, closed to other people of this machine, where it is missing.

    It is SUPPORT_SANDBOX_DATA, or else the usual place for an app's data. StorageError: it can't be made.
    """
    folder = data_folder_path()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"the folder {folder} can't be made ({error.strerror}); set {_FOLDER} to a folder that can be written to"
        ) from None
    return folder


def data_folder_path() -> Path:
    """Return where the app's folder is or will be, without making it."""
    named = os.environ.get(_FOLDER)
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - only where nobody named a folder

    return platformdirs.user_data_path("support-sandbox", appauthor=False)


def database_url() -> str:
    """Return the database's URL, password and all: SUPPORT_SANDBOX_DATABASE, or else a file in the app's folder."""
    named = os.environ.get(_DATABASE)
    if named:
        return understood(named).render_as_string(hide_password=False)
    return f"sqlite:///{data_folder_path() / 'sandbox.db'}"


def understood(url: str | URL) -> URL:
    """Return *url* with the driver that we use. postgres:// and postgresql:// mean the same.

    StorageError: it is no URL, or of another kind of database; the message does not repeat it.
    """
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise StorageError(
            "the database's address is no URL; write postgresql://USER:PASSWORD@HOST/NAME or sqlite:////FOLDER/NAME.db,"
            " signs such as @ : / in a password as %40 %3A %2F"
        ) from None
    read = read.set(drivername=_DRIVERS.get(read.drivername, read.drivername))
    if read.drivername not in _KNOWN:
        raise StorageError(
            f"the database's address begins with {read.drivername}://; write postgresql://USER:PASSWORD@HOST/NAME or"
            " sqlite:////FOLDER/NAME.db"
        )
    return read


def shown(url: str | URL) -> str:
    """Return *url* fit to be printed: without a password, wherever in it one stands."""
    return understood(url).difference_update_query(["password"]).render_as_string(hide_password=True)


def secret_key() -> bytes:
    """Return the key that signs links in mail: SUPPORT_SANDBOX_SECRET, or else a file that is made when first wanted.

    StorageError: the key is too short, or the file can't be read or made.
    """
    named = os.environ.get(_SECRET)
    if named:
        return _long_enough(named.encode(), _SECRET)
    path = data_folder() / "secret.key"
    try:
        if not path.exists():
            _make_key(path)
        return _long_enough(path.read_bytes().strip(), str(path))
    except OSError as error:
        raise StorageError(
            f"the key file {path} can't be used ({error.strerror}); set {_SECRET} or make it readable"
        ) from None


def secret_key_place() -> str:
    """Return where the key is kept, for people; nothing is made."""
    return _SECRET if os.environ.get(_SECRET) else str(data_folder_path() / "secret.key")


def _make_key(path: Path) -> None:
    """Write a new key in one stroke: of two processes that start at once, both use that of the first."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()


def _long_enough(key: bytes, place: str) -> bytes:
    if len(key) < _SHORTEST_SECRET:
        raise StorageError(
            f"the key in {place} has {len(key)} characters; it needs at least {_SHORTEST_SECRET} that nobody can guess"
        )
    return key
