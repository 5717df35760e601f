"""Practice goes for good: a shift by its rep, all of a user's, what is due; also after an older backup is restored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from stores import SOME_DAY, Clock

from trainee_exercises.accounts import users
from trainee_exercises.accounts.users import NewUser, add_user
from trainee_exercises.hiring.holds import RetentionError
from trainee_exercises.practice import own_shift, retention, tasks
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.memory import Memory
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import audit, events, open_storage, tables
from trainee_exercises.storage.backup import back_up
from trainee_exercises.storage.practice_removal import RemovedPractice
from trainee_exercises.storage.removal import read_list
from trainee_exercises.storage.restoring import restore

ANA, BEN = "ana", "ben"
DAY = 86_400_000


def written(shifts, user, *texts):
    """Return a shift that has begun, with an unsent draft for each text."""
    shift = shifts.begin(Wish(3, 1), user, "Robin")
    case = shifts.act(shift, user, {"kind": "start"}, 0)["order"][0]
    for revision, text in enumerate(texts, 1):
        draft = {"kind": "draft", "case": case, "field": "reply", "text": text, "revision": revision}
        shifts.act(shift, user, draft, 0)
    return shift


def rest(storage):
    """Return how many shifts, events and tasks there are."""
    with storage.read() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(one)).scalar()
            for one in (tables.shifts, tables.events, tables.practice_tasks)
        )


def noted(storage):
    """Return the lines of the audit log about erased practice: who, what, how much."""
    with storage.read() as connection:
        lines = audit.lines(connection)
    return [(one.actor, one.subject, one.detail) for one in lines if one.action == "practice erased"]


def test_a_rep_deletes_a_shift_of_their_own_and_nobody_elses(storage, tmp_path):
    """With all events; others stay. It is in the audit log and in the list of the erased, without a word of it."""
    storage.erased_list = tmp_path / "erased.jsonl"
    shifts = Shifts(storage)
    gone, kept, other = written(shifts, ANA, "a secret"), written(shifts, ANA), written(shifts, BEN, "b")
    with pytest.raises(PracticeError, match=r"^Nothing was deleted: this shift is somebody else's\.$"):
        own_shift.delete_shift(storage, other, ANA)
    own_shift.delete_shift(storage, gone, ANA)
    own_shift.delete_shift(storage, gone, ANA)
    assert {kept, other} == {one.id for one in shifts.all()}
    assert (2, 3, 0) == rest(storage)
    about = {"shifts": 1, "events": 2, "tasks": 0, "until": storage.now()}
    assert [(ANA, f"shift:{gone}", about)] == noted(storage)
    assert [RemovedPractice(f"shift:{gone}", storage.now())] == read_list(storage.erased_list)
    assert "secret" not in storage.erased_list.read_text()


def test_a_deleted_shift_is_gone_on_every_device(storage):
    """Also for a process that has it in memory: nothing more is written about it."""
    mine, elsewhere = Shifts(storage), Shifts(storage)
    shift = written(mine, ANA)
    elsewhere.view(shift, ANA)
    own_shift.delete_shift(storage, shift, ANA)
    for do in (lambda one: one.view(shift, ANA), lambda one: one.act(shift, ANA, {"kind": "pause"}, 0)):
        for one in (mine, elsewhere):
            with pytest.raises(PracticeError, match="There is no such shift"):
                do(one)
    assert (0, 0, 0) == rest(storage)


def test_a_deleted_shift_is_held_in_memory_no_more(storage):
    """At once where it was deleted; elsewhere, and where others were at it then, with the next look at it."""
    mine, busy, elsewhere = Shifts(storage), Shifts(storage, Memory(patience=0)), Shifts(storage)
    shift = written(mine, ANA, "a secret")
    for one in (busy, elsewhere):
        one.view(shift, ANA)
    own_shift.delete_shift(storage, shift, ANA)
    mine.forget(shift)
    with busy._memory.at(shift):
        busy.forget(shift)
    assert [False, True, True] == [one._memory.get(shift) is not None for one in (mine, busy, elsewhere)]
    for one in (mine, busy, elsewhere):
        with pytest.raises(PracticeError, match="There is no such shift"):
            one.view(shift, ANA)
    assert [] == [one for one in (mine, busy, elsewhere) if one._memory.get(shift) is not None]


def test_an_act_that_comes_while_its_shift_is_deleted_is_not_kept(storage, monkeypatch):
    """The shift was there when the act was judged, and is not when it is to be written."""
    shifts = Shifts(storage)
    shift = written(shifts, ANA)
    at = shifts._at

    def deleted_meanwhile(live):
        own_shift.delete_shift(storage, shift, ANA)
        return at(live)

    monkeypatch.setattr(shifts, "_at", deleted_meanwhile)
    with pytest.raises(PracticeError, match="There is no such shift"):
        shifts.act(shift, ANA, {"kind": "pause"}, 0)
    assert (0, 0, 0) == rest(storage)


def test_all_that_a_user_practised_is_erased_by_name_or_id(storage):
    """Shifts, what was written in them and what was asked of them; the account, and everybody else, stay."""
    ana = add_user(storage, NewUser("Ana@company.example", "rep", None), "m").id
    shifts = Shifts(storage)
    for user in (ana, ana, BEN):
        written(shifts, user, "words")
    tasks.assign(storage, [ana, BEN], tasks.NewTask(1, note="ana, mind the VIP"), "m")
    done = retention.erase_practice_of(storage, " ANA@company.example", "owner")
    assert (2, 4, 1) == done[:3]
    assert (1, 2, 1) == rest(storage)
    assert {BEN} == {one.user_id for one in [*shifts.all(), *tasks.all_tasks(storage)]}
    assert [("owner", f"user:{ana}")] == [one[:2] for one in noted(storage)]
    with storage.read() as connection:
        assert users.user_by_id(connection, ana).disabled_at is None
    assert (1, 2, 1) == retention.erase_practice_of(storage, BEN, "owner")[:3]
    for name, says in (("ana@company.example", "there is no practice of"), ("nobody", "there is no user 'nobody'")):
        with pytest.raises(RetentionError, match=says):
            retention.erase_practice_of(storage, name, "owner")


def test_the_words_are_gone_from_the_files(sqlite_storage):
    """Drafts that were never sent too."""
    shifts = Shifts(sqlite_storage)
    written(shifts, ANA, *(f"SECRET {n} " + "word " * 300 for n in range(8)))
    folder = Path(sqlite_storage.engine.url.database).parent

    def found():
        return sum(one.read_bytes().count(b"SECRET") for one in folder.iterdir())

    assert found() > 0
    assert retention.erase_practice_of(sqlite_storage, ANA, "owner").files_are_clean
    assert 0 == found()


def test_a_year_after_its_last_act_a_shift_is_due_and_a_month_after_its_user_left(storage):
    """Tasks count from when they were assigned; nothing is erased before its time."""
    shifts, now = Shifts(storage), storage.now
    ana = add_user(storage, NewUser("ana@company.example", "rep", None), "m").id
    written(shifts, BEN)
    new = shifts.begin(Wish(1, 1), ana, "Ana")
    tasks.assign(storage, [BEN], tasks.NewTask(1), "m")
    now.at = SOME_DAY + 200 * DAY
    users.disable(storage, "ana@company.example", "m")
    due = {one.subject.partition(":")[0]: one for one in retention.practice_due(storage)}
    assert {"shift", "task"} == set(due)
    by_user = {one.user_id: (one.due_at - SOME_DAY) // DAY for one in retention.practice_due(storage)}
    assert 228 <= by_user[ana] <= 231
    assert by_user[BEN] in {365, 366}
    assert (0, 0, 0, True) == retention.erase_practice_due(storage, "cron")
    now.at = SOME_DAY + 240 * DAY
    assert [f"shift:{new}"] == [one.subject for one in retention.practice_due(storage) if one.is_due]
    assert (1, 0, 0) == retention.erase_practice_due(storage, "cron")[:3]
    now.at = SOME_DAY + 367 * DAY
    assert (1, 1, 1) == retention.erase_practice_due(storage, "cron")[:3]
    assert (0, 0, 0) == rest(storage)


def test_an_act_makes_a_shift_count_anew(storage):
    """As a decision does for a candidate."""
    shifts, now = Shifts(storage), storage.now
    shift = written(shifts, ANA)
    now.at = SOME_DAY + 100 * DAY
    with storage.write() as connection:
        entry = [events.Entry("acted", {"action": {"kind": "finish"}, "understood": []})]
        events.append(connection, events.Stream(f"shift:{shift}"), entry, now(), ANA)
    (one,) = retention.practice_due(storage)
    assert (one.due_at - SOME_DAY) // DAY in {465, 466}


@pytest.mark.parametrize("known_by", ["the list", "the database"])
def test_what_was_erased_stays_erased_after_an_older_backup(storage, storage_url, tmp_path, known_by):
    """What was practised since the erasing stays, also where the restore is done twice."""
    storage.erased_list = tmp_path / "erased.jsonl"
    shifts, now = Shifts(storage), storage.now
    for user in (ANA, BEN, BEN):
        written(shifts, user)
    tasks.assign(storage, [ANA], tasks.NewTask(1), "m")
    back_up(storage, tmp_path / "old.zip")
    one = shifts.of(BEN)[0].id
    now.forward(DAY)
    retention.erase_practice_of(storage, ANA, "owner")
    own_shift.delete_shift(storage, one, BEN)
    now.forward(DAY)
    later = written(shifts, ANA)
    back_up(storage, tmp_path / "new.zip")
    erased = read_list(storage.erased_list) if known_by == "the list" else []
    if known_by == "the list":
        with storage.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER audit_delete" + _on(storage))
            connection.execute(tables.audit.delete())
    storage.close()
    assert (
        sorted([f"shift:{one}", f"user:{ANA}"])
        == restore(tmp_path / "old.zip", storage_url, overwrite=True, erased=erased).erased_again
    )
    assert [] == restore(tmp_path / "new.zip", storage_url, overwrite=True, erased=erased).erased_again
    restored = open_storage(storage_url, now=Clock())
    assert {later} == {each.id for each in Shifts(restored).of(ANA)}
    assert 1 == len(Shifts(restored).of(BEN))
    restored.close()


def _on(storage):
    return "" if storage.is_sqlite else " ON audit"


def test_a_line_that_names_nothing_of_ours_is_refused(tmp_path):
    """By its number, like those of candidates."""
    from trainee_exercises.storage import StorageError  # noqa: PLC0415 - the one use

    file = tmp_path / "erased.jsonl"
    for subject in ("x", "user:", "round:1", 5):
        file.write_text(json.dumps({"subject": subject, "at": 1}) + "\n")
        with pytest.raises(StorageError, match=r"erased.jsonl:1: .* is no line of it"):
            read_list(file)
