"""Takes a person out of the database, and keeps who that was for the day an older backup is restored."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select, update

from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.practice_removal import (
    RemovedPractice,
    practice_from,
    remove_practice_again,
    removed_practice,
)
from trainee_exercises.storage.problems import StorageError
from trainee_exercises.storage.tables import (
    assignments,
    candidates,
    events,
    group_answers,
    holds,
    invitations,
    sign_ins,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection

_ABOUT_ONE = (events, group_answers, invitations, sign_ins, assignments, holds)


class Removed(NamedTuple):
    """Who was erased and when: an id and a time, no name."""

    candidate_id: str
    at: int


def remove(connection: Connection, one: Removed) -> int:
    """Delete all about the candidate; their row stays with its code and the time. Return how many events went."""
    wanted = select(candidates.c.id).where(candidates.c.id == one.candidate_id).with_for_update()
    connection.execute(wanted)  # whoever is writing about them finishes first; then nobody writes any more
    n_rows = [connection.execute(delete(t).where(t.c.candidate_id == one.candidate_id)).rowcount for t in _ABOUT_ONE]
    connection.execute(
        update(candidates)
        .where(candidates.c.id == one.candidate_id)
        .values(name=None, email=None, zone="UTC", erased_at=one.at)
    )
    return n_rows[0]


def remove_again(connection: Connection, those: Iterable[Removed | RemovedPractice], at: int) -> list[str]:
    """Remove all of *those* whom the database still has, as after the restore of an older backup.

    Return the ids of candidates, then what of practice went: "shift:ID", "user:ID".
    """
    all_of_them = list(those)
    practice = [one for one in all_of_them if isinstance(one, RemovedPractice)]
    people = [one for one in all_of_them if isinstance(one, Removed)]
    return _remove_people_again(connection, people, at) + remove_practice_again(connection, practice, at)


def _remove_people_again(connection: Connection, those: Iterable[Removed], at: int) -> list[str]:
    there = {row.id for row in connection.execute(select(candidates.c.id).where(candidates.c.erased_at.is_(None)))}
    again = {one.candidate_id: one for one in those if one.candidate_id in there}
    for one in again.values():
        n_events = remove(connection, one)
        subject = f"candidate:{one.candidate_id}"
        note(connection, Audited(at, "restore", "erase", subject, {"events": n_events, "again": True}))
    return sorted(again)


def removed(connection: Connection) -> list[Removed | RemovedPractice]:
    """Return who is erased in this database, and what of practice."""
    wanted = select(candidates.c.id, candidates.c.erased_at).where(candidates.c.erased_at.is_not(None))
    found = connection.execute(wanted.order_by(candidates.c.erased_at, candidates.c.id))
    return [*(Removed(*row) for row in found), *removed_practice(connection)]


def add_to_list(path: Path, those: Iterable[Removed | RemovedPractice]) -> None:
    """Write *those* to the end of the list at *path*, and to the disk. StorageError: it can't be written to."""
    lines = "".join(json.dumps(one._asdict()) + "\n" for one in those)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(
            f"erased, but the list {path} can't be written to ({error.strerror}); add to it by hand:\n{lines.rstrip()}"
        ) from None


def read_list(path: Path) -> list[Removed | RemovedPractice]:
    """Return who and what is in the list at *path*. StorageError: no such file, or a line that is none of ours."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"the list of the erased, {path}, can't be read; is it the right file?") from None
    return [_read_line(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _read_line(path: Path, number: int, line: str) -> Removed | RemovedPractice:
    try:
        found = json.loads(line)
        if "subject" in found:
            return practice_from(found)
        return Removed(str(found["candidate_id"]), int(found["at"]))
    except (ValueError, KeyError, TypeError):
        raise StorageError(
            f'{path}:{number}: {line[:80]!r} is no line of it; write {{"candidate_id": "ID", "at": 1800000000000}}'
        ) from None
