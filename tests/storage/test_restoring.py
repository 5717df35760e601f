"""Restoring opens nothing that was shut, and takes no file that somebody made up."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest
from sqlalchemy import insert, select, update
from stores import add_candidate, add_round

from trainee_exercises.storage import StorageError, open_storage, tables
from trainee_exercises.storage.backup import back_up
from trainee_exercises.storage.restoring import read_manifest, restore


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """Let the app's folder be a new one."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))


def _put(storage, table, **row):
    with storage.write() as connection:
        connection.execute(insert(table).values(**row))


def _two_of_each(storage):
    """Add two users, two links of a candidate, and a sign-in."""
    candidate = add_candidate(storage, add_round(storage))
    for one in "ab":
        _put(storage, tables.users, id=one, name=one, role="owner", created_at=1)
        link = {"id": one, "candidate_id": candidate, "issued_at": 1, "issued_by": "a", "expires_at": 9}
        _put(storage, tables.invitations, **link)
    _put(storage, tables.sign_ins, key="k", user_id="a", created_at=1, expires_at=2)


def _column(storage, table, name):
    with storage.read() as connection:
        return list(connection.execute(select(table.c[name]).order_by(*table.primary_key)).scalars())


def test_what_was_shut_since_the_backup_stays_shut(storage_url, tmp_path):
    """Links taken back, users sent away; and nobody is signed in: that may have ended since as well."""
    storage = open_storage(storage_url)
    _two_of_each(storage)
    back_up(storage, tmp_path / "b.zip")
    with storage.write() as connection:
        connection.execute(update(tables.users).where(tables.users.c.id == "b").values(disabled_at=5))
        connection.execute(update(tables.invitations).where(tables.invitations.c.id == "b").values(revoked_at=6))
        connection.execute(insert(tables.users).values(id="c", name="c", role="rep", created_at=1, disabled_at=7))
    for _ in range(2):
        restore(tmp_path / "b.zip", storage_url, overwrite=True)
        assert [None, 5] == _column(storage, tables.users, "disabled_at")
        assert [None, 6] == _column(storage, tables.invitations, "revoked_at")
        assert None not in _column(storage, tables.sign_ins, "ended_at")
    storage.close()


def _made_up(path, name, content):
    """Put *content* in the place of a table's rows, with a checksum that is right."""
    with zipfile.ZipFile(path) as pack:
        parts = {one: pack.read(one) for one in pack.namelist()}
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"][name] = {"rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}
    parts |= {f"tables/{name}.jsonl": content, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for one, each in parts.items():
            pack.writestr(one, each)


@pytest.mark.parametrize(
    "line",
    [
        b'{"key": "k", "value": 1, "other": 2}\n',
        b'["k", 1]\n',
        b'{"key": "k", "value": 1}\n{"key": "l"}\n',
        b'"k"\n',
        b'{"key": {"a": 1}, "value": 1}\n',
    ],
)
def test_rows_that_are_none_are_refused_in_a_sentence(storage_url, tmp_path, line):
    """The checksums of a file can be right and its rows nonsense; nothing is changed then."""
    storage = open_storage(storage_url)
    _two_of_each(storage)
    path = tmp_path / "b.zip"
    back_up(storage, path)
    _made_up(path, "settings", line)
    with pytest.raises(StorageError, match=r"holds what is no row of it|can't be used"):
        restore(path, storage_url, overwrite=True)
    assert ["a", "b"] == _column(storage, tables.users, "id")
    assert [None] == _column(storage, tables.sign_ins, "ended_at")
    storage.close()


def test_a_small_file_that_holds_an_endless_line_is_refused(sqlite_storage, tmp_path, monkeypatch):
    """Its line is read a piece at a time, and no further than a line may be."""
    monkeypatch.setattr("trainee_exercises.storage.restoring._LONGEST_LINE", 1000)
    path = tmp_path / "b.zip"
    back_up(sqlite_storage, path)
    _made_up(path, "settings", b'{"key": "k", "value": "' + b"0" * 5_000_000 + b'"}\n')
    assert path.stat().st_size < 20_000
    with pytest.raises(StorageError, match="its part for the table 'settings' is not what was written"):
        read_manifest(path)


def test_a_manifest_that_is_too_large_is_none(sqlite_storage, tmp_path):
    """It is read up to a limit."""
    path = tmp_path / "b.zip"
    back_up(sqlite_storage, path)
    with zipfile.ZipFile(path) as pack:
        said = json.loads(pack.read("manifest.json"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("manifest.json", json.dumps(said | {"product": "0" * 2_000_000}))
    with pytest.raises(StorageError, match="is no backup"):
        read_manifest(path)
