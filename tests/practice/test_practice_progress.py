"""A rep's way and the trainer's view: what counts, what is compared, what stays private, and tasks."""

from __future__ import annotations

import csv
import io

import pytest
from stores import SOME_DAY

from trainee_exercises.accounts.users import User
from trainee_exercises.practice import cohort, tasks
from trainee_exercises.practice.bots import QUITTER
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.progress import FIGURES, beside_own, ladder, next_level, weeks
from trainee_exercises.practice.rows import Row
from trainee_exercises.practice.wish import Wish

GOOD = dict.fromkeys(FIGURES, 0.7) | {
    "replies": 5, "unsafe": 0, "played_out": True, "categories": {"pricing": [4, 3], "confused": [2, 0]},
    "kinds": {"order": 3}, "disagreements": [{"customer": "Noor", "reply": "=I did", "machine": "Not said."}],
}  # fmt: skip
ANA, BEN = "ana", "ben"


def a_row(n, level=1, user=ANA, figures=GOOD, **changes):
    """Return a shift that ended on day n."""
    at = SOME_DAY + n * 86_400_000
    row = Row(f"s{n}", user, at, level, "A week", 7, 600_000, 1.0, False, at + 600_000, figures)  # noqa: FBT003
    return row._replace(**changes)


def test_the_ladder_counts_only_shifts_of_its_own_that_were_looked_back_at():
    """Best and tries of each level; the next level is the lowest that is not climbed."""
    rows = [
        a_row(1, level=0), a_row(2, figures=GOOD | {"overall": 0.4}), a_row(3), a_row(4, level=2, is_of_ladder=False),
        a_row(5, level=3, figures=None),
    ]  # fmt: skip
    rungs = ladder(rows)
    assert [(True, 1), (True, 2), (False, 0), (False, 0), (False, 0), (False, 0)] == [
        (one.is_climbed, one.tries) for one in rungs
    ]
    assert 0.7 == rungs[1].best
    assert 2 == next_level(rungs)
    assert 5 == next_level(ladder([a_row(n, level=n) for n in range(6)]))


def test_the_best_of_a_level_is_of_shifts_that_were_played_to_their_end():
    """Whoever ends after one good reply has tried it; so have shifts of which it is not known."""
    early = a_row(1, figures=GOOD | {"overall": 1.0, "played_out": False})
    unknown = a_row(2, figures={name: value for name, value in GOOD.items() if name != "played_out"})
    assert (None, 2) == (ladder([early, unknown])[1].best, ladder([early, unknown])[1].tries)
    assert 0.7 == ladder([early, a_row(3)])[1].best
    (ana,) = cohort.members([early, a_row(3)], {ANA: "Ana"}, [])
    assert {1: 0.7} == ana.best


def test_weeks_are_in_the_order_of_their_ends_without_the_tour():
    """None is a gap."""
    table = weeks([a_row(3), a_row(1, figures=GOOD | {"tags": None}), a_row(2, level=0), a_row(4, figures=None)])
    assert [1, 1] == table["level"].tolist()
    assert table["at"].is_monotonic_increasing
    assert [True, False] == table["tags"].isna().tolist()
    assert 0 == len(weeks([]))


def test_a_shift_is_compared_with_earlier_ones_of_its_level_and_person():
    """With their median; later ones, other levels, other scenarios and other people are left out."""
    before = [a_row(n, figures=GOOD | {"tags": value}) for n, value in enumerate((0.1, 0.2, None, 0.9))]
    others = [a_row(9), a_row(0, level=2), a_row(1, user=BEN), a_row(2, is_of_ladder=False)]
    row = a_row(5)
    found = {one.name: one for one in beside_own([*before, *others, row], row, GOOD)}
    assert (0.7, 0.2, 3) == found["tags"][1:]
    assert (0.7, 0.7, 4) == found["overall"][1:]
    assert (None, 0) == beside_own([row], row, GOOD)[0][2:]


def test_of_private_shifts_a_trainer_learns_that_a_level_was_tried():
    """No figure, no date, no kind, no disagreement, whichever table they look at."""
    rows = [a_row(1, is_private=True), a_row(2, level=2)]
    (ana, ben) = cohort.members(rows, {ANA: "Ana", BEN: "Ben"}, [])
    assert ((2,), (1,), 1, rows[1].ended_at, {2: 0.7}) == ana[2:7]
    assert ((), (), 0, None, {}) == ben[2:7]
    hidden = [rows[0]]
    assert [] == cohort.by_category(hidden) == cohort.by_kind(hidden) == cohort.disagreements(hidden, {})
    assert ["", "tried", "climbed"] == [cohort.standing(ana, level) for level in range(3)]


def test_a_level_climbed_in_private_alone_is_tried_for_the_trainer():
    """Until a shift that climbs it is shared."""
    private, open_one = a_row(1, is_private=True), a_row(2, figures=GOOD | {"overall": 0.1})
    (ana,) = cohort.members([private, open_one], {ANA: "Ana"}, [])
    assert ((), (1,)) == (ana.climbed, ana.tried)


def test_where_all_struggle_is_over_all_shared_shifts():
    """The worst share first; kinds by the shifts in which they were found."""
    rows = [a_row(1), a_row(2, user=BEN, figures=GOOD | {"kinds": {"order": 1, "tag": 2}})]
    assert [("pricing", 8, 6), ("confused", 4, 0)] == [tuple(one) for one in cohort.by_category(rows)]
    assert [("the wrong one taken first", 2, 2), ("wrong tags, or none", 2, 1)] == [tuple(one) for one in
                                                                             cohort.by_kind(rows)]  # fmt: skip
    assert ["Ana", "ben"] == [one.rep for one in cohort.disagreements(rows, {ANA: "Ana"})]


def test_what_an_earlier_version_kept_of_a_reply_is_shown_in_todays_words():
    """It says Said, as the desk and the debrief do; also behind something else."""
    told = {"customer": "Noor", "reply": "I did", "machine": "That is not so: no. Brought across: Boards are private."}
    (one,) = cohort.disagreements([a_row(1, figures=GOOD | {"disagreements": [told]})], {})
    assert "That is not so: no. Said: Boards are private." == one.machine


def test_reps_who_may_sign_in_and_whoever_practised_are_listed():
    """Nobody else; a disabled one only with shifts."""
    users = [
        User("r1", "Rita", "rep", None, 0, None, False), User("r2", "Gone", "rep", None, 0, 5, False),  # noqa: FBT003
        User("m1", "Max", "manager", None, 0, None, False), User("m2", "Mo", "manager", None, 0, None, False),  # noqa: FBT003
    ]  # fmt: skip
    found = cohort.practisers(users, {"m1": "Max"}, [a_row(1, user="m1"), a_row(2, user="old")])
    assert {"r1": "Rita", "m1": "Max", "old": "old"} == found


def test_the_cohort_as_csv_has_no_formula_and_nothing_private():
    """A row for each person."""
    rows = [a_row(1, is_private=True), a_row(2, level=2)]
    task = tasks.Task("t", ANA, 3, None, "", 0, "m", None)
    text = cohort.as_csv(cohort.members(rows, {ANA: "=Ana"}, [task]))
    (head, one) = csv.reader(io.StringIO(text))
    said = dict(zip(head, one, strict=True))
    assert ("'=Ana", "tried", "climbed", "", "0.7", "1", "level 3") == tuple(
        said[name] for name in
        ("name", "level 1", "level 2", "best of level 1", "best of level 2", "shared shifts", "to do")
    )  # fmt: skip


def test_a_shift_that_was_never_started_is_no_try(practised):
    """On each database: a trainer reads "tried" of whoever has done something at the desk."""
    shifts = practised.shifts
    for level in (1, 2):
        begun = shifts.begin(Wish(level, 1), ANA, "Robin")
    shifts.act(begun, ANA, {"kind": "start"}, 0)
    (ana,) = cohort.members(shifts.all(), {ANA: "Ana"}, [])
    assert (2,) == ana.tried
    assert [False, True] == [one.was_started for one in sorted(shifts.all(), key=lambda one: one.level)]


# ---- tasks, on each database ----


def test_a_task_is_done_though_the_first_look_back_broke_off(practised, monkeypatch):
    """Wherever it did: the next look does what is left, and a shift does one task."""
    storage = practised.storage
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    shift = practised.worked(ANA, QUITTER)
    for place, name in ((tasks, "settle"), (practised.shifts, "keep_figures")):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, broken_off)
            with pytest.raises(OSError, match="off"):
                practised.looked(shift)
    practised.looked(shift)
    assert practised.shifts.row(shift).figures is not None
    assert [shift, None] == sorted((one.shift_id for one in tasks.all_tasks(storage)), key=lambda one: one is None)


def broken_off(*_, **__):
    """Do as a process that ends here."""
    message = "off"
    raise OSError(message)


def test_a_private_shift_does_a_task_and_says_nothing_else(practised):
    """The first of a level always is: the trainer learns that it is done, and no figure or date of it."""
    storage = practised.storage
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    before = cohort.members([], {ANA: "Ana"}, tasks.all_tasks(storage))
    practised.looked(practised.worked(ANA, QUITTER))
    rows = practised.shifts.all()
    assert [True] == [one.is_private for one in rows]
    (ana,) = cohort.members(rows, {ANA: "Ana"}, tasks.all_tasks(storage))
    assert before[0]._replace(to_do=(), tried=(1,)) == ana


def test_a_task_is_done_by_a_shift_that_fits_it(practised):
    """Its level and seed, begun after it, with a reply; a shift does one at most, the oldest first."""
    storage = practised.storage
    practised.looked(practised.worked(ANA, QUITTER))
    storage.now.at = practised.at - 1
    tasks.assign(storage, [ANA, BEN, ANA], tasks.NewTask(1, 3, " with seed "), "m")
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    practised.looked(practised.worked(ANA, QUITTER, seed=4))
    assert [3] == [one.seed for one in tasks.open_of(storage, ANA)]
    shift = practised.worked(ANA, QUITTER, seed=3)
    practised.looked(shift)
    assert [] == tasks.open_of(storage, ANA)
    assert [(BEN, "with seed", None)] == [
        (one.user_id, one.note, one.shift_id) for one in tasks.all_tasks(storage) if one.shift_id is None
    ]
    assert shift in {one.shift_id for one in tasks.all_tasks(storage)}


def test_a_shift_without_a_reply_or_of_another_scenario_does_no_task(practised):
    """What was assigned stays."""
    storage = practised.storage
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    row = practised.shifts.row(practised.shifts.begin(Wish(1, 1), ANA, "Robin"))
    tasks.settle(storage, row, n_replies=0)
    tasks.settle(storage, row._replace(is_of_ladder=False), n_replies=3)
    tasks.settle(storage, row._replace(level=2), n_replies=3)
    assert 1 == len(tasks.open_of(storage, ANA))
    tasks.settle(storage, row, n_replies=3)
    assert [] == tasks.open_of(storage, ANA)


def test_what_is_not_done_can_be_taken_back_and_what_is_done_stays(practised):
    """By its id; reps take nothing back."""
    storage = practised.storage
    tasks.assign(storage, [ANA, BEN], tasks.NewTask(1), "m")
    row = practised.shifts.row(practised.shifts.begin(Wish(1, 1), ANA, "Robin"))
    tasks.settle(storage, row, n_replies=1)
    for one in tasks.all_tasks(storage):
        with pytest.raises(PracticeError, match="only managers and owners may"):
            tasks.withdraw(storage, one.id, ANA, role="rep")
        tasks.withdraw(storage, one.id, "m", role="manager")
    assert [ANA] == [one.user_id for one in tasks.all_tasks(storage)]


@pytest.mark.parametrize(
    ("who", "new", "says"),
    [
        ([], tasks.NewTask(1), "Choose who"),
        ([ANA], tasks.NewTask(9), "9 is no level"),
        ([ANA], tasks.NewTask(1, -1), "-1 is no seed"),
        ([ANA], tasks.NewTask(1, note="x" * 501), "501 characters"),
    ],
)
def test_what_cannot_be_assigned_is_said(sqlite_storage, who, new, says):
    """And nothing is."""
    with pytest.raises(PracticeError, match=says):
        tasks.assign(sqlite_storage, who, new, "m")
    assert [] == tasks.all_tasks(sqlite_storage)
