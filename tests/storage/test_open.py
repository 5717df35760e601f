"""Opening the database: found, brought up to date by one of many processes, and plain words where it can't be."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import text
from stores import add_round

from trainee_exercises.storage import StorageError, open_storage
from trainee_exercises.storage.upgrading import newest, revision

_OPEN = "import sys; from trainee_exercises.storage import open_storage; open_storage(sys.argv[1]).close()"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """Give the URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    with request.getfixturevalue("postgres_server").new("template0") as url:
        yield url


def test_the_tables_are_made_at_the_first_start(empty_url):
    """Then the database is of this version; opening it again changes nothing and makes no copy."""
    for _ in range(2):
        storage = open_storage(empty_url)
        with storage.read() as connection:
            assert newest() == revision(connection)
        storage.close()


def test_the_settings_say_which_database(tmp_path, monkeypatch):
    """Without an address it is the file in the app's folder, which is made, closed to others."""
    monkeypatch.delenv("SUPPORT_SANDBOX_DATABASE", raising=False)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "deep" / "data"))
    open_storage().close()
    file = tmp_path / "deep" / "data" / "sandbox.db"
    assert file.is_file()
    if sys.platform != "win32":
        assert 0 == file.stat().st_mode & 0o077


def test_processes_that_start_at_once_do_not_clash(empty_url):
    """Four of them open a database without tables; all succeed."""
    started = [
        subprocess.Popen([sys.executable, "-c", _OPEN, empty_url], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate()[1] for process in started]
    assert [0] * 4 == [process.returncode for process in started], said


def test_a_database_of_a_newer_version_is_refused(storage_url):
    """Its tables stay as they are; the sentence says what to install."""
    storage = open_storage(storage_url)
    with storage.write() as connection:
        connection.execute(text("UPDATE support_sandbox_version SET version_num = '9999'"))
    storage.close()
    with pytest.raises(StorageError, match=r"made by a newer version .*revision 9999.*pip install --upgrade"):
        open_storage(storage_url)


def test_tables_of_somebody_else_are_left_alone(empty_url):
    """A database that has a table `users` without our version in it is not ours."""
    storage = open_storage(empty_url)
    with storage.write() as connection:
        connection.execute(text("DROP TABLE support_sandbox_version"))
    storage.close()
    with pytest.raises(StorageError, match=r"has tables that support-sandbox did not make \(assignments.*an empty one"):
        open_storage(empty_url)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    """One line; neither the password nor a traceback of the driver."""
    with pytest.raises(
        StorageError, match=r"the database postgresql\+psycopg://me:\*\*\*@127.0.0.1:1/n can't"
    ) as found:
        open_storage("postgresql://me:hunter2@127.0.0.1:1/n")
    assert "hunter2" not in str(found.value)
    assert "\n" not in str(found.value)
    assert found.value.__suppress_context__


def test_a_missing_database_on_a_server_is_named(postgres_server):
    """What the server said is in the sentence."""
    with pytest.raises(StorageError, match=r'database "nowhere" does not exist'):
        open_storage(postgres_server.url("nowhere"))


def test_a_missing_driver_is_named(monkeypatch):
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match=r"pip install 'support-sandbox\[postgres\]'"):
        open_storage("postgresql://h/n")


def test_a_file_that_is_no_database_is_named(tmp_path):
    """It is not changed."""
    file = tmp_path / "letter.db"
    file.write_text("Dear all, " * 200)
    with pytest.raises(StorageError, match=r"letter.db can't be used: file is not a database"):
        open_storage(f"sqlite:///{file}")
    assert "Dear all, " * 200 == file.read_text()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:////proc/nowhere/x.db"])
def test_an_address_without_a_usable_file_is_refused(url):
    """In memory nothing would last."""
    with pytest.raises(StorageError, match=r"names no file|can't be written to"):
        open_storage(url)


def test_a_reader_sees_one_state_while_others_write(storage):
    """What is written after its first look is not there for it, on both databases."""
    count = text("SELECT count(*) FROM rounds")
    with storage.read() as connection:
        before = connection.execute(count).scalar()
        add_round(storage)
        assert before == connection.execute(count).scalar() == 0
    with storage.read() as connection:
        assert 1 == connection.execute(count).scalar()
