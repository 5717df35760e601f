"""Who asked for what, shared, read and took along in practice stands in the audit log, without a word of anybody."""

from __future__ import annotations

import json

import pytest
from practice_pages import first_reply

from trainee_exercises.practice import reading, tasks
from trainee_exercises.practice.bots import FAST_AND_WRONG
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import audit, tables

ANA, BEN = "ana", "ben"


def lines(storage):
    """Return who did what to what, and the particulars."""
    with storage.read() as connection:
        return [line[1:] for line in audit.lines(connection)]


def test_assigning_and_taking_back_are_noted_for_each_person(storage):
    """What was done already, or is gone, is not taken back and not noted; the note of a trainer stays out of it."""
    tasks.assign(storage, [ANA, BEN], tasks.NewTask(2, note="Ana is slow"), "m")
    one, other = tasks.all_tasks(storage)
    tasks.withdraw(storage, one.id, "o", role="owner")
    tasks.withdraw(storage, one.id, "o", role="owner")
    with storage.write() as connection:
        connection.execute(tables.practice_tasks.update().values(shift_id="done"))
    tasks.withdraw(storage, other.id, "o", role="owner")
    about = {each.user_id: {"task": each.id, "level": 2} for each in (one, other)}
    assert sorted([("m", "level assigned", f"user:{user}", about[user]) for user in (ANA, BEN)], key=str) == sorted(
        lines(storage)[:2], key=str
    )
    assert [("o", "level taken back", f"user:{one.user_id}", about[one.user_id])] == lines(storage)[2:]
    assert "slow" not in json.dumps(lines(storage))


def test_sharing_and_hiding_a_shift_are_noted_and_refusals_are_not(storage):
    """By its rep alone, who did it."""
    shifts = Shifts(storage)
    shift = shifts.begin(Wish(1, 1), ANA, "Robin")
    for is_private in (False, True):
        shifts.share(shift, ANA, is_private=is_private)
    with pytest.raises(PracticeError, match="somebody else's"):
        shifts.share(shift, BEN, is_private=False)
    subject = f"shift:{shift}"
    assert [(ANA, "shift shared", subject, {}), (ANA, "shift made private", subject, {})] == lines(storage)


def test_an_act_that_cant_be_noted_is_not_done(storage):
    """One transaction: neither stands without the other."""
    shifts = Shifts(storage)
    shift = shifts.begin(Wish(1, 1), ANA, "Robin")
    with storage.write() as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO elsewhere")
    for do in (lambda: shifts.share(shift, ANA, is_private=False),
               lambda: tasks.assign(storage, [ANA], tasks.NewTask(1), "m")):  # fmt: skip
        with pytest.raises(Exception, match="audit"):
            do()
    assert shifts.row(shift).is_private
    assert [] == tasks.all_tasks(storage)


def test_reading_and_taking_along_are_noted(storage):
    """About the rep whose debrief it is; the table of all is about practice."""
    shifts = Shifts(storage)
    row = shifts.row(shifts.begin(Wish(1, 1), ANA, "Robin"))
    reading.note_read(storage, row, "m")
    reading.note_taken(storage, row, "m", "CSV")
    reading.note_table_taken(storage, 3, "m")
    assert [
        ("m", "debrief read", f"user:{ANA}", {"shift": row.id}),
        ("m", "exported", f"user:{ANA}", {"what": "debrief as CSV", "shift": row.id}),
        ("m", "exported", "practice", {"what": "who practises", "people": 3}),
    ] == lines(storage)


def test_the_log_holds_no_word_of_a_shift(practised):
    """Neither of the rep nor of customers, whatever was done with it."""
    shift = practised.shared(practised.worked(ANA, FAST_AND_WRONG, extra=(first_reply,)), ANA)
    back = practised.looked(shift)
    row = practised.shifts.row(shift)
    reading.note_read(practised.storage, row, "m")
    said = json.dumps(lines(practised.storage))
    assert {"shift shared", "debrief read"} <= {line[1] for line in lines(practised.storage)}
    for one in back.debrief.replies:
        assert json.dumps(one.told.text)[1:-1] not in said
