"""From one form of the library's tables to the next: what was there stays, in the database and in its backups."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile

import pytest
from sqlalchemy import MetaData, select, text
from stores import add_candidate, add_events, add_round

from trainee_exercises.library import Library, NewRun
from trainee_exercises.storage import StorageError, audit, events, open_storage, tables
from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.backup import back_up
from trainee_exercises.storage.removal import Removed, remove
from trainee_exercises.storage.restoring import restore
from trainee_exercises.storage.upgrading import build, newest, revision, take_down, upgrade

_RUN = NewRun(
    text="t: 1\n", title="T", hash="0" * 64, seed=2**62, replications=3, version="1", plans=("a", "b"), baseline="a",
    content=random.Random(1).randbytes(3_000_000),
)  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """Let the app's folder be a new one."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """Give the URL of an empty database to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'target.db'}"
        return
    with request.getfixturevalue("postgres_server").new("template0") as url:
        yield url


def _as_before(storage):
    """Make the tables those of revision 0001, with somebody's data in them; return the candidate."""
    with storage.write() as connection:
        take_down(connection)
        build(connection, "0001")
    candidate = add_candidate(storage, add_round(storage))
    add_events(storage, candidate, "first", "second")
    with storage.write() as connection:
        audit.note(connection, Audited(1, "me", "look", "round:1", {}))
    return candidate


def _all(storage):
    with storage.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables.metadata.sorted_tables
        }


def _filled(storage):
    """Put a little of everything into a library and return that."""
    library = Library(storage)
    saved = library.save("t: 1\n", "Plan", "note\n ü", "ana")
    library.save("t: 2\n", "Plan", "", "ana", id=saved.id)
    draft = library.new_draft("t: 3\n", "T", "ana", saved.id)
    library.write_draft(draft.id, "t: 4\n", "T", "ana", revision=1)
    library.keep(_RUN._replace(origin=saved.id), "ana")
    library.keep(_RUN._replace(content=b"", name="empty"), "ana")
    return library


def test_the_upgrade_from_the_first_tables_keeps_what_is_there(storage):
    """Events and the audit log too, which still can't be changed; then the library works."""
    candidate = _as_before(storage)
    upgrade(storage)
    with storage.read() as connection:
        assert newest() == revision(connection)
        assert ["first", "second"] == [one.data["text"] for one in events.read(connection, f"attempt:{candidate}")]
        assert [Audited(1, "me", "look", "round:1", {})] == audit.lines(connection)
    assert 1 == len(_filled(storage).all_saved())


def test_down_again_takes_the_library_alone(storage):
    """And up once more makes an empty one."""
    candidate = _as_before(storage)
    upgrade(storage)
    library = _filled(storage)
    with storage.write() as connection:
        take_down(connection, "0001")
        build(connection, newest())
    assert ([], []) == (library.all_saved(), library.all_kept())
    with storage.read() as connection:
        assert 2 == len(events.read(connection, f"attempt:{candidate}"))


def test_a_backup_brings_the_library_to_either_database(storage, target, tmp_path):
    """All rows alike, bytes too; and writing goes on."""
    library = _filled(storage)
    manifest = back_up(storage, tmp_path / "b.zip")
    assert [1, 2, 1, 2, 2, 2, 3] == [manifest.tables[name].rows for name in _OF_LIBRARY]
    restore(tmp_path / "b.zip", target)
    restored = open_storage(target, now=storage.now)
    again, before = _all(restored), _all(storage)
    assert [one[3] for one in again.pop("audit")] == ["restore"]
    assert before.pop("audit") == []
    assert before == again
    (run,) = (one for one in library.all_kept() if not one.name)
    other = Library(restored)
    assert _RUN.content == other.content(run.id)
    (draft,) = other.drafts_of("ana")
    assert "t: 3\n" == other.undo(draft.id, "ana", revision=draft.revision).text
    restored.close()


def test_a_backup_of_the_first_tables_can_still_be_restored(storage, target, tmp_path):
    """They are upgraded on the way; the library is empty then."""
    candidate = _as_before(storage)
    _write_backup(tmp_path / "old.zip", _there(storage))
    restore(tmp_path / "old.zip", target)
    restored = open_storage(target)
    with restored.read() as connection:
        assert newest() == revision(connection)
        assert 2 == len(events.read(connection, f"attempt:{candidate}"))
    assert [] == Library(restored).all_saved()
    restored.close()


def test_a_database_of_the_first_tables_can_be_replaced(storage_url, tmp_path):
    """It is backed up as it is, before its tables are new: what it has not is not looked for."""
    storage = open_storage(storage_url)
    _filled(storage)
    back_up(storage, tmp_path / "b.zip")
    _as_before(storage)
    done = restore(tmp_path / "b.zip", storage_url, overwrite=True)
    assert 1 == len(Library(storage).all_saved())
    restore(done.safety_copy, storage_url, overwrite=True)
    assert 1 == len(_all(storage)["candidates"])
    assert [] == Library(storage).all_saved()
    storage.close()


@pytest.mark.parametrize(
    "content",
    ['"no base64!"', "5", "null", '"AAA"', '"\\u00e4\\u00e4\\u00e4\\u00e4"'],
    ids=["signs", "n", "none", "cut", "ä"],
)
def test_bytes_that_are_none_are_refused_in_a_sentence(storage, target, tmp_path, content):
    """As any other row that somebody made up."""
    _filled(storage)
    back_up(storage, tmp_path / "b.zip")
    run_id = _all(storage)["runs"][0][0]
    _replace_part(tmp_path / "b.zip", "run_parts", f'{{"run_id": "{run_id}", "number": 0, "content": {content}}}\n')
    with pytest.raises(StorageError, match=r"'run_parts' holds what is no row of it|can't be used"):
        restore(tmp_path / "b.zip", target)


def test_erasing_somebody_leaves_the_library_as_it_is(storage):
    """It is about no candidate."""
    candidate = add_candidate(storage, add_round(storage))
    _filled(storage)
    before = _all(storage)
    with storage.write() as connection:
        remove(connection, Removed(candidate, 5))
    storage.scrub()
    after = _all(storage)
    assert {name: before[name] for name in _OF_LIBRARY} == {name: after[name] for name in _OF_LIBRARY}


def _with_texts_in_runs(storage):
    """Fill a library whose tables are those of revision 0002; return the runs as they were kept."""
    library = _filled(storage)
    kept = library.all_kept()
    with storage.write() as connection:
        take_down(connection, "0002")
        texts = connection.execute(text("SELECT text FROM runs")).scalars().all()
        assert [_RUN.text] * 2 == texts
    return kept


def test_texts_of_runs_move_and_their_keys_are_made(storage):
    """Listed, found and opened as before; and down again with nothing lost."""
    kept = _with_texts_in_runs(storage)
    upgrade(storage)
    library = Library(storage)
    assert kept == library.all_kept()
    assert {_RUN.recipe.key} == {one.key for one in kept}
    assert library.kept_as(_RUN.recipe.key) in kept
    assert [_RUN.text] * 2 == [library.run_text(one.id) for one in kept]


def test_a_backup_of_runs_with_their_texts_can_still_be_restored(storage, target, tmp_path):
    """The rows go into the tables of then, which are brought up to date."""
    kept = _with_texts_in_runs(storage)
    old = _there(storage)
    del old["run_parts"]  # bytes stand otherwise in a backup
    _write_backup(tmp_path / "old.zip", old, "0002")
    restore(tmp_path / "old.zip", target)
    restored = open_storage(target)
    library = Library(restored)
    assert kept == library.all_kept()
    assert [_RUN.text] * 2 == [library.run_text(one.id) for one in kept]
    restored.close()


_OF_LIBRARY = ("scenarios", "scenario_revisions", "drafts", "draft_steps", "runs", "run_texts", "run_parts")


def _there(storage):
    """Return the rows of our tables as those are now, by table."""
    now = MetaData()
    with storage.read() as connection:
        now.reflect(connection)
        return {
            table.name: list(map(dict, connection.execute(select(table)).mappings()))
            for table in now.sorted_tables
            if table.name in tables.metadata.tables
        }


def _lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def _write_backup(path, rows, revision="0001"):
    """Write a backup as the version with those tables did."""
    parts = {name: _lines(each).encode() for name, each in rows.items()}
    _pack(path, parts, {"product": "support-sandbox", "format": 1, "revision": revision, "made_at": 1})


def _replace_part(path, name, text):
    with zipfile.ZipFile(path) as pack:
        parts = {
            one.removeprefix("tables/").removesuffix(".jsonl"): pack.read(one)
            for one in pack.namelist()
            if one.startswith("tables/")
        }
        said = json.loads(pack.read("manifest.json"))
    _pack(path, parts | {name: text.encode()}, said)


def _pack(path, parts, said):
    held = {
        name: {"rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
    }
    with zipfile.ZipFile(path, "w") as pack:
        for name, content in parts.items():
            pack.writestr(f"tables/{name}.jsonl", content)
        pack.writestr("manifest.json", json.dumps(said | {"tables": held}))
