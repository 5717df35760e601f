"""Kept runs: listed without what they hold, byte by byte the same, the oldest without a name make room."""

from __future__ import annotations

import random
from operator import attrgetter

import pytest
from sqlalchemy import delete, event, func, select

from trainee_exercises.library import MAX_CONTENT, RECENT, Conflict, Gone, Kept, LibraryError, runs
from trainee_exercises.storage import tables
from trainee_exercises.storage.audit import lines

MEGA = 1024 * 1024


def test_a_run_is_there_again_with_all_that_gives_it_anew(storage, library, new_run):
    """Scenario, hash, seed, replications, version, plans, baseline."""
    made = library.keep(new_run(name=" Spring\n", note="so", origin="s1"), "ana")
    expected = Kept(
        made.id, "Spring", "so", "A", "ab" * 32, 2**62, 20, "0.1.0", ("now", "läter"), "now",
        storage.now(), "ana", "s1", 7, new_run().recipe.key,
    )  # fmt: skip
    assert expected == made == library.kept(made.id)
    assert [expected] == library.all_kept()
    assert ("title: A\n", b"figures") == (library.run_text(made.id), library.content(made.id))


@pytest.mark.parametrize("size", [0, 1, MEGA, MEGA + 1, MAX_CONTENT], ids=str)
def test_contents_of_any_size_come_back(library, new_run, size):
    """Also where they are cut into pieces."""
    content = random.Random(size).randbytes(size)
    made = library.keep(new_run(content), "ana")
    assert (size, content) == (made.size, library.content(made.id))


def test_a_content_that_is_too_large_is_said(library, new_run):
    """With what would help, and nothing is kept."""
    with pytest.raises(LibraryError, match=r"have 20\.0 MB; the library keeps up to 20 MB\. Run fewer"):
        library.keep(new_run(bytes(MAX_CONTENT + 1)), "ana")
    assert [] == library.all_kept()


def test_a_content_with_a_piece_missing_is_no_result(storage, library, new_run):
    """Better none than a part."""
    made = library.keep(new_run(bytes(MEGA + 5)), "ana")
    with storage.write() as connection:
        connection.execute(delete(tables.run_parts).where(tables.run_parts.c.number == 1))
    with pytest.raises(LibraryError, match="damaged; run its scenario again"):
        library.content(made.id)


def test_runs_without_name_and_note_make_room_and_others_stay(storage, library, new_run):
    """The fifty newest of a person; their texts and pieces go along."""
    named, noted = (library.keep(new_run(**one), "ana") for one in ({"name": "Spring"}, {"note": "why"}))
    made = []
    for _ in range(RECENT + 2):
        storage.now.forward(1)
        made.append(library.keep(new_run(), "ana"))
    assert [*made[:1:-1], *sorted((named, noted), key=attrgetter("id"))] == library.all_kept()
    with storage.read() as connection:
        for table in (tables.run_parts, tables.run_texts):
            assert RECENT + 2 == connection.execute(select(func.count()).select_from(table)).scalar_one()
    assert None is library.kept(made[0].id)


def test_runs_of_one_person_leave_those_of_others(storage, library, new_run):
    """Twenty people share a library: whoever runs most does not take the others' away."""
    theirs = [library.keep(new_run(seed=seed), "ana") for seed in range(3)]
    for _ in range(RECENT + 1):
        storage.now.forward(1)
        library.keep(new_run(), "ben")
    assert {one.id for one in theirs} == {one.id for one in library.all_kept("ana")}
    assert RECENT == len(library.all_kept("ben"))


def test_runs_are_listed_by_person_and_found_by_what_they_are_of(storage, library, new_run):
    """The newest first, no more than wanted; of two alike the newer one is found."""
    made = []
    for seed in (1, 2, 2):
        storage.now.forward(1)
        made.append(library.keep(new_run(seed=seed), "ana"))
    library.keep(new_run(seed=3), "ben")
    assert made[:0:-1] == library.all_kept("ana", most=2)
    assert [] == library.all_kept("nobody")
    assert (made[0], made[2]) == tuple(library.kept_as(new_run(seed=seed).recipe.key) for seed in (1, 2))
    assert None is library.kept_as("0" * 16)


def test_a_list_of_runs_reads_neither_texts_nor_contents(storage, library, new_run):
    """Each page asks for it at each run; finding one by its key or person goes by an index."""
    library.keep(new_run(), "ana")
    asked = []
    event.listen(storage.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    library.all_kept(), library.all_kept("ana", most=3), library.kept_as("0" * 16)
    assert 3 == len([said for said, _ in asked if "FROM runs" in said])
    assert not [said for said, _ in asked if "run_texts" in said or "run_parts" in said]
    if storage.is_sqlite:
        with storage.read() as connection:
            plans = [
                connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values).scalars(3).all()
                for said, values in asked[:]
                if "WHERE" in said
            ]
        assert ["ix_runs_created_by_created_at" in str(plans[0]), "ix_runs_key" in str(plans[1])] == [True, True]


def test_named_runs_are_bounded_for_each_person(library, new_run, monkeypatch):
    """One more is refused with what to do; a name taken away makes room, and changing a name needs none."""
    monkeypatch.setattr(runs, "MAX_NAMED", 2)
    first, _ = library.keep(new_run(name="Spring"), "ana"), library.keep(new_run(note="why"), "ana")
    third = library.keep(new_run(), "ana")
    for one_more in (
        lambda: library.rename_run(third.id, "", "note", "ben"),
        lambda: library.keep(new_run(name="Autumn"), "ana"),
    ):
        with pytest.raises(LibraryError, match=r"2 runs of the person .* Delete one .* \(Library, Runs\), or take"):
            one_more()
    assert "Summer" == library.rename_run(first.id, "Summer", "", "ana").name
    assert "Mine" == library.keep(new_run(name="Mine"), "ben").name
    library.rename_run(first.id, "", "", "ana")
    assert "Third" == library.rename_run(third.id, "Third", "", "ana").name


def test_a_run_is_named_and_the_second_writer_told(library, new_run):
    """A run may lose its name again, then it is called as its scenario."""
    made = library.keep(new_run(), "ana")
    assert "A" == made.called
    named = library.rename_run(made.id, "Spring", "why", "ana", seen=("", ""))
    assert ("Spring", "why") == (named.called, named.note)
    with pytest.raises(Conflict) as caught:
        library.rename_run(made.id, "Autumn", "", "ben", seen=("", ""))
    assert named == caught.value.current == library.kept(made.id)
    assert "A" == library.rename_run(made.id, " ", "", "ben").called
    with pytest.raises(LibraryError, match="The name has 201 characters"):
        library.rename_run(made.id, "x" * 201, "", "ben")


def test_deleting_a_run_takes_its_content_and_is_noted(storage, library, new_run):
    """So that its figures can be got again: hash and seed stand in the audit log."""
    made, other = (library.keep(new_run(bytes(MEGA + 5)), "ana") for _ in "ab")
    library.delete_run(made.id, "ben", role="owner")
    assert [other] == library.all_kept()
    for try_it in (library.content, library.run_text, lambda one: library.delete_run(one, "ben", role="owner")):
        with pytest.raises(Gone, match="not there any more"):
            try_it(made.id)
    with storage.read() as connection:
        assert 2 == connection.execute(select(func.count()).select_from(tables.run_parts)).scalar_one()
        (line,) = lines(connection)
    assert ("ben", "run deleted", f"run:{made.id}", {"hash": "ab" * 32, "seed": 2**62}) == line[1:]
