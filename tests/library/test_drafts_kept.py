"""Drafts: they survive, each change is a step back, two tabs lose nothing, and only who began one changes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from trainee_exercises.library import MAX_STEPS, Conflict, Draft, Gone, LibraryError, NotYours, drafts, limits
from trainee_exercises.storage.audit import lines


def _written(library, draft, *texts):
    for text in texts:
        draft = library.write_draft(draft.id, text, draft.title, "ana", revision=draft.revision)
    return draft


def test_a_draft_is_there_again_as_it_was_left(storage, library):
    """After a reload, with all its steps."""
    at = storage.now()
    made = library.new_draft("a: 1\n", " My\nplan ", "ana")
    assert (
        Draft(made.id, None, "My plan", "a: 1\n", 1, (), (), at, "ana", None, "ana") == made == library.draft(made.id)
    )
    later = storage.now.forward(9)
    written = library.write_draft(made.id, "a: 2\n", "Mine", "ana", revision=1)
    assert ("a: 2\n", "Mine", 2, ("a: 1\n",), (), later, "ana", "ana") == (
        written.text, written.title, written.revision, written.undo, written.redo, written.changed_at,
        written.changed_by, written.created_by,
    )  # fmt: skip
    assert written == library.draft(made.id)


def test_undo_and_redo_walk_through_what_was_written(library):
    """Redo ends where something else is written; the ends are ends."""
    draft = _written(library, library.new_draft("1", "A", "ana"), "2", "3")
    back = library.undo(draft.id, "ana", revision=draft.revision)
    back = library.undo(draft.id, "ana", revision=back.revision)
    assert ("1", (), ("2", "3"), 5) == (back.text, back.undo, back.redo, back.revision)
    assert back == library.undo(draft.id, "ana", revision=back.revision)
    forth = library.redo(draft.id, "ana", revision=back.revision)
    assert ("2", ("1",), ("3",)) == (forth.text, forth.undo, forth.redo)
    other = _written(library, forth, "4")
    assert ("4", ("1", "2"), ()) == (other.text, other.undo, other.redo)
    assert other == library.redo(draft.id, "ana", revision=other.revision)


def test_writing_what_stands_is_no_step(library):
    """A page that runs again writes nothing; a new title alone is a change and no step."""
    draft = library.new_draft("1", "A", "ana")
    assert draft == _written(library, draft, "1")
    named = library.write_draft(draft.id, "1", "B", "ana", revision=1)
    assert ("B", 2, ()) == (named.title, named.revision, named.undo)


def test_steps_are_bounded_and_the_latest_stay(library):
    """A hundred."""
    draft = _written(library, library.new_draft("0", "A", "ana"), *map(str, range(1, MAX_STEPS + 21)))
    assert tuple(map(str, range(20, MAX_STEPS + 20))) == draft.undo
    assert draft == library.draft(draft.id)


def test_steps_of_a_very_long_scenario_are_fewer(library, monkeypatch):
    """They take no more room than a limit; one step back there always is."""
    monkeypatch.setattr(drafts, "MAX_STEPS_SIGNS", 25)
    draft = _written(library, library.new_draft("0" * 10, "A", "ana"), "1" * 10, "2" * 10, "3" * 10)
    assert ("1" * 10, "2" * 10) == draft.undo
    draft = _written(library, draft, "4" * 30, "5" * 30)
    assert ("4" * 30,) == draft.undo


@pytest.mark.parametrize("act", ["write", "undo", "redo"])
def test_the_second_tab_is_told_what_stands(library, act):
    """Nothing of the first is overwritten."""
    draft = _written(library, library.new_draft("1", "A", "ana"), "2", "3")
    draft = library.undo(draft.id, "ana", revision=draft.revision)
    theirs = library.write_draft(draft.id, "4", "A", "ana", revision=draft.revision)
    acts = {
        "write": lambda: library.write_draft(draft.id, "5", "A", "ana", revision=draft.revision),
        "undo": lambda: library.undo(draft.id, "ana", revision=draft.revision),
        "redo": lambda: library.redo(draft.id, "ana", revision=draft.revision),
    }
    with pytest.raises(Conflict, match="changed meanwhile") as caught:
        acts[act]()
    assert theirs == caught.value.current == library.draft(draft.id)


def test_of_many_tabs_at_once_one_writes(library):
    """The others all see its text."""
    draft = library.new_draft("0", "A", "ana")

    def write(number):
        try:
            return library.write_draft(draft.id, str(number), "A", "ana", revision=1)
        except Conflict as conflict:
            return conflict.current

    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(write, range(1, 9)))
    assert {library.draft(draft.id)} == seen
    assert ("0",) == library.draft(draft.id).undo


def test_a_draft_of_a_saved_scenario_knows_the_revision_it_began_from(library):
    """So two drafts of one scenario conflict when the second is saved; saved, a draft goes on from there."""
    saved = library.save("a: 1\n", "Plan", "", "ana")
    mine, theirs = (library.new_draft(saved.text, "A", by, saved.id) for by in ("ana", "ben"))
    assert [(saved.id, 1)] * 2 == [(one.saved_id, one.saved_revision) for one in (mine, theirs)]
    mine = _written(library, mine, "a: 2\n")
    done = library.save(mine.text, "Plan", "", "ana", id=mine.saved_id, revision=mine.saved_revision)
    linked = library.link_draft(mine.id, done, "ana")
    assert mine._replace(saved_revision=2) == linked
    with pytest.raises(Conflict) as caught:
        library.save("a: 3\n", "Plan", "", "ben", id=theirs.saved_id, revision=theirs.saved_revision)
    assert done == caught.value.current


def test_everybody_sees_their_own_drafts_the_last_changed_first(storage, library):
    """Without texts and steps, which only the editor needs."""
    first, second = (library.new_draft(text, "A", "ana") for text in "12")
    library.new_draft("3", "A", "ben")
    storage.now.forward(1)
    first = _written(library, first, "4")
    assert [first._replace(text="", undo=()), second._replace(text="")] == library.drafts_of("ana")
    assert [] == library.drafts_of("nobody")


def test_drafts_in_which_nothing_was_changed_go_in_time(storage, library):
    """The newest fifty of a person stay, and all that were worked on."""
    worked = _written(library, library.new_draft("0", "A", "ana"), "1")
    others = library.new_draft("0", "A", "ben")
    made = []
    for number in range(limits.UNTOUCHED + 3):
        storage.now.forward(1)
        made.append(library.new_draft(str(number), "A", "ana").id)
    assert [*made[:2:-1], worked.id] == [one.id for one in library.drafts_of("ana")]
    assert [others._replace(text="")] == library.drafts_of("ben")


def test_a_dropped_draft_is_gone_and_says_so(storage, library):
    """Dropping twice is as good as once; the audit log is not about one's own unsaved work."""
    mine = library.new_draft("1", "A", "ana")
    for _ in range(2):
        library.drop_draft(mine.id, "ana")
    assert (None, []) == (library.draft(mine.id), library.drafts_of("ana"))
    with pytest.raises(Gone, match="Keep what you have typed as a new draft"):
        _written(library, mine, "2")
    with storage.read() as connection:
        assert [] == lines(connection)


@pytest.mark.parametrize("act", ["write", "undo", "redo", "drop", "link"])
def test_only_who_began_a_draft_changes_it(library, act):
    """Whoever else has its address reads it, and is told; owners too."""
    saved = library.save("s: 1\n", "Plan", "", "ben")
    draft = _written(library, library.new_draft("1", "A", "ana"), "2", "3")
    draft = library.undo(draft.id, "ana", revision=draft.revision)
    acts = {
        "write": lambda: library.write_draft(draft.id, "5", "A", "ben", revision=draft.revision),
        "undo": lambda: library.undo(draft.id, "ben", revision=draft.revision),
        "redo": lambda: library.redo(draft.id, "ben", revision=draft.revision),
        "drop": lambda: library.drop_draft(draft.id, "ben"),
        "link": lambda: library.link_draft(draft.id, saved, "ben"),
    }
    with pytest.raises(NotYours, match=r"only who began it changes it\. Go on with a copy of yours"):
        acts[act]()
    assert draft == library.draft(draft.id)


def test_a_copy_of_anothers_draft_is_ones_own(library):
    """As it stands, without its steps; it began from the same revision, so saving over a newer one is still told."""
    saved = library.save("a: 1\n", "Plan", "", "ana")
    draft = _written(library, library.new_draft(saved.text, "A", "ana", saved.id), "a: 2\n")
    newer = library.save("a: 9\n", "Plan", "", "cleo", id=saved.id, revision=1)
    copy = library.copy_draft(draft.id, "ben")
    assert ("a: 2\n", "A", 1, (), "ben", saved.id, 1) == (
        copy.text, copy.title, copy.revision, copy.undo, copy.created_by, copy.saved_id, copy.saved_revision,
    )  # fmt: skip
    with pytest.raises(Conflict) as caught:
        library.save(copy.text, "Plan", "", "ben", id=copy.saved_id, revision=copy.saved_revision)
    assert newer == caught.value.current
    assert [copy.id] == [one.id for one in library.drafts_of("ben")]
    assert draft == library.draft(draft.id)
    with pytest.raises(Gone):
        library.copy_draft("0" * 16, "ben")


def test_drafts_that_were_worked_on_are_bounded_for_each_person(library, monkeypatch):
    """One more is refused with what to delete; deleting one makes room, and others are not concerned."""
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 2)
    worked = [_written(library, library.new_draft("0", "A", "ana"), "1") for _ in "ab"]
    for one_more in (lambda: library.new_draft("0", "A", "ana"), lambda: library.copy_draft(worked[0].id, "ana")):
        with pytest.raises(LibraryError, match=r"You have 2 drafts .* Delete one .* \(Library, Your drafts\)"):
            one_more()
    assert 2 == len(library.drafts_of("ana"))
    assert "ben" == library.new_draft("0", "A", "ben").created_by
    library.drop_draft(worked[0].id, "ana")
    assert 1 == library.new_draft("0", "A", "ana").revision


@pytest.mark.parametrize("odd", ["\0", "a\ud800"])
def test_an_address_with_odd_characters_names_nothing(library, odd):
    """Databases refuse to look for them: nothing is there, or a sentence."""
    assert (None, None, None, None) == (library.draft(odd), library.kept(odd), library.kept_as(odd), library.saved(odd))
    for act in (
        lambda: library.write_draft(odd, "1", "A", "ana", revision=1),
        lambda: library.delete(odd, "ana", role="owner"),
        lambda: library.delete_run(odd, "ana", role="owner"),
        lambda: library.content(odd),
    ):
        with pytest.raises(LibraryError, match=r"not there any more|has characters that nothing in the library has"):
            act()


def test_a_text_that_cannot_be_kept_changes_nothing(library):
    """A long title is cut: it is taken from the text."""
    draft = library.new_draft("1", "t" * 500, "ana")
    assert 300 == len(draft.title)
    with pytest.raises(LibraryError, match="1,000,000 is the most"):
        _written(library, draft, "x" * 1_000_001)
    assert draft == library.draft(draft.id)
