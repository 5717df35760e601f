"""What all tests share: the mark of those that need the compiled engine, and databases."""

from __future__ import annotations

import signal

import pytest

from sim.engine.jit import IS_COMPILED


def pytest_configure():
    """Let the programs that tests start heed signals as at a terminal.

    Children inherit it where whoever runs the tests ignores Ctrl-C (a shell, for a job in the background) or blocks it
    (a supervisor that waits for signals).
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    """Skip, with the reason, what would take minutes in plain Python."""
    if IS_COMPILED:
        return
    reason = pytest.mark.skip(reason="plays so many conversations that it needs the compiled engine")
    for item in items:
        if item.get_closest_marker("many_conversations"):
            item.add_marker(reason)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory):
    """Give SQLite files that have all tables: `.new(path)` returns a URL."""
    from stores import SqliteFiles  # noqa: PLC0415 - the simulator's tests load no database

    return SqliteFiles(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server():
    """Give a running PostgreSQL server: `with postgres_server.new() as url`."""
    from stores import running_postgres  # noqa: PLC0415 - the simulator's tests load no database

    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request, tmp_path):
    """Give the URL of a new database with all tables and nothing in them: SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files").new(tmp_path / "sandbox.db")
        return
    with request.getfixturevalue("postgres_server").new() as url:
        yield url


@pytest.fixture
def storage(storage_url):
    """Give a storage on each database; `storage.now` is a `stores.Clock` to set."""
    yield from _opened(storage_url)


@pytest.fixture
def sqlite_storage(sqlite_files, tmp_path):
    """Give a storage on SQLite alone, for tests that are not about the database; its clock as in `storage`."""
    yield from _opened(sqlite_files.new(tmp_path / "sandbox.db"))


def _opened(url):
    from stores import Clock  # noqa: PLC0415 - the simulator's tests load no database

    from trainee_exercises.storage import Storage  # noqa: PLC0415

    opened = Storage(url, now=Clock())
    yield opened
    opened.close()
