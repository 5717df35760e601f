"""Backups: consistent while others write, the same for both databases, and refused where they are damaged."""

from __future__ import annotations

import json
import threading
import zipfile

import pytest
from sqlalchemy import insert, select
from stores import add_candidate, add_events, add_round

from trainee_exercises.storage import Entry, StorageError, Stream, events, open_storage, tables
from trainee_exercises.storage.audit import lines
from trainee_exercises.storage.backup import back_up, last_backup, note_backup
from trainee_exercises.storage.removal import Removed
from trainee_exercises.storage.restoring import read_manifest, restore


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """Let the app's folder be a new one."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Give the URL of an empty database to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    with request.getfixturevalue("postgres_server").new("template0") as url:
        yield url


def _all(storage):
    """Return all rows of all tables, but for the line that a restore adds to the audit log."""
    with storage.read() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables.metadata.sorted_tables
        }
    found["audit"] = [row for row in found["audit"] if row[3] != "restore"]
    return found


def _fill(storage):
    """Write a little of everything; return the candidate's id."""
    candidate = add_candidate(storage, add_round(storage), name="Zoë")
    add_events(storage, candidate, "first ü", "second \u0000", "third")
    with storage.write() as connection:
        connection.execute(
            insert(tables.group_answers).values(candidate_id=candidate, answers={"sex": None}, given_at=1)
        )
        connection.execute(insert(tables.settings).values(key="k", value=[1, "two"]))
        connection.execute(insert(tables.audit).values(at=1, actor="me", action="a", subject="s", detail={"n": 1}))
    return candidate


def test_a_backup_restores_to_either_database(storage, target, tmp_path):
    """All rows are equal, those of PostgreSQL in SQLite and the other way round; then writing goes on."""
    candidate = _fill(storage)
    manifest = back_up(storage, tmp_path / "b.zip")
    done = restore(tmp_path / "b.zip", target)
    restored = open_storage(target, now=storage.now)
    assert manifest == done.manifest
    assert _all(storage) == _all(restored)
    add_events(restored, candidate, "fourth")
    with restored.read() as connection:
        found = events.read(connection, f"attempt:{candidate}")
    restored.close()
    assert [1, 2, 3, 4] == [one.number for one in found]


def test_a_backup_under_writes_is_of_one_instant(storage, tmp_path):
    """Two streams are written in one transaction each time; in every backup they are equally long, without gaps."""
    stop = threading.Event()

    def write():
        while not stop.is_set():
            with storage.write() as connection:
                for name in ("left", "right"):
                    events.append(connection, Stream(name), [Entry("x", {"text": "y" * 2000})], 1, "me")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = [back_up(storage, tmp_path / f"{i}.zip") for i in range(5)]
    finally:
        stop.set()
        writer.join()
    assert manifests[0].tables["events"].rows < manifests[-1].tables["events"].rows
    for i in range(5):
        with zipfile.ZipFile(tmp_path / f"{i}.zip") as pack:
            rows = [json.loads(line) for line in pack.read("tables/events.jsonl").splitlines()]
        left, right = ([row["number"] for row in rows if row["stream"] == name] for name in ("left", "right"))
        assert left == right == list(range(1, len(left) + 1))


def test_a_backup_is_a_new_file_for_its_owner_alone(sqlite_storage, tmp_path):
    """It holds names: nobody else may read it, and no older backup is lost to it."""
    path = tmp_path / "b.zip"
    back_up(sqlite_storage, path)
    assert 0 == path.stat().st_mode & 0o077
    with pytest.raises(StorageError, match=r"b.zip is there already; name a new file"):
        back_up(sqlite_storage, path)
    with pytest.raises(StorageError, match="can't be written"):
        back_up(sqlite_storage, tmp_path / "nowhere" / "b.zip")
    assert ["b.zip", "sandbox.db"] == sorted(
        one.name for one in tmp_path.iterdir() if not one.name.startswith("sandbox.db-")
    )


def _cut(data):
    return data[: len(data) // 2]


def _one_bit(data):
    """Change one bit in the middle of the longest part, that of the events."""
    i = data.index(b"tables/events.jsonl") + 60
    return data[:i] + bytes([data[i] ^ 1]) + data[i + 1 :]


def _other_rows(data, tmp_path):
    """Write the zip anew with one row less, so that its own checks find nothing."""
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    old.write_bytes(data)
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as sink:
        for name in source.namelist():
            lines = source.read(name).splitlines(keepends=True)
            sink.writestr(name, b"".join(lines[:-1] if name == "tables/events.jsonl" else lines))
    return new.read_bytes()


@pytest.mark.parametrize("harm", ["cut", "one bit", "a row less", "text", "empty", "another zip"])
def test_a_damaged_file_is_refused_and_nothing_is_changed(storage_url, harm, tmp_path):
    """The sentence names the file; the database, which was to be replaced, is as before."""
    storage = open_storage(storage_url)
    _fill(storage)
    path = tmp_path / "b.zip"
    back_up(storage, path)
    data, before = path.read_bytes(), _all(storage)
    (tmp_path / "x").mkdir()
    with zipfile.ZipFile(tmp_path / "x" / "other.zip", "w") as other:
        other.writestr("letter.txt", "Dear all")
    harmed = {
        "cut": _cut(data),
        "one bit": _one_bit(data),
        "a row less": _other_rows(data, tmp_path / "x"),
        "text": b"Dear all",
        "empty": b"",
        "another zip": (tmp_path / "x" / "other.zip").read_bytes(),
    }
    path.write_bytes(harmed[harm])
    with pytest.raises(StorageError, match=r"b\.zip is (no backup of support-sandbox|damaged: its part for)"):
        restore(path, storage_url, overwrite=True)
    assert before == _all(storage)
    storage.close()


def test_every_cut_is_noticed(sqlite_storage, tmp_path):
    """Wherever the file ends too early."""
    _fill(sqlite_storage)
    path, cut = tmp_path / "b.zip", tmp_path / "cut.zip"
    back_up(sqlite_storage, path)
    data = path.read_bytes()
    for length in range(0, len(data), 97):
        cut.write_bytes(data[:length])
        with pytest.raises(StorageError, match=r"no backup of support-sandbox|damaged"):
            read_manifest(cut)


def test_a_file_of_a_newer_version_or_none_at_all_is_refused(sqlite_storage, tmp_path):
    """Each by its own sentence."""
    path = tmp_path / "b.zip"
    manifest = back_up(sqlite_storage, path).model_copy(update={"revision": "9999"})
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as pack:
        pack.writestr("manifest.json", manifest.model_dump_json())
    with pytest.raises(StorageError, match=r"newer.zip was made by a newer version .*revision 9999"):
        read_manifest(tmp_path / "newer.zip")
    with pytest.raises(StorageError, match=r"there is no file .*none.zip"):
        read_manifest(tmp_path / "none.zip")


def test_a_database_that_is_not_empty_is_kept_unless_told(storage_url, tmp_path, data):
    """Told to, what was there is backed up first, and that backup brings it back."""
    storage = open_storage(storage_url)
    _fill(storage)
    path = tmp_path / "b.zip"
    back_up(storage, path)
    add_round(storage, "Later")
    with_later = _all(storage)
    with pytest.raises(StorageError, match=r"is not empty \(\d+ rows\).*--overwrite"):
        restore(path, storage_url)
    assert with_later == _all(storage)
    done = restore(path, storage_url, overwrite=True)
    assert ["Spring"] == [row[1] for row in _all(storage)["rounds"]]
    assert data == done.safety_copy.parent
    restore(done.safety_copy, storage_url, overwrite=True)
    assert with_later == _all(storage)
    storage.close()


def test_a_restore_that_fails_half_way_changes_nothing(storage_url, tmp_path):
    """Rows that the database refuses, in a file whose checksums are right."""
    storage = open_storage(storage_url)
    candidate = _fill(storage)
    path = tmp_path / "b.zip"
    back_up(storage, path)
    before = _all(storage)
    _forge(path, "tables/candidates.jsonl", candidate.encode(), b"0" * 16)
    with pytest.raises(StorageError, match=r"can't be used: .*(FOREIGN|foreign)"):
        restore(path, storage_url, overwrite=True)
    assert before == _all(storage)
    storage.close()


def _forge(path, name, old, new):
    """Replace some bytes in one part and make its checksum right."""
    import hashlib  # noqa: PLC0415 - the one use

    with zipfile.ZipFile(path) as pack:
        parts = {one: pack.read(one) for one in pack.namelist()}
    parts[name] = parts[name].replace(old, new)
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"]["candidates"]["sha256"] = hashlib.sha256(parts[name]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as pack:
        for one, content in parts.items():
            pack.writestr(one, content)


def test_the_erased_are_erased_again(storage, target, tmp_path):
    """An older backup has their text; the restored database has not, and says so in its audit log."""
    candidate = _fill(storage)
    path = tmp_path / "b.zip"
    back_up(storage, path)
    done = restore(path, target, erased=[Removed(candidate, 5), Removed("of another database", 6)])
    assert [candidate] == done.erased_again
    restored = open_storage(target)
    found = _all(restored)
    restored.close()
    assert [] == found["events"] == found["group_answers"]
    assert [(None, None, 5)] == [(row[4], row[5], row[8]) for row in found["candidates"]]
    assert [f"candidate:{candidate}"] == [row[4] for row in found["audit"] if row[3] == "erase"]


def test_the_replaced_database_says_who_is_erased(storage_url, tmp_path):
    """Without any list: whom it knows as erased does not come back with an older backup."""
    from trainee_exercises.storage.removal import remove  # noqa: PLC0415 - the one use

    storage = open_storage(storage_url)
    candidate = _fill(storage)
    back_up(storage, tmp_path / "b.zip")
    with storage.write() as connection:
        remove(connection, Removed(candidate, 7))
    done = restore(tmp_path / "b.zip", storage_url, overwrite=True)
    assert [candidate] == done.erased_again
    assert [] == _all(storage)["events"]
    storage.close()


def test_a_hold_that_is_on_outlives_the_restore_of_an_older_backup(storage_url, tmp_path):
    """One on what the backup has stays; one on a later round goes with that round; one released stays released."""
    storage = open_storage(storage_url)
    candidate = _fill(storage)
    back_up(storage, tmp_path / "b.zip")
    (round_id,) = (row[0] for row in _all(storage)["rounds"])
    later = add_round(storage, "Later")
    with storage.write() as connection:
        for number, (about, released_at) in enumerate(
            [({"candidate_id": candidate}, None), ({"round_id": later}, None), ({"round_id": round_id}, 5)]
        ):
            row = {"id": str(number), "why": "w", "held_at": 1, "held_by": "me", "released_at": released_at} | about
            connection.execute(insert(tables.holds).values(**row))
    for _ in range(2):
        restore(tmp_path / "b.zip", storage_url, overwrite=True)
        assert [("0", None, candidate)] == [row[:3] for row in _all(storage)["holds"]]
    storage.close()


def test_the_last_backup_is_known_by_its_line_in_the_audit_log(storage, tmp_path):
    """With how many rows, without the place of the file."""
    with storage.read() as connection:
        assert last_backup(connection) is None
    for number in range(2):
        storage.now.forward(1000)
        manifest = back_up(storage, tmp_path / f"{number}.zip")
        note_backup(storage, manifest, "me")
    with storage.read() as connection:
        assert manifest.made_at == last_backup(connection)
        line = lines(connection)[-1]
    assert ("me", "backed_up", "data", {"rows": manifest.n_rows}) == line[1:]
