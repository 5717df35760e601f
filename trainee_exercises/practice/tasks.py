"""What a trainer wants somebody to try next: a level, with a seed and a note if they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import delete, insert, select, update

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.wish import MOST_SEED
from trainee_exercises.storage import new_id
from trainee_exercises.storage.audit import Audited
from trainee_exercises.storage.audit import note as write_down
from trainee_exercises.storage.open import plain_errors
from trainee_exercises.storage.tables import practice_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from trainee_exercises.practice.rows import Row
    from trainee_exercises.storage import Storage

MOST_NOTE: Final = 500
_TRAINERS: Final = frozenset({"owner", "manager"})


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
    note, at = new.note.strip(), storage.now()
    _require_sound(user_ids, new, note)
    about = {"level": new.level, "seed": new.seed, "note": note, "assigned_by": by, "assigned_at": at}
    rows = [about | {"id": new_id(), "user_id": one} for one in dict.fromkeys(user_ids)]
    with plain_errors(storage.engine.url), storage.write() as connection:
        connection.execute(insert(practice_tasks), rows)
        for row in rows:
            detail = {"task": row["id"], "level": new.level}
            write_down(connection, Audited(at, by, "level assigned", f"user:{row['user_id']}", detail))


def _require_sound(user_ids: Sequence[str], new: NewTask, note: str) -> None:
    if not user_ids:
        raise PracticeError("Choose who should try it.")
    if not 0 <= new.level < len(LADDER):
        raise PracticeError(f"{new.level} is no level; the ladder goes from 0 to {len(LADDER) - 1}.")
    if new.seed is not None and not 0 <= new.seed <= MOST_SEED:
        raise PracticeError(f"{new.seed} is no seed; choose a whole number from 0 to {MOST_SEED:,}, or none.")
    if len(note) > MOST_NOTE:
        raise PracticeError(f"The note has {len(note):,} characters; {MOST_NOTE} is the most.")


def open_of(storage: Storage, user_id: str) -> list[Task]:
    """Return what somebody has not done yet, the oldest first."""
    return [one for one in _found(storage, practice_tasks.c.user_id == user_id) if one.shift_id is None]


def all_tasks(storage: Storage) -> list[Task]:
    """Return everything that was ever assigned, the oldest first."""
    return _found(storage)


def withdraw(storage: Storage, task_id: str, by: str, *, role: str | None) -> None:
    """Take back what nobody has done yet; of what is done or gone nothing changes.

    role: of who takes it back. PracticeError: they are neither owner nor manager.
    """
    if role not in _TRAINERS:
        raise PracticeError("Nothing was taken back: only managers and owners may.")
    c = practice_tasks.c
    gone = delete(practice_tasks).where(c.id == task_id, c.shift_id.is_(None)).returning(c.user_id, c.level)
    with plain_errors(storage.engine.url), storage.write() as connection:
        found = connection.execute(gone).one_or_none()
        if found is not None:
            detail = {"task": task_id, "level": found.level}
            write_down(connection, Audited(storage.now(), by, "level taken back", f"user:{found.user_id}", detail))


def settle(storage: Storage, row: Row, n_replies: int) -> None:
    """Let a shift that is over do the oldest task that it fits: its level, its seed if one is named, a reply at least.

    Any shift that was begun after the task was assigned will do, a private one too: the first of a level always is, and
    the trainer would ask in vain. They learn that it is done, and nothing else of it. A shift does one task at most.
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
