"""Scorecards: every rater's marks side by side, and who may see them."""

from __future__ import annotations

import math

import pytest
from hiring.rating_rounds import EXERCISE, a_team, an_assignment, full_rating, locked, the_pack

from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.decisions import Deciding, record
from trainee_exercises.hiring.marks import rating_of
from trainee_exercises.hiring.ratings import lock, reopen, save_draft
from trainee_exercises.hiring.scorecards import (
    agreement_of,
    disagreements_of,
    scorecard,
    waiting_for,
)
from trainee_exercises.hiring.visibility import Seer
from trainee_exercises.statistics import alpha, table, verdict

MANAGER = Seer("m1", is_manager=True)


def card(team, seer=MANAGER, candidate=0):
    """Return the scorecard of a candidate as *seer* sees it."""
    return scorecard(team.storage, team.candidates[candidate].id, seer, the_pack())


def line(found, criterion, stage="exercise"):
    """Return a line of a scorecard."""
    return next(one for one in found.lines if (one.stage, one.criterion.id) == (stage, criterion))


def test_marks_spread_and_missing_stand_side_by_side(storage):
    """Two locked, one not: its rater is named as missing and nothing of the draft shows."""
    team = a_team(storage)
    locked(team, "r1", empathy=1)
    locked(team, "r2", empathy=4)
    third = an_assignment(team, "m1")
    save_draft(storage, third.id, "m1", full_rating(mark=2), the_pack())
    found = line(card(team, Seer("somebody", is_manager=True)), "empathy")

    assert [("r1@company.example", 1), ("r2@company.example", 4)] == [(one.rater, one.mark) for one in found.marks]
    assert (3, ("m1@company.example",)) == (found.spread, found.missing)


def test_a_value_is_followed_over_all_stages(storage):
    """Questionnaire, interviews and exercise, each by its own criterion."""
    team = a_team(storage)
    for part in (EXERCISE, Part("pre_screen"), Part("interviews", "i-empathy")):
        locked(team, part=part)
    stages = {(one.stage, one.criterion.id) for one in card(team).of_value("empathy")}

    assert {("exercise", "empathy"), ("pre_screen", "q05"), ("interviews", "v03")} <= stages
    assert ("interviews", "v01") not in {(one.stage, one.criterion.id) for one in card(team).lines}


@pytest.mark.parametrize(
    ("one", "other", "disagrees"), [(2, 3, True), (1, 2, False), (3, 4, False), (1, 3, True), (2, 4, True)]
)
def test_disagreement_is_two_apart_or_across_the_line(storage, one, other, disagrees):
    """1 and 2 are both no, 3 and 4 both yes; 2 and 3 are not the same answer."""
    team = a_team(storage)
    locked(team, "r1", problem=one)
    locked(team, "r2", problem=other)

    assert disagrees == line(card(team), "problem").disagrees
    expected = [(team.candidates[0].code, "problem")] if disagrees else []
    found = disagreements_of(storage, team.round.id, MANAGER, the_pack())
    assert expected == [(each.code, each.line.criterion.id) for each in found]


def test_not_enough_evidence_is_no_number_in_the_spread(storage):
    """One mark beside a reason: no spread, no disagreement."""
    team = a_team(storage)
    locked(team, "r1", problem=1)
    mine = an_assignment(team, "r2")
    marks = full_rating().model_dump()["marks"] | {"problem": {"not_enough": True, "words": "no time"}}
    lock(storage, mine.id, "r2", rating_of({"marks": marks}), the_pack())
    found = line(card(team), "problem")

    assert (None, False) == (found.spread, found.disagrees)
    assert [None, 1] == sorted((one.mark for one in found.marks), key=lambda one: one or 0)


def test_rater_sees_others_only_after_their_own_lock_and_only_that_stage(storage):
    """Before: own lines alone. After: others' locked marks of the exercise; nothing of the questionnaire."""
    team = a_team(storage)
    locked(team, "r2", empathy=4)
    locked(team, "r2", part=Part("pre_screen"))
    mine, seer = an_assignment(team, "r1"), Seer("r1", is_manager=False)
    before = card(team, seer)
    lock(storage, mine.id, "r1", full_rating(), the_pack())
    after = card(team, seer)

    assert before.owes
    assert () == line(before, "empathy").marks
    assert {"exercise"} == {one.stage for one in after.lines}
    assert {3, 4} == {one.mark for one in line(after, "empathy").marks}


def test_stranger_sees_nothing(storage):
    """A rater who has nothing to do with the candidate gets an empty card without a name."""
    team = a_team(storage)
    locked(team, "r2")
    found = card(team, Seer("r1", is_manager=False))

    assert () == found.lines
    assert (None, None) == (found.candidate.name, found.candidate.email)


def test_machine_shows_only_after_the_own_lock_or_when_all_have_locked(storage):
    """Raters by their own lock; a manager who does not rate once everybody has; nobody without any rating."""
    team = a_team(storage)
    rater, other = Seer("r1", is_manager=False), Seer("r2", is_manager=False)
    shown = [(card(team, MANAGER).shows_machine, card(team, rater).shows_machine)]
    mine, theirs = an_assignment(team, "r1"), an_assignment(team, "r2")
    shown.append((card(team, MANAGER).shows_machine, card(team, rater).shows_machine))
    lock(storage, mine.id, "r1", full_rating(), the_pack())
    shown.append((card(team, MANAGER).shows_machine, card(team, rater).shows_machine))
    assert not card(team, other).shows_machine
    lock(storage, theirs.id, "r2", full_rating(), the_pack())
    shown.append((card(team, MANAGER).shows_machine, card(team, rater).shows_machine))
    reopen(storage, mine.id, "m1", "a slip")
    shown.append((card(team, MANAGER).shows_machine, card(team, rater).shows_machine))

    assert [(False, False), (False, False), (False, True), (True, True), (True, False)] == shown


def test_machine_never_shows_where_the_round_has_it_off(storage):
    """Not even when everybody has locked."""
    team = a_team(storage, machine_scoring=False)
    locked(team, "r1")

    assert not card(team).shows_machine
    assert not card(team, Seer("r1", is_manager=False)).shows_machine


def test_manager_who_rates_is_a_rater_first(storage):
    """Until their own lock: no name, no marks of others, no machine, nothing in the list of disagreements."""
    team = a_team(storage)
    locked(team, "r1", empathy=1)
    locked(team, "r2", empathy=4)
    mine = an_assignment(team, "m1")
    before = card(team)
    assert [] == disagreements_of(storage, team.round.id, MANAGER, the_pack())
    lock(storage, mine.id, "m1", full_rating(), the_pack())
    after = card(team)

    assert (True, None, (), False) == (
        before.owes,
        before.candidate.name,
        line(before, "empathy").marks,
        before.shows_machine,
    )
    assert (False, "Zebedee Quux", 3) == (after.owes, after.candidate.name, len(line(after, "empathy").marks))


def test_manager_who_owes_a_rating_sees_no_decision_but_their_own(storage):
    """A decision says what others think; after the lock all of them show, the first one first."""
    team = a_team(storage)
    locked(team, "r1")
    for by in ("boss", "m1"):
        record(storage, Deciding(team.candidates[0].id, "no", f"reasons of {by}", ("exercise",)), by)
    mine = an_assignment(team, "m1")

    assert ["reasons of m1"] == [one.why for one in card(team).decisions]
    lock(storage, mine.id, "m1", full_rating(), the_pack())
    assert ["reasons of boss", "reasons of m1"] == [one.why for one in card(team).decisions]


def test_correction_shows_former_marks_and_reason(storage):
    """What was locked first stands beside what counts now."""
    team = a_team(storage)
    mine = locked(team, "r1", empathy=1)
    reopen(storage, mine.id, "m1", "wrong candidate")
    lock(storage, mine.id, "r1", full_rating(empathy=4), the_pack())
    found = card(team)
    (mark,) = line(found, "empathy").marks

    assert (4, (1,)) == (mark.mark, mark.former)
    assert [("m1@company.example", "wrong candidate")] == [(one.by, one.why) for one in found.reopened]


def test_agreement_is_measured_on_first_locks(storage):
    """A correction made after seeing the others does not make people agree better."""
    team = a_team(storage, names=[f"Person{n} Quux" for n in range(6)])
    marks = {"r1": [1, 2, 3, 4, 4, 2], "r2": [1, 3, 3, 4, 2, 2]}
    made = [
        locked(team, user, candidate, empathy=mark) for user, row in marks.items() for candidate, mark in enumerate(row)
    ]
    reopen(storage, made[4].id, "m1", "talked")
    lock(storage, made[4].id, "r1", full_rating(empathy=2), the_pack())
    found = {one.criterion.id: one for one in agreement_of(storage, team.round.id, "exercise", the_pack())}
    expected = alpha(table({user: {str(n): mark for n, mark in enumerate(row)} for user, row in marks.items()}))

    assert expected == pytest.approx(found["empathy"].alpha.value)
    assert (6, "too few") == (found["empathy"].alpha.n, verdict(found["empathy"].alpha))
    assert math.isnan(found["overall"].alpha.value)
    assert found["overall"].kappa.reason.startswith("everybody gave the same mark")


def test_who_has_not_rated_is_listed_by_code(storage):
    """Open, begun and reopened sheets, in the order of the codes."""
    team = a_team(storage)
    locked(team, "r1")
    an_assignment(team, "r2", candidate=0)
    an_assignment(team, "r2", candidate=1)
    found = [one.assignment.code for one in waiting_for(storage, team.round.id)]

    assert sorted(one.code for one in team.candidates) == found
