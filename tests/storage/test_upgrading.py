"""Migrations: they make exactly the tables that the code means, they can be undone, and what is written stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.exc import DatabaseError
from stores import add_candidate, add_events, add_round

from trainee_exercises.storage import audit, open_storage, tables, upgrading
from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.upgrading import VERSION_TABLE, build, newest, revision, take_down, upgrade

_SECOND = '''
"""A second revision, for the test."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{name}", "{before}", None, None
def upgrade():
    op.add_column("rounds", sa.Column("extra", sa.Integer()))
    {more}
def downgrade():
    op.drop_column("rounds", "extra")
'''


def test_the_migrated_tables_are_those_of_the_code(storage):
    """Alembic finds no difference, types included."""
    with storage.read() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert [] == compare_metadata(context, tables.metadata)


def test_the_names_of_all_constraints_are_those_of_the_code(storage):
    """So that a later migration can name them on either database."""
    with storage.read() as connection:
        found = inspect(connection)
        for table in tables.metadata.sorted_tables:
            named = {str(key.name) for key in table.constraints if key.name} | {str(key.name) for key in table.indexes}
            there = {found.get_pk_constraint(table.name)["name"]}
            there |= {key["name"] for key in found.get_foreign_keys(table.name)}
            there |= {key["name"] for key in found.get_unique_constraints(table.name)}
            there |= {key["name"] for key in found.get_indexes(table.name)}
            assert named == there, table.name


def test_down_and_up_again(storage):
    """Down leaves nothing of ours, up makes all of it anew."""
    with storage.write() as connection:
        take_down(connection)
        assert {VERSION_TABLE} == set(inspect(connection).get_table_names())
        build(connection, newest())
    add_round(storage)
    with storage.read() as connection:
        assert newest() == revision(connection)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (update(tables.events).values(kind="other"), "events are never changed"),
        (update(tables.audit).values(actor="nobody"), "the audit log is never changed"),
        (delete(tables.audit), "the audit log is never shortened"),
    ],
)
def test_the_database_itself_refuses_to_rewrite_what_happened(storage, act, says):
    """Whoever asks, by whatever code."""
    add_events(storage, add_candidate(storage, add_round(storage)), "first")
    with storage.write() as connection:
        audit.note(connection, Audited(1, "me", "look", "round:1", {}))
    with pytest.raises(DatabaseError, match=says), storage.write() as connection:
        connection.execute(act)
    with storage.read() as connection:
        assert ["save"] == list(connection.execute(select(tables.events.c.kind)).scalars())
        assert [Audited(1, "me", "look", "round:1", {})] == audit.lines(connection)


@pytest.fixture
def two_revisions(tmp_path, monkeypatch):
    """Give a function that puts one more revision into a copy of the migrations; *more* is a line of its upgrade."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading._FOLDER, folder)

    def put(more="pass"):
        text_ = _SECOND.format(name="9998", before=newest(), more=more)
        (folder / "versions" / "r9998.py").write_text(text_)
        monkeypatch.setattr(upgrading, "_FOLDER", folder)

    return put


def test_an_sqlite_file_is_copied_before_its_tables_change(sqlite_storage, two_revisions):
    """The copy stands beside it, holds what was there, and is of the old version; a new file is not copied."""
    add_round(sqlite_storage, "Kept")
    before = newest()
    assert upgrade(sqlite_storage) is None
    two_revisions()
    copy = upgrade(sqlite_storage)
    assert Path(sqlite_storage.engine.url.database).parent == copy.parent
    assert copy.name.startswith("sandbox.db.before-9998.")
    assert upgrade(sqlite_storage) is None
    with sqlite_storage.read() as connection:
        assert [("Kept", None)] == [tuple(row) for row in connection.execute(text("SELECT name, extra FROM rounds"))]
    old = _connected(copy)
    with old.read() as connection:
        assert before == revision(connection)
        assert ["Kept"] == list(connection.execute(select(tables.rounds.c.name)).scalars())
    old.close()


def test_an_upgrade_that_fails_changes_nothing(storage, two_revisions):
    """Its first steps are undone with it, on both databases; the next start with a sound one goes on from there."""
    before = newest()
    two_revisions("op.execute('no such command')")
    with pytest.raises(DatabaseError):
        upgrade(storage)
    with storage.read() as connection:
        assert before == revision(connection)
        assert "extra" not in {column["name"] for column in inspect(connection).get_columns("rounds")}
    (upgrading._FOLDER / "versions" / "r9998.py").write_text(_SECOND.format(name="9998", before=before, more="pass"))
    upgrade(storage)
    with storage.read() as connection:
        assert "9998" == revision(connection)


def test_the_migrations_are_found_wherever_the_package_is(tmp_path, two_revisions):
    """Also in a folder whose name has a percent sign, which Alembic's settings would read as something else."""
    two_revisions()
    odd = tmp_path / "100% ours"
    shutil.copytree(upgrading._FOLDER, odd)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrading, "_FOLDER", odd)
        open_storage(f"sqlite:///{tmp_path / 'odd.db'}").close()


def _connected(path):
    from trainee_exercises.storage import Storage  # noqa: PLC0415 - only to look at it as it is

    return Storage(f"sqlite:///{path}")
