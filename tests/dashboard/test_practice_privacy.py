"""What reps decide about their shifts on the pages, and what is written down of what trainers do there."""

from __future__ import annotations

from planning_pages import fine, plain, press

from dashboard import shared
from dashboard.practising import lists
from trainee_exercises.practice import tasks
from trainee_exercises.practice.bots import QUITTER
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import audit


def said(test):
    """Return all words of a page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "success", "error")
    words = [str(one.value) for kind in kinds for one in getattr(test, kind)]
    return plain("\n".join([*words, *(one.proto.body for one in test.get("html"))]))


def noted(desk):
    """Return what the audit log says: who, what, of what."""
    with desk.storage.read() as connection:
        return [line[1:4] for line in audit.lines(connection)]


def test_a_rep_deletes_a_shift_after_a_question(desk):
    """It says what goes with it; keeping it keeps it. One that was never begun can go too. No memory holds it then."""
    shift, open_one = desk.worked(desk.ana, QUITTER), desk.shifts.begin(Wish(2, 5), desk.ana, "Ana")
    for one in (shift, open_one):
        shared.shifts().view(one, desk.ana)
    desk.looked(shift)
    test = fine(desk.page("practise"))
    test = fine(test.button(key=f"delete-shift-{shift}").click().run())
    assert "All that you did and wrote in this shift goes for good" in said(test)
    assert "Your trainer's table and your own progress lose it" in said(test)
    test = fine(test.button(key=f"keep-shift-{shift}").click().run())
    assert {shift, open_one} == {one.id for one in desk.shifts.of(desk.ana)}
    for one in (shift, open_one):
        test = fine(test.button(key=f"delete-shift-{one}").click().run())
        test = fine(test.button(key=f"sure-shift-{one}").click().run())
        assert "Deleted." in said(test)
    assert [] == desk.shifts.of(desk.ana)
    assert [None, None] == [shared.shifts()._memory.get(one) for one in (shift, open_one)]
    assert [(desk.ana, "practice erased", f"shift:{one}") for one in (shift, open_one)] == noted(desk)[-2:]


def test_a_debrief_is_deleted_where_it_is_read(desk):
    """Then there is no such shift, also for a trainer who has read it; their table loses it."""
    desk.worked(desk.ana, QUITTER)
    shift = desk.worked(desk.ana, QUITTER, seed=3)
    desk.as_trainer()
    test = fine(desk.page("debrief", shift=shift))
    assert not [one for one in test.button if one.label == "Delete this shift"]
    assert "Over 1 shared shift" in said(fine(desk.page("cohort")))
    desk.as_rep()
    test = fine(desk.page("debrief", shift=shift))
    test = press(test, "Delete this shift")
    test = press(test, "Yes, delete this shift")
    assert "There is no such shift" in said(test)
    desk.as_trainer()
    assert "There is no such shift" in said(fine(desk.page("debrief", shift=shift)))
    assert "Nobody has shared a shift yet" in said(fine(desk.page("cohort")))


def test_a_switch_turns_only_what_is_the_visitors_own(desk):
    """Whoever the page believes to be there, it is their id that counts, not that of the shift."""
    row = desk.shifts.row(desk.worked(desk.ana, QUITTER))
    calls = []
    for by in ("another", desk.ana):
        try:
            desk.shifts.share(row.id, by, is_private=False)
        except PracticeError:
            calls.append(by)
    assert ["another"] == calls
    desk.planning._patch.setattr(lists.st, "session_state", {f"private-{row.id}": True})
    try:
        lists._shared(row.id, "another")
    except PracticeError:
        calls.append("page")
    assert ["another", "page"] == calls
    assert not desk.shifts.row(row.id).is_private


def test_a_trainer_who_reads_or_takes_along_is_noted_and_a_rep_is_not(desk):
    """Once for each page that is open, however often it is drawn."""
    desk.worked(desk.ana, QUITTER)
    shift = desk.worked(desk.ana, QUITTER, seed=3)
    test = fine(desk.page("debrief", shift=shift))
    assert [False, False] == [not one.proto.ignore_rerun for one in test.get("download_button")]
    assert [] == [one for one in noted(desk) if one[1] in {"debrief read", "exported"}]
    desk.as_trainer()
    test = fine(fine(desk.page("debrief", shift=shift)).run())
    assert [True, True] == [not one.proto.ignore_rerun for one in test.get("download_button")]
    assert [("u1", "debrief read", f"user:{desk.ana}")] == [one for one in noted(desk) if one[1] == "debrief read"]
    (table,) = fine(desk.page("cohort")).get("download_button")
    assert not table.proto.ignore_rerun


def test_of_a_private_shift_that_did_what_was_asked_the_trainer_learns_that_it_is_done(desk):
    """And reads on the page that this is all: no figure, date or word."""
    tasks.assign(desk.storage, [desk.ana], tasks.NewTask(1), "u1")
    desk.looked(desk.worked(desk.ana, QUITTER))
    desk.as_trainer()
    words = said(fine(desk.page("cohort")))
    assert "a level was tried, or that what you asked for is done, and nothing else" in words
    row = "<td>ana@company.example</td><td></td><td>tried</td>" + "<td></td>" * 4 + "<td>none</td><td></td>"
    assert row in words
