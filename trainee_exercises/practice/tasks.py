"""What a trainer wants somebody to try next: a level, with a seed and a note if they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import delete, insert, select, update

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.wish import MOST_SEED
from trainee_exercises.storage import new_id
from trainee_exercises.storage.open import plain_errors
from trainee_exercises.storage.tables import practice_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from trainee_exercises.practice.shifts import Row
    from trainee_exercises.storage import Storage

MOST_NOTE: Final = 500


class Task(NamedTuple):
    """Something to try. seed: None: any; shift_id: the shift that did it, None: not yet. Instants in ms since 1970."""

    id: str
    user_id: str
    level: int
    seed: int | None
    note: str
    assigned_at: int
    assigned_by: str
    shift_id: str | None


class NewTask(NamedTuple):
    """What to try, and why."""

    level: int
    seed: int | None = None
    note: str = ""


def assign(storage: Storage, user_ids: Sequence[str], new: NewTask, by: str) -> None:
    """Let somebody, or several, try a level.

    Raises:
        PracticeError: it can't be tried like that; nothing is assigned then.

    """
    note = new.note.strip()
    if not user_ids:
        raise PracticeError("Choose who should try it.")
    if not 0 <= new.level < len(LADDER):
        raise PracticeError(f"{new.level} is no level; the ladder goes from 0 to {len(LADDER) - 1}.")
    if new.seed is not None and not 0 <= new.seed <= MOST_SEED:
        raise PracticeError(f"{new.seed} is no seed; choose a whole number from 0 to {MOST_SEED:,}, or none.")
    if len(note) > MOST_NOTE:
        raise PracticeError(f"The note has {len(note):,} characters; {MOST_NOTE} is the most.")
    about = {"level": new.level, "seed": new.seed, "note": note, "assigned_by": by, "assigned_at": storage.now()}
    with plain_errors(storage.engine.url), storage.write() as connection:
        connection.execute(
            insert(practice_tasks), [about | {"id": new_id(), "user_id": one} for one in dict.fromkeys(user_ids)]
        )


def open_of(storage: Storage, user_id: str) -> list[Task]:
    """Return what somebody has not done yet, the oldest first."""
    return [one for one in _found(storage, practice_tasks.c.user_id == user_id) if one.shift_id is None]


def all_tasks(storage: Storage) -> list[Task]:
    """Return everything that was ever assigned, the oldest first."""
    return _found(storage)


def withdraw(storage: Storage, task_id: str) -> None:
    """Take back what nobody has done yet; of what is done or gone nothing changes."""
    chosen = delete(practice_tasks).where(practice_tasks.c.id == task_id, practice_tasks.c.shift_id.is_(None))
    with plain_errors(storage.engine.url), storage.write() as connection:
        connection.execute(chosen)


def settle(storage: Storage, row: Row, n_replies: int) -> None:
    """Let a shift that is over do the oldest task that it fits: its level, its seed if one is named, a reply at least.

    Any shift that was begun after the task was assigned will do; a shift does one task at most.
    """
    t = practice_tasks.c
    fits = select(t.id).where(
        t.user_id == row.user_id, t.level == row.level, t.shift_id.is_(None), t.assigned_at <= row.created_at,
        (t.seed.is_(None)) | (t.seed == row.seed),
    ).order_by(t.assigned_at, t.id).limit(1)  # fmt: skip
    if n_replies and row.is_of_ladder:
        with plain_errors(storage.engine.url), storage.write() as connection:
            if connection.execute(select(t.id).where(t.shift_id == row.id)).first() is None:
                connection.execute(update(practice_tasks).where(t.id == fits.scalar_subquery()).values(shift_id=row.id))


def _found(storage: Storage, *which: ColumnElement[bool]) -> list[Task]:
    wanted = select(practice_tasks).where(*which).order_by(practice_tasks.c.assigned_at, practice_tasks.c.id)
    with plain_errors(storage.engine.url), storage.read() as connection:
        return [Task(**one) for one in connection.execute(wanted).mappings()]
