"""When the disk is full or the database gone: one sentence, and nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from trainee_exercises.library import Library, limits
from trainee_exercises.storage import Storage, StorageError, open_storage, tables


def test_a_full_disk_is_a_sentence_and_keeps_what_was_there(sqlite_storage, new_run):
    """SQLite is given no page more than it has: as with a disk that is full."""
    library = Library(sqlite_storage)
    saved = library.save("a: 1\n", "Plan", "", "ana")
    with sqlite_storage.read() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    full = Storage(sqlite_storage.engine.url)
    event.listen(full.engine, "connect", lambda one, _: one.execute(f"PRAGMA max_page_count={n_pages}"))
    no_room = Library(full)
    for write in (
        lambda: no_room.keep(new_run(bytes(10 * 1024 * 1024)), "ana"),
        lambda: no_room.save("x" * 500_000, "Other", "", "ana"),
        lambda: no_room.new_draft("x" * 500_000, "A", "ana"),
    ):
        with pytest.raises(StorageError, match=r"database or disk is full; .* is the disk full\?"):
            write()
    assert ([saved._replace(text="")], [], []) == (no_room.all_saved(), no_room.all_kept(), no_room.drafts_of("ana"))
    full.close()
    assert 1 == library.new_draft("small", "A", "ana").revision


def test_a_database_that_was_deleted_is_noticed_before_anything_is_written(sqlite_storage):
    """An open connection would go on writing into a file that nobody finds again."""
    library = Library(sqlite_storage)
    library.save("a: 1\n", "Plan", "", "ana")
    file = Path(sqlite_storage.engine.url.database)
    file.unlink()
    says = r"sandbox\.db was deleted or replaced while the app runs; stop the app, put the file back or restore"
    for act in (lambda: library.save("a: 2\n", "B", "", "ana"), library.all_saved, lambda: library.draft("x")):
        with pytest.raises(StorageError, match=says):
            act()
    assert not file.exists()
    open_storage(f"sqlite:///{file}").close()  # another process makes a new one
    with pytest.raises(StorageError, match=says):
        library.all_saved()


def test_a_database_without_its_tables_is_a_sentence(storage):
    """On each database; such as one that somebody has emptied."""
    library = Library(storage)
    with storage.write() as connection:
        tables.run_parts.drop(connection)
        tables.run_texts.drop(connection)
        tables.runs.drop(connection)
    with pytest.raises(StorageError, match=r"the database .* can't be used: .*runs.*"):
        library.all_kept()


def test_the_page_on_storage_has_the_limits_of_the_code():
    """Whoever plans room on a disk reads them there."""
    page = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")
    for said in (
        f"{limits.MAX_SAVED} saved scenarios, {limits.MAX_DRAFTS} drafts",
        f"{limits.MAX_NAMED} runs with a name",
        f"{limits.MAX_REVISIONS} revisions, of {limits.MAX_REVISIONS_SIGNS // 1_000_000} million characters",
        f"when the same person has {limits.RECENT} newer ones",
        f"the newest {limits.UNTOUCHED} stay",
    ):
        assert said in page
