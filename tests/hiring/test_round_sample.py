"""The sample round: everything is in it to be looked at, and one rating is left for whoever looks."""

from __future__ import annotations

import pytest

from trainee_exercises import sample_ratings
from trainee_exercises.accounts import NewUser, built_in, users
from trainee_exercises.bots import BOTS
from trainee_exercises.hiring.assignments import Assigning, assign, assignments_of_round, raters
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, Part, criteria_of
from trainee_exercises.hiring.decisions import decisions_of_round
from trainee_exercises.hiring.group_report import group_report
from trainee_exercises.hiring.marks import Given, Rating, open_points
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rater_view import for_rater
from trainee_exercises.hiring.ratings import lock, my_sheets, save_draft, sheets_of_round
from trainee_exercises.hiring.rounds import create_round, pack_of
from trainee_exercises.hiring.scorecards import agreement_of, scorecard
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.visibility import Seer
from trainee_exercises.round_sample import played_sample
from trainee_exercises.storage import audit, events

LOCAL = built_in.LOCAL
PASSWORD = "three unrelated words"
PART = Part(EXERCISE)


@pytest.fixture
def short(monkeypatch):
    """Let two manners of playing do, twice each."""
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", {name: BOTS[name] for name in ("rusher", "quitter")})


def sheets(storage, found):
    """Return all sheets of a round."""
    with storage.read() as connection:
        return sheets_of_round(connection, found.id)


def test_everything_is_there_to_be_looked_at(sqlite_storage):
    """Ten rated twice and locked, an agreement for most values, rates between groups, and a decision with reasons."""
    found = played_sample(sqlite_storage, LOCAL)
    done = [one for one in sheets(sqlite_storage, found) if one.is_locked]
    pack = pack_of(found.settings)
    assert dict.fromkeys(built_in.SAMPLE_RATERS, 10) == {
        user: sum(one.assignment.user_id == user for one in done) for user in built_in.SAMPLE_RATERS
    }
    alphas = {one.criterion.id: one.alpha for one in agreement_of(sqlite_storage, found.id, EXERCISE, pack)}
    assert alphas["overall"].n == 10
    assert 0 < alphas["overall"].value < 1
    shown = [row for one in group_report(sqlite_storage, found.id).tables for row in one.rows if row.cell is not None]
    assert {"Female", "Male"} <= {row.group for row in shown}
    with sqlite_storage.read() as connection:
        ((decision,),) = decisions_of_round(connection, found.id).values()
        assert not users.is_any(connection)
    assert ("invite_further", built_in.SAMPLE_MANAGER) == (decision.kind, decision.by)
    assert [] == users.all_users(sqlite_storage)


@pytest.mark.usefixtures("short")
def test_whoever_sits_at_this_machine_rates_from_start_to_lock(sqlite_storage):
    """Blind before the lock; after it the others' marks and the program's proposal may be seen."""
    found = played_sample(sqlite_storage, LOCAL)
    pack, seer = pack_of(found.settings), Seer(LOCAL, is_manager=True)
    (mine,) = my_sheets(sqlite_storage, LOCAL)
    one = mine.assignment
    attempt = Attempts(sqlite_storage).attempt(one.candidate_id)
    assert for_rater(sqlite_storage, one.id, LOCAL, pack, attempt)["ready"]
    before = scorecard(sqlite_storage, one.candidate_id, seer, pack)
    assert (True, False, None) == (before.owes, before.shows_machine, before.candidate.name)
    assert {()} == {line.marks for line in before.lines}

    begun = Rating(marks={"empathy": Given(mark=3, words="kind")})
    assert "draft" == save_draft(sqlite_storage, one.id, LOCAL, begun, pack).state
    full = Rating(marks={each.id: Given(mark=3) for each in criteria_of(pack, one.form, PART)})
    assert "locked" == lock(sqlite_storage, one.id, LOCAL, full, pack).state

    after = scorecard(sqlite_storage, one.candidate_id, seer, pack)
    assert (False, True, 3) == (after.owes, after.shows_machine, len(after.lines[0].marks))
    with sqlite_storage.read() as connection:
        written = events.read(connection, f"rating:{one.candidate_id}:local:exercise")
        lines = [line.actor for line in audit.lines(connection) if line.action == "rating locked"]
        assert not users.is_any(connection)
    assert [("draft", LOCAL), ("locked", LOCAL)] == [(each.kind, each.actor) for each in written]
    assert 1 == lines.count(LOCAL)


@pytest.mark.usefixtures("short")
def test_the_maker_who_signs_in_has_one_left_to_rate(sqlite_storage):
    """Their own; this machine's account is not asked, nor made, once there are users."""
    owner = users.add_user(sqlite_storage, NewUser("ada", "owner", PASSWORD), "test")
    found = played_sample(sqlite_storage, owner.id)
    assert ["open"] == [one.state for one in my_sheets(sqlite_storage, owner.id)]
    assert [owner.id] == [one.id for one in raters(sqlite_storage)]
    with sqlite_storage.read() as connection:
        assert {owner.id, *built_in.SAMPLE_RATERS} == {
            one.user_id for one in assignments_of_round(connection, found.id)
        }
        assert users.user_by_id(connection, LOCAL) is None


@pytest.mark.usefixtures("short")
def test_asking_again_changes_nothing(sqlite_storage):
    """Not what was rated since, nor who was asked; another visitor gets no rating of their own."""
    found = played_sample(sqlite_storage, LOCAL)
    before = sheets(sqlite_storage, found)
    owner = users.add_user(sqlite_storage, NewUser("ada", "owner", PASSWORD), "test")
    assert found == played_sample(sqlite_storage, owner.id)
    assert before == sheets(sqlite_storage, found)


@pytest.mark.usefixtures("short")
def test_what_was_broken_off_is_completed(sqlite_storage, monkeypatch):
    """A program that ended half-way through the marks goes on where it was."""

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sample_ratings, "rating", stop)
        with pytest.raises(KeyboardInterrupt):
            played_sample(sqlite_storage, LOCAL)
    found = played_sample(sqlite_storage, LOCAL)
    assert 4 == len(candidates_of(sqlite_storage, found.id))
    assert [8, 1] == [sum(one.is_locked is state for one in sheets(sqlite_storage, found)) for state in (True, False)]


@pytest.mark.usefixtures("short")
def test_this_machine_can_be_asked_while_there_are_no_users(sqlite_storage):
    """In any round; after the first user no more, and the sample's people in no real round."""
    found = played_sample(sqlite_storage, LOCAL)
    pack, person = pack_of(found.settings), candidates_of(sqlite_storage, found.id)
    mine = {one.assignment.candidate_id for one in my_sheets(sqlite_storage, LOCAL)}
    first, second = [one.id for one in person if one.id not in mine][:2]
    assert [(LOCAL, "this machine")] == [(one.id, one.name) for one in raters(sqlite_storage)]
    assert LOCAL == assign(sqlite_storage, Assigning(first, LOCAL, PART), pack, LOCAL).user_id
    users.add_user(sqlite_storage, NewUser("ada", "rep", PASSWORD), "test")
    assert [] == raters(sqlite_storage)
    with pytest.raises(HiringError, match="cannot be asked to rate"):
        assign(sqlite_storage, Assigning(second, LOCAL, PART), pack, LOCAL)


def test_the_samples_people_rate_in_no_real_round(sqlite_storage):
    """Made-up marks belong to a sample alone; the account is not even made."""
    from round_builder import a_candidate  # noqa: PLC0415

    found = create_round(sqlite_storage, "Spring", RoundSettings(), LOCAL)
    person = a_candidate(sqlite_storage, found)
    for user in (*built_in.SAMPLE_RATERS, built_in.SAMPLE_MANAGER):
        with pytest.raises(HiringError, match="cannot be asked to rate"):
            assign(sqlite_storage, Assigning(person.id, user, PART), pack_of(found.settings), LOCAL)
        with sqlite_storage.read() as connection:
            assert users.user_by_id(connection, user) is None


def test_made_up_marks_are_complete_alike_each_time_and_not_all_the_same():
    """Two raters see a manner a bit differently, and never lie more than a mark from it each."""
    pack = pack_of(RoundSettings())
    criteria = criteria_of(pack, "a", PART)
    assert set(BOTS) == set(sample_ratings.manners())
    differ = 0
    for manner in sample_ratings.manners():
        for code in "0123456789":
            one, other = (sample_ratings.rating(criteria, manner, code, rater) for rater in (0, 1))
            assert one == sample_ratings.rating(criteria, manner, code, 0)
            assert {} == open_points(one, criteria) == open_points(other, criteria)
            differ += one.marks["overall"].mark != other.marks["overall"].mark
    assert 0 < differ < 40
