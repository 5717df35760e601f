"""What all tests share: the mark of those that need the compiled engine, and databases."""

from __future__ import annotations

import os
import signal
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

from sim.engine.jit import IS_COMPILED

TESTS = Path(__file__).parent
LONGEST_FIRST = ("scenarios", "agreement", "dashboard", "experiments", "cli", "storage")
TRACED = ("", "calibrate", "cli", "closed_forms", "drawing", "experiments", "measures", "reports", "scenario", "tables")


def pytest_configure():
    """Let the programs that tests start heed signals as at a terminal.

    Children inherit it where whoever runs the tests ignores Ctrl-C (a shell, for a job in the background) or blocks it
    (a supervisor that waits for signals).
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config, items):
    """Begin with what takes longest; in plain Python skip, with the reason, what would take minutes.

    Coverage is of the simulator, and tracing takes half as long again: it looks only where the simulator is tested.
    """
    place = {path: number for number, path in enumerate(_in_order(dict.fromkeys(item.path for item in items)))}
    items.sort(key=lambda item: place[item.path])
    is_traced = config.pluginmanager.hasplugin("_cov") and IS_COMPILED
    for item in items:
        plays_many = item.get_closest_marker("many_conversations") is not None
        if is_traced and (plays_many or not _is_of_the_simulator(item.path)):
            item.add_marker(pytest.mark.no_cover)
        if plays_many and not IS_COMPILED:
            item.add_marker(pytest.mark.skip(reason="plays so many conversations that it needs the compiled engine"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """Keep the main program as it is: Streamlit puts its page there, and processes that are started would run it."""
    main = sys.modules["__main__"]
    try:
        return (yield)
    finally:
        sys.modules["__main__"] = main


def pytest_runtest_logreport(report):
    """Write what fails at once too: a long run that is cut tells nothing at its end."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ and sys.__stderr__ is not None:
        print(f"\nfailed: {report.nodeid}", file=sys.__stderr__, flush=True)


def _in_order(paths):
    """Return the files as they go to workers one by one: short ones last, browsers, which wait, between others."""
    browsers = [path for path in paths if _folder(path) == "browser"]
    others = sorted((path for path in paths if _folder(path) != "browser"), key=_place)
    return [path for pair in zip_longest(browsers, others) for path in pair if path is not None]


def _place(path):
    folder = _folder(path)
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


def _is_of_the_simulator(path):
    """Tell whether coverage looks here: the engines themselves are traced in plain Python, by the step before."""
    return _folder(path) in TRACED


def _folder(path):
    """Return the folder of a file below that of all tests; "" for none."""
    below = path.relative_to(TESTS).parts
    return below[0] if len(below) > 1 else ""


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
