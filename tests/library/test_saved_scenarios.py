"""Saved scenarios: every revision stays, the second writer is told, names stand once, deleting is noted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from trainee_exercises.library import (
    MAX_NAME,
    MAX_NOTE,
    MAX_TEXT,
    Conflict,
    Gone,
    LibraryError,
    NotYours,
    Saved,
    may_delete,
    scenarios,
)
from trainee_exercises.storage.audit import lines


def test_what_was_saved_is_there_again_with_who_and_when(storage, library):
    """Text, name and note to the letter, in any script."""
    at = storage.now()
    made = library.save("title: Größe 💛\n# a comment\n", " Spring\n plan ", " why\nso ", "ana")
    expected = Saved(made.id, "Spring plan", "why\nso", "title: Größe 💛\n# a comment\n", 1, at, at, "ana", "ana")
    assert expected == made == library.saved(made.id) == library.saved(made.id, 1)
    assert [expected._replace(text="")] == library.all_saved()


def test_each_save_is_a_revision_and_old_ones_stay_as_they_were(storage, library):
    """The newest first; each with its own name, note, time and writer."""
    first = library.save("a: 1\n", "Plan", "n", "ana")
    later = storage.now.forward(1000)
    second = library.save("a: 2\n", "Plan B", "m", "ben", id=first.id, revision=1)
    assert (2, "Plan B", "a: 2\n", first.created_at, later, "ben", "ana") == (
        second.revision, second.name, second.text, second.created_at, second.changed_at, second.changed_by,
        second.created_by,
    )  # fmt: skip
    assert [second._replace(text=""), first._replace(text="")] == library.revisions(first.id)
    assert (first, None) == (library.saved(first.id, 1), library.saved(first.id, 3))


def test_the_same_text_again_is_no_revision(library):
    """Name and note change all the same."""
    first = library.save("a: 1\n", "Plan", "", "ana")
    again = library.save("a: 1\n", "Plan", "with a note", "ben", id=first.id, revision=1)
    assert (1, "with a note", 1) == (again.revision, again.note, len(library.revisions(first.id)))


def test_the_second_writer_is_told_and_nothing_is_lost(library):
    """The error carries what stands; nothing of the second is written; a copy takes it under a name of its own."""
    first = library.save("a: 1\n", "Plan", "", "ana")
    theirs = library.save("a: 2\n", "Plan", "", "ben", id=first.id, revision=1)
    with pytest.raises(Conflict, match="keep yours as a copy") as caught:
        library.save("a: 3\n", "Plan", "", "ana", id=first.id, revision=1)
    assert theirs == caught.value.current == library.saved(first.id)
    copies = [library.save_copy("a: 3\n", "Plan", "", "ana") for _ in range(2)]
    assert [("Plan (2)", "a: 3\n"), ("Plan (3)", "a: 3\n")] == [(one.name, one.text) for one in copies]


def test_of_many_writers_at_once_one_is_first_and_the_others_are_told(library):
    """On a server with many threads as well."""
    first = library.save("a: 0\n", "Plan", "", "ana")

    def write(number):
        try:
            return library.save(f"a: {number}\n", "Plan", "", f"w{number}", id=first.id, revision=1)
        except Conflict as conflict:
            return conflict.current

    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(write, range(1, 9)))
    assert {library.saved(first.id)} == seen
    assert 2 == len(library.revisions(first.id))


def test_of_many_that_take_a_name_at_once_one_gets_it(library):
    """Two pages that save a new scenario under one name."""

    def save(number):
        try:
            return library.save(f"a: {number}\n", "Plan", "", "ana").name
        except LibraryError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(save, range(8)))
    taken = "There is a saved scenario 'Plan' already; choose another name."
    assert sorted(["Plan", *[taken] * 7]) == sorted(said)
    assert 1 == len(library.all_saved())


def test_renaming_changes_name_and_note_alone(storage, library):
    """The revisions keep what they were called; who saw another name is told."""
    first = library.save("a: 1\n", "Plan", "n", "ana")
    storage.now.forward(5)
    named = library.rename(first.id, "Better", "m", "ben", seen=("Plan", "n"))
    assert ("Better", "m", 1, "ben", "ana") == (
        named.name, named.note, named.revision, named.changed_by, named.created_by,
    )  # fmt: skip
    assert [first._replace(text="")] == library.revisions(first.id)
    with pytest.raises(Conflict) as caught:
        library.rename(first.id, "Worse", "", "ana", seen=("Plan", "n"))
    assert named == caught.value.current


def test_a_name_stands_once_whatever_its_case(library):
    """Saving and renaming say so; a scenario may keep its own."""
    first, other = (library.save("a: 1\n", name, "", "ana") for name in ("Plan", "Other"))
    for try_it in (
        lambda: library.save("b: 1\n", "PLAN", "", "ana"),
        lambda: library.rename(other.id, "plan", "", "ana"),
        lambda: library.save("a: 2\n", "plan", "", "ana", id=other.id),
    ):
        with pytest.raises(LibraryError, match="There is a saved scenario"):
            try_it()
    assert "plan" == library.rename(first.id, "plan", "", "ana").name


@pytest.mark.parametrize(
    ("text", "name", "note", "says"),
    [
        ("a", " \n", "", "Give it a name"),
        ("a", "n" * (MAX_NAME + 1), "", "The name has 201 characters; 200 is the most"),
        ("a", "n", "x" * (MAX_NOTE + 1), "The note has 5,001 characters; 5,000 is the most"),
        ("x" * (MAX_TEXT + 1), "n", "", "The scenario has 1,000,001 characters; 1,000,000 is the most"),
        ("a\nb\x00", "n", "", r"The scenario has a character in line 2 that can't be kept \(U\+0000\)"),
        ("a", "n", "\ud800", r"The note has a character in line 1 that can't be kept \(U\+D800\)"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(library, text, name, note, says):
    """Nothing is saved then."""
    with pytest.raises(LibraryError, match=says):
        library.save(text, name, note, "ana")
    assert [] == library.all_saved()


def test_the_largest_is_kept(library):
    """A limit is the last that works."""
    made = library.save("ä" * MAX_TEXT, "n" * MAX_NAME, "x" * MAX_NOTE, "ana")
    assert made == library.saved(made.id)


def test_deleting_takes_all_revisions_and_is_noted(storage, library):
    """The audit log has who and how many, no name; drafts of it stay as drafts of a new one."""
    first = library.save("a: 1\n", "Plan", "", "ana")
    other = library.save("b: 1\n", "Other", "", "ana")
    library.save("a: 2\n", "Plan", "", "ana", id=first.id)
    draft = library.new_draft("a: 3\n", "A", "ben", first.id)
    library.delete(first.id, "ben", role="manager")
    assert (None, [], [other._replace(text="")]) == (
        library.saved(first.id),
        library.revisions(first.id),
        library.all_saved(),
    )
    assert draft._replace(saved_id=None, saved_revision=None) == library.draft(draft.id)
    with storage.read() as connection:
        assert [("ben", "scenario deleted", f"scenario:{first.id}", {"revisions": 2})] == [
            line[1:] for line in lines(connection)
        ]


def test_what_is_gone_is_said(library):
    """Saving over it, renaming or deleting it again."""
    made = library.save("a: 1\n", "Plan", "", "ana")
    library.delete(made.id, "ana", role="rep")
    for try_it in (
        lambda: library.save("a: 2\n", "Plan", "", "ana", id=made.id, revision=1),
        lambda: library.rename(made.id, "Other", "", "ana"),
        lambda: library.delete(made.id, "ana", role="rep"),
        lambda: library.new_draft("a", "A", "ana", made.id),
    ):
        with pytest.raises(Gone, match="not there any more: it was deleted"):
            try_it()


@pytest.mark.parametrize(
    ("role", "by", "expected"),
    [("owner", "x", True), ("manager", "x", True), ("rep", "x", False), ("rep", "ana", True), (None, "x", False)],
)
def test_who_may_delete(role, by, expected):
    """Owners and managers all, others what they made."""
    assert expected == may_delete(role, by, "ana")


@pytest.mark.parametrize("role", ["rep", "rater", None])
def test_nobody_deletes_what_they_may_not(storage, library, new_run, role):
    """Whatever page asks: the library itself refuses, and notes nothing."""
    saved, run = library.save("a: 1\n", "Plan", "", "ana"), library.keep(new_run(), "ana")
    for try_it in (
        lambda: library.delete(saved.id, "ben", role=role),
        lambda: library.delete_run(run.id, "ben", role=role),
    ):
        with pytest.raises(NotYours, match="only who made it, a manager or an owner may delete it"):
            try_it()
    assert (saved, run) == (library.saved(saved.id), library.kept(run.id))
    with storage.read() as connection:
        assert [] == lines(connection)


def test_saved_scenarios_are_bounded_for_each_person(library, monkeypatch):
    """One more is refused with what to delete; another revision, or another person's, is not."""
    monkeypatch.setattr(scenarios, "MAX_SAVED", 2)
    first, _ = (library.save("a: 1\n", name, "", "ana") for name in ("Plan", "Other"))
    for one_more in (
        lambda: library.save("a: 1\n", "Third", "", "ana"),
        lambda: library.save_copy("a: 1\n", "Plan", "", "ana"),
    ):
        with pytest.raises(LibraryError, match=r"2 saved scenarios are yours.* Delete one .* \(Library, Saved scen"):
            one_more()
    assert 2 == library.save("a: 2\n", "Plan", "", "ana", id=first.id).revision
    assert "Third" == library.save("a: 1\n", "Third", "", "ben").name


@pytest.mark.parametrize(("limit", "most"), [("MAX_REVISIONS", 2), ("MAX_REVISIONS_SIGNS", 15)])
def test_revisions_of_a_scenario_are_bounded(library, monkeypatch, limit, most):
    """Their number and their length: one more is refused with what to do, and a new name or note is not."""
    monkeypatch.setattr(scenarios, limit, most)
    first = library.save("a: 1\n", "Plan", "", "ana")
    second = library.save("b: 12345\n", "Plan", "", "ana", id=first.id)
    with pytest.raises(LibraryError, match=r"The 2 revisions of 'Plan' have 14 .* Save yours as another scenario"):
        library.save("c: 1\n", "Plan", "", "ana", id=first.id)
    assert second == library.saved(first.id)
    assert "n" == library.save(second.text, "Plan", "n", "ana", id=first.id).note
