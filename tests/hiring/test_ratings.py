"""Ratings: only 1 to 4, drafts that stay, locks that stay, corrections that show."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import EXERCISE, a_team, an_assignment, full_rating, locked, the_pack

from trainee_exercises.hiring.assignments import (
    Assigning,
    assign,
    assignments_of_round,
    assignments_of_user,
    end_assignment,
    raters,
    warnings,
)
from trainee_exercises.hiring.criteria import Part, criteria_of
from trainee_exercises.hiring.marks import Rating, rating_of
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.ratings import lock, my_sheets, reopen, save_draft, sheet_of, sheets_of_candidate
from trainee_exercises.storage import audit


def sheet(team, assignment):
    """Return the sheet as it is in the database."""
    with team.storage.read() as connection:
        return sheet_of(connection, assignment.id)


def without(rating, name):
    """Return *rating* without the mark of one criterion."""
    return Rating(marks={key: given for key, given in rating.marks.items() if key != name})


def test_exercise_is_rated_by_value_and_overall_and_other_stages_by_item():
    """Four values and overall; the items of one section of the interviews; a variant's own item in place of another."""
    pack = the_pack()
    values = [one.id for one in criteria_of(pack, "a", EXERCISE)]

    assert [*pack.values, "overall"] == values
    assert ["v03", "v04", "overall"] == [one.id for one in criteria_of(pack, "a", Part("interviews", "i-empathy"))]
    assert "t02" in {one.id for one in criteria_of(pack, "engineer", Part("pre_screen"))}
    assert "q02" not in {one.id for one in criteria_of(pack, "engineer", Part("pre_screen"))}
    assert all({1, 2, 3, 4} == set(one.anchors) for one in criteria_of(pack, "a", Part("phone_first")))


@pytest.mark.parametrize("mark", [0, 5, 2.5, "3", True, "", -1])
def test_anything_but_1_to_4_is_no_mark(mark):
    """The message shows what was given."""
    with pytest.raises(WrongFields, match="is no mark; choose 1, 2, 3 or 4") as refused:
        rating_of({"marks": {"empathy": {"mark": mark}}})
    assert ["empathy"] == list(refused.value.fields)
    with pytest.raises(WrongFields, match="is no mark"):
        rating_of({"replies": {"a01": mark}})


def test_draft_survives_and_the_same_again_writes_nothing(storage):
    """Half a rating is kept as it is; its owner finds it again."""
    team = a_team(storage)
    mine = an_assignment(team)
    half = rating_of({"marks": {"empathy": {"mark": 2, "words": "curt in a03"}}, "replies": {"a01": 4}, "note": "hm"})
    save_draft(storage, mine.id, "r1", half, the_pack())
    save_draft(storage, mine.id, "r1", half, the_pack())
    (again,) = my_sheets(storage, "r1")

    assert half == again.draft
    assert "draft" == again.state
    assert not again.is_locked
    with storage.read() as connection:
        assert 1 == len(list(connection.exec_driver_sql("select id from events where kind = 'draft'")))


def test_blank_cannot_be_locked(storage):
    """Each criterion needs a mark or a reason; what is missing is named; nothing is locked."""
    team = a_team(storage)
    mine = an_assignment(team)
    with pytest.raises(WrongFields) as refused:
        lock(storage, mine.id, "r1", without(full_rating(), "pressure"), the_pack())

    assert ["pressure"] == list(refused.value.fields)
    assert not sheet(team, mine).locked


def test_not_enough_evidence_needs_a_reason_and_gives_no_number(storage):
    """Without words it is refused, with a mark beside it too; with a reason it counts as no mark."""
    team = a_team(storage)
    mine = an_assignment(team)
    for given, message in (
        ({"not_enough": True, "words": "  "}, "write why"),
        ({"not_enough": True, "words": "time", "mark": 2}, "keep one of the two"),
    ):
        rating = rating_of({"marks": full_rating().model_dump()["marks"] | {"pressure": given}})
        with pytest.raises(WrongFields, match=message):
            lock(storage, mine.id, "r1", rating, the_pack())
    fine = {"not_enough": True, "words": "only three replies"}
    lock(
        storage,
        mine.id,
        "r1",
        rating_of({"marks": full_rating().model_dump()["marks"] | {"pressure": fine}}),
        the_pack(),
    )

    assert sheet(team, mine).current.marks["pressure"].mark is None


def test_a_lock_stays(storage):
    """No draft and no second lock afterwards, and no other user's hand before."""
    team = a_team(storage)
    mine = an_assignment(team)
    for act in (save_draft, lock):
        with pytest.raises(HiringError, match="not yours"):
            act(storage, mine.id, "r2", full_rating(), the_pack())
    lock(storage, mine.id, "r1", full_rating(), the_pack())
    for act in (save_draft, lock):
        with pytest.raises(HiringError, match="is locked; a manager"):
            act(storage, mine.id, "r1", full_rating(mark=1), the_pack())

    assert full_rating() == sheet(team, mine).current


def test_correction_needs_a_reason_and_keeps_the_former_marks(storage):
    """Reopened, the marks do not count; locked again, the new ones count and the old ones stay."""
    team = a_team(storage)
    mine = locked(team, empathy=1)
    with pytest.raises(HiringError, match="write why"):
        reopen(storage, mine.id, "m1", "  ")
    reopen(storage, mine.id, "m1", "mixed up two candidates")
    with pytest.raises(HiringError, match="not locked"):
        reopen(storage, mine.id, "m1", "again")
    between = sheet(team, mine)
    lock(storage, mine.id, "r1", full_rating(empathy=4), the_pack())
    after = sheet(team, mine)

    assert (None, "reopened") == (between.current, between.state)
    assert 1 == between.draft.marks["empathy"].mark
    assert [1, 4] == [one.rating.marks["empathy"].mark for one in after.locked]
    assert 4 == after.current.marks["empathy"].mark
    assert 1 == after.independent.marks["empathy"].mark
    assert [("m1", "mixed up two candidates")] == [(one.by, one.why) for one in after.reopened]


def test_each_act_is_in_the_audit_log_without_marks_and_names(storage):
    """Who, what, which candidate by id, which stage."""
    team = a_team(storage)
    mine = locked(team)
    reopen(storage, mine.id, "m1", "Zebedee asked")
    end_assignment(storage, mine.id, "m1")
    with storage.read() as connection:
        lines = [one for one in audit.lines(connection, f"candidate:{mine.candidate_id}") if "rat" in one.action]

    assert ["rater assigned", "rating locked", "rating reopened", "rater taken off"] == [one.action for one in lines]
    assert "Zebedee" not in repr(lines)
    assert "mark" not in repr(lines)


def test_marks_of_what_is_not_rated_are_refused(storage):
    """Another section's item, a question of another form, a reply's mark outside the exercise."""
    team = a_team(storage)
    empathy, exercise = Part("interviews", "i-empathy"), an_assignment(team)
    mine = an_assignment(team, part=empathy)
    for one, values, name in (
        (mine, {"marks": {"v01": {"mark": 3}}}, "v01"),
        (mine, {"replies": {"a01": 3}}, "a01"),
        (exercise, {"replies": {"b01": 3}}, "b01"),
    ):
        with pytest.raises(WrongFields) as refused:
            save_draft(storage, one.id, "r1", rating_of(values), the_pack())
        assert [name] == list(refused.value.fields)


def test_two_sections_of_a_stage_are_two_sheets(storage):
    """Locking one leaves the other open."""
    team = a_team(storage)
    one, other = Part("interviews", "i-empathy"), Part("interviews", "i-pressure")
    locked(team, part=one)
    open_one = an_assignment(team, part=other)

    assert not sheet(team, open_one).is_locked
    assert {"locked", "open"} == {each.state for each in my_sheets(storage, "r1")}


def test_order_of_candidates_is_each_raters_own_and_stays(storage):
    """Two raters meet ten candidates in two orders; neither is that of the codes, names or times."""
    team = a_team(storage, names=[f"Person{n} Quux" for n in range(10)])
    for candidate in range(10):
        for user in ("r1", "r2"):
            an_assignment(team, user, candidate=candidate)
    with storage.read() as connection:
        first, second, again = (
            [one.code for one in assignments_of_user(connection, who)] for who in ("r1", "r2", "r1")
        )

    assert first == again
    assert sorted(first) == sorted(second)
    assert first != second
    assert sorted(first) != first


def test_who_can_be_assigned(storage):
    """Not twice, not somebody unknown, not to a stage or section that is not there."""
    team = a_team(storage, stages=("pre_screen", "interviews"))
    an_assignment(team)
    an_assignment(team, part=Part("interviews", "i-empathy"))
    for user, part, message in (
        ("r1", EXERCISE, "already"),
        ("r1", Part("interviews"), "already"),
        ("r1", Part("interviews", "i-empathy"), "already"),
        ("nobody", EXERCISE, "cannot be asked"),
        ("r2", Part("lunch"), "no stage 'lunch'"),
        ("r2", Part("interviews", "i-lunch"), "no section 'i-lunch'"),
        ("r2", Part("phone_first"), "has no stage 'phone_first'"),
    ):
        with pytest.raises(HiringError, match=message):
            an_assignment(team, user, part)
    with pytest.raises(HiringError, match="no candidate"):
        assign(storage, Assigning("gone", "r1", EXERCISE), the_pack(), "m1")

    assert ["m1", "r1", "r2"] == [one.id for one in raters(storage)]


def test_nobody_from_another_team_is_a_warning(storage):
    """In the interviews; gone once somebody of design is asked for a section that wants it."""
    team = a_team(storage)
    an_assignment(team, part=Part("interviews", "i-empathy"))

    def found():
        with storage.read() as connection:
            return warnings(assignments_of_round(connection, team.round.id), the_pack())

    before = found()
    an_assignment(team, "r2", Part("interviews", "i-problem"))
    between = found()
    with storage.read() as connection:
        (first, *_rest) = [one for one in assignments_of_round(connection, team.round.id) if one.user_id == "r1"]
    end_assignment(storage, first.id, "m1")

    assert 2 == len(before)
    assert "nobody in “Interviews” is from another team" in before[0]
    assert [before[1]] == between
    assert "“Patient and empathetic” asks for somebody from another team" in between[0]
    assert [] == found()


def test_taken_off_cannot_write_but_what_was_locked_counts(storage):
    """An open sheet goes; a locked one stays among the candidate's."""
    team = a_team(storage)
    done, undone = locked(team), an_assignment(team, "r2")
    for one in (done, undone):
        end_assignment(storage, one.id, "m1")
    with pytest.raises(HiringError, match="no longer"):
        lock(storage, undone.id, "r2", full_rating(), the_pack())
    with storage.read() as connection:
        left = sheets_of_candidate(connection, team.candidates[0].id)

    assert [done.id] == [one.assignment.id for one in left]
    assert [] == my_sheets(storage, "r1")
