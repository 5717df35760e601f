"""What SQLite does not do by itself: wait while another process makes the same new file."""

from __future__ import annotations

import sqlite3

import pytest

from trainee_exercises.storage import database


class _Connection:
    """A connection that is refused a few times."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.n_tries = 0

    def execute(self, _command):
        self.n_tries += 1
        if self.errors:
            raise sqlite3.OperationalError(self.errors.pop())


def test_a_new_file_that_another_process_is_making_is_waited_for():
    """It is tried again until it goes."""
    connection = _Connection("database is locked", "database is locked")
    database._write_ahead(connection, until=float("inf"))
    assert 3 == connection.n_tries


@pytest.mark.parametrize(("error", "until"), [("database is locked", 0), ("disk I/O error", float("inf"))])
def test_waiting_has_an_end_and_other_errors_none(error, until):
    """What waiting does not cure is said at once."""
    connection = _Connection(error)
    with pytest.raises(sqlite3.OperationalError, match=error):
        database._write_ahead(connection, until=until)
    assert 1 == connection.n_tries


def test_every_connection_writes_to_the_disk_before_it_answers(sqlite_storage):
    """Write-ahead log, full durability, foreign keys, deleted text overwritten."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 15_000}
    with sqlite_storage.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert wanted == found
