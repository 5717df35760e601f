"""Erasing a candidate: everything about them goes, from the files too; the count and a line without a name stay."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from stores import add_candidate, add_events, add_round

from trainee_exercises.hiring.erase import erase, erase_all
from trainee_exercises.hiring.holds import RetentionError, hold, release
from trainee_exercises.storage import Entry, StorageError, Stream, audit, database, events, new_id, tables
from trainee_exercises.storage.removal import Removed, read_list

_OTHERS = (tables.group_answers, tables.invitations, tables.sign_ins, tables.assignments, tables.events)


def _fill(storage, round_id, code, name):
    """Write a row about the candidate into each table that has such; return their id."""
    candidate = add_candidate(storage, round_id, code, name)
    add_events(storage, candidate, f"text of {name}")
    user = {"id": new_id(), "name": new_id(), "role": "rater", "created_at": 1}
    until = {"issued_at": 1, "issued_by": "x", "expires_at": 2}
    about = {"candidate_id": candidate}
    with storage.write() as connection:
        rated = [Entry("rating", {"note": f"rated {name}"})]
        events.append(connection, Stream(f"rating:{candidate}:{user['id']}:exercise", candidate), rated, 1, user["id"])
        for table, row in (
            (tables.users, user),
            (tables.group_answers, about | {"answers": {"sex": f"answer of {name}"}, "given_at": 1}),
            (tables.invitations, about | {"id": new_id()} | until),
            (tables.sign_ins, about | {"key": new_id(), "created_at": 1, "expires_at": 2}),
            (
                tables.assignments,
                about
                | {"id": new_id(), "user_id": user["id"], "stage": "exercise", "assigned_at": 1}
                | {"assigned_by": "x"},
            ),
        ):
            connection.execute(insert(table).values(**row))
    return candidate


def _counts(storage, candidate):
    wanted = {table.name: table for table in _OTHERS}
    with storage.read() as connection:
        return {
            name: connection.execute(
                select(func.count()).select_from(table).where(table.c.candidate_id == candidate)
            ).scalar()
            for name, table in wanted.items()
        }


def test_all_about_the_candidate_goes_and_the_count_stays(storage):
    """The row keeps code, form and time; everybody else's data is untouched."""
    round_id = add_round(storage)
    ana, ben = _fill(storage, round_id, "C-1", "Ana"), _fill(storage, round_id, "C-2", "Ben")
    others = _counts(storage, ben)
    at = storage.now.forward(1000)
    done = erase(storage, ana, "manager1")
    assert ([ana], 2) == (done.candidate_ids, done.events)
    assert {0} == set(_counts(storage, ana).values())
    assert others == _counts(storage, ben)
    assert 0 not in others.values()
    c = tables.candidates.c
    with storage.read() as connection:
        rows = connection.execute(select(c.code, c.form, c.name, c.email, c.zone, c.erased_at).order_by(c.code)).all()
    assert [("C-1", "a", None, None, "UTC", at), ("C-2", "a", "Ben", "Ben@example.org", "Asia/Tokyo", None)] == rows


def test_the_audit_log_says_so_without_a_name(storage):
    """Who did it, to which id, how much."""
    candidate = _fill(storage, add_round(storage), "C-1", "Ana")
    erase(storage, candidate, "manager1")
    with storage.read() as connection:
        (line,) = audit.lines(connection)
    assert ("manager1", "erase", f"candidate:{candidate}", {"events": 2}) == line[1:]


def test_the_text_is_gone_from_the_files(sqlite_storage):
    """Neither the database nor what SQLite writes beside it holds a word of it, while the app goes on.

    Long and short texts of several people are mixed so that pages are split, moved and freed.
    """
    round_id = add_round(sqlite_storage)
    those = [_fill(sqlite_storage, round_id, f"C-{i}", f"Nobody{i}") for i in range(4)]
    for i in range(400):
        add_events(sqlite_storage, those[i % 4], f"SECRET{i % 4} " + "word " * (i * 7 % 1500))
    folder = Path(sqlite_storage.engine.url.database).parent
    assert _found(folder, b"SECRET0", b"Nobody0") > 0
    done = erase(sqlite_storage, those[0], "me")
    assert done.files_are_clean
    assert 0 == _found(folder, b"SECRET0", b"Nobody0")
    assert _found(folder, b"SECRET1", b"Nobody1") > 0
    add_events(sqlite_storage, those[1], "on it goes")


def _found(folder, *words):
    return sum(path.read_bytes().count(word) for path in folder.iterdir() if path.is_file() for word in words)


def test_a_reader_who_stays_is_reported(sqlite_storage):
    """The text is out of the database but may be in a file beside it; the next erasing takes that away too."""
    round_id = add_round(sqlite_storage)
    ana, ben = _fill(sqlite_storage, round_id, "C-1", "Ana"), _fill(sqlite_storage, round_id, "C-2", "Ben")
    file = sqlite_storage.engine.url.database
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        assert (2,) == other.execute("SELECT count(*) FROM candidates WHERE name IS NOT NULL").fetchone()
        assert not erase(sqlite_storage, ana, "me").files_are_clean
    assert erase(sqlite_storage, ben, "me").files_are_clean
    assert 0 == _found(Path(file).parent, b"text of Ana", b"text of Ben")


@pytest.mark.parametrize("held_by_round", [True, False])
def test_a_legal_hold_stops_it_until_it_is_released(storage, held_by_round):
    """The sentence names the hold; nothing is erased, of the others neither."""
    round_id = add_round(storage)
    ana, ben = _fill(storage, round_id, "C-1", "Ana"), _fill(storage, add_round(storage, "Other"), "C-1", "Ben")
    subject = round_id if held_by_round else ana
    hold(storage, subject, "complaint of 3 May", "owner1")
    with pytest.raises(RetentionError, match=rf"must not be erased: .*{subject} \(complaint of 3 May\)"):
        erase_all(storage, [ben, ana], "me")
    assert 0 not in (_counts(storage, ana) | _counts(storage, ben)).values()
    release(storage, subject, "owner1")
    erase_all(storage, [ben, ana], "me")
    assert {0} == set(_counts(storage, ana).values())


def test_the_reason_of_a_hold_goes_with_the_candidate(storage):
    """It may name them; the audit log has none of it."""
    candidate = _fill(storage, add_round(storage), "C-1", "Ana")
    hold(storage, candidate, "Ana complained", "owner1")
    release(storage, candidate, "owner1")
    erase(storage, candidate, "me")
    with storage.read() as connection:
        assert [] == connection.execute(select(tables.holds)).all()
        lines = audit.lines(connection)
    assert ["hold", "release", "erase"] == [line.action for line in lines]
    assert "Ana" not in json.dumps(lines)


def test_who_is_erased_is_kept_on_a_list(storage, tmp_path):
    """Ids and times, for the restore of an older backup."""
    storage.erased_list = tmp_path / "erased.jsonl"
    round_id = add_round(storage)
    ana, ben = add_candidate(storage, round_id, "C-1"), add_candidate(storage, round_id, "C-2")
    first = storage.now()
    erase(storage, ana, "me")
    second = storage.now.forward(60_000)
    erase(storage, ben, "me")
    assert [Removed(ana, first), Removed(ben, second)] == read_list(storage.erased_list)


def test_a_list_that_cannot_be_written_to_is_no_reason_to_keep_anybody(sqlite_storage, tmp_path):
    """They are erased, from the files too, and the message has the line to add by hand."""
    sqlite_storage.erased_list = tmp_path / "nowhere" / "erased.jsonl"
    candidate = _fill(sqlite_storage, add_round(sqlite_storage), "C-1", "Ana")
    with pytest.raises(StorageError, match=f'(?s)^erased, but the list .*"candidate_id": "{candidate}", "at": '):
        erase(sqlite_storage, candidate, "me")
    assert 0 == _found(tmp_path, b"text of Ana")


def test_a_writer_who_stays_delays_the_cleaning_alone(sqlite_storage, monkeypatch):
    """The database says that its files still hold deleted text, and can be used as before."""
    monkeypatch.setattr(database, "_PATIENCE_TO_SCRUB", 50)
    with closing(sqlite3.connect(sqlite_storage.engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not sqlite_storage.scrub()
    assert sqlite_storage.scrub()
    add_round(sqlite_storage)


def test_nobody_and_the_erased_cannot_be_erased(storage):
    """Each with its sentence."""
    candidate = add_candidate(storage, add_round(storage))
    with pytest.raises(RetentionError, match="there is no candidate 'nobody'"):
        erase(storage, "nobody", "me")
    erase(storage, candidate, "me")
    with pytest.raises(RetentionError, match="is erased already"):
        erase(storage, candidate, "me")
