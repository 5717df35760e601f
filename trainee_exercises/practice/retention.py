"""How long practice is kept, and erasing it: all of a person's, or all whose time is over.

A shift is kept for a year after the last thing that was done in it: long enough to follow somebody through their first
year, and no longer. Of a user who was disabled it goes a month later: nobody trains them any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import func, literal, or_, select

from trainee_exercises.accounts.users import tidy
from trainee_exercises.hiring.holds import RetentionError
from trainee_exercises.hiring.retention import months_later
from trainee_exercises.storage.practice_removal import Gone, RemovedPractice, note_removed, remove_practice
from trainee_exercises.storage.removal import add_to_list
from trainee_exercises.storage.tables import STREAM_OF_SHIFT, events, practice_tasks, shifts, users

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage

MONTHS: Final = 12
"""After the last thing that was done in a shift, or after a task was assigned."""
MONTHS_AFTER_LEAVING: Final = 1
"""After its user was disabled, if that is sooner."""


class DuePractice(NamedTuple):
    """When a shift, or a task that was assigned, is to be erased. due_at: ms since 1970, UTC."""

    subject: str
    user_id: str
    due_at: int
    is_due: bool


class ErasedPractice(NamedTuple):
    """What was erased. files_are_clean: False where the database's files hold it for a while yet."""

    shifts: int
    events: int
    tasks: int
    files_are_clean: bool


def erase_practice_of(storage: Storage, named: str, by: str) -> ErasedPractice:
    """Erase all that a user, named by name or id, has practised; the account stays as it is.

    RetentionError: there is nobody by that name, or nothing of theirs. StorageError: as `hiring.erase.erase`.
    """
    with storage.read() as connection:
        user_id = _user(connection, named)
    return _erase(storage, [RemovedPractice(f"user:{user_id}", storage.now())], by)


def practice_due(storage: Storage) -> list[DuePractice]:
    """Return all shifts and all tasks, those to be erased first at the top."""
    last = func.coalesce(func.max(events.c.at), shifts.c.created_at)
    worked = (
        select(STREAM_OF_SHIFT, shifts.c.user_id, last)
        .outerjoin(events, events.c.stream == STREAM_OF_SHIFT)
        .group_by(shifts.c.id, shifts.c.user_id, shifts.c.created_at)
    )
    c = practice_tasks.c
    with storage.read() as connection:
        left = {row.id: row.disabled_at for row in connection.execute(select(users.c.id, users.c.disabled_at))}
        asked = connection.execute(select(literal("task:") + c.id, c.user_id, c.assigned_at)).all()
        found = [*connection.execute(worked), *asked]
    now = storage.now()
    return sorted((_due(row, left.get(row[1]), now) for row in found), key=lambda one: (one.due_at, one.subject))


def erase_practice_due(storage: Storage, by: str) -> ErasedPractice:
    """Erase the shifts and tasks whose time is over."""
    return _erase(
        storage, [RemovedPractice(one.subject, storage.now()) for one in practice_due(storage) if one.is_due], by
    )


def _due(row: Any, left_at: int | None, now: int) -> DuePractice:
    subject, user_id, last_at = row
    due_at = months_later(last_at, MONTHS)
    if left_at is not None:
        due_at = min(due_at, months_later(max(left_at, last_at), MONTHS_AFTER_LEAVING))
    return DuePractice(subject, user_id, due_at, now >= due_at)


def _erase(storage: Storage, those: Sequence[RemovedPractice], by: str) -> ErasedPractice:
    if not those:
        return ErasedPractice(0, 0, 0, files_are_clean=True)
    with storage.write() as connection:
        gone = [_erase_one(connection, one, by) for one in those]
    files_are_clean = storage.scrub()
    if storage.erased_list is not None:
        add_to_list(storage.erased_list, those)
    n_shifts, n_events, n_tasks = map(sum, zip(*gone, strict=True))
    return ErasedPractice(n_shifts, n_events, n_tasks, files_are_clean)


def _erase_one(connection: Connection, one: RemovedPractice, by: str) -> Gone:
    gone = remove_practice(connection, one)
    note_removed(connection, one, by, gone, one.at)
    return gone


def _user(connection: Connection, named: str) -> str:
    """Return the id of somebody who has practised, or for whom something was assigned."""
    known = connection.execute(select(users.c.id).where(or_(users.c.id == named, users.c.name == tidy(named)))).scalar()
    user_id = named if known is None else known
    for one in (shifts, practice_tasks):
        if connection.execute(select(one.c.id).where(one.c.user_id == user_id).limit(1)).first() is not None:
            return user_id
    if known is None:
        raise RetentionError(f"there is no user {named!r}; `support-sandbox user list` lists them")
    raise RetentionError(f"there is no practice of {named!r}, or it is erased already")
