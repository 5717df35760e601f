"""Takes practice out of the database: a shift, or all that somebody had practised by an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import and_, delete, false, select

from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.events import Stream, hold
from trainee_exercises.storage.tables import audit, events, practice_tasks, shifts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import ColumnElement, Connection

ERASED: Final = "practice erased"


class RemovedPractice(NamedTuple):
    """What was erased and when: "shift:ID", "task:ID", or "user:ID" for all that they had practised by then."""

    subject: str
    at: int


class Gone(NamedTuple):
    """How much was erased. events: what was done and written in the shifts; tasks: what a trainer had asked for."""

    shifts: int
    events: int
    tasks: int


def practice_from(found: dict[str, Any]) -> RemovedPractice:
    """Return what a line of the list of the erased says. ValueError, KeyError, TypeError: it says nothing of ours."""
    kind, _, name = str(found["subject"]).partition(":")
    if kind not in _WHICH or not name:
        raise ValueError(kind)
    return RemovedPractice(f"{kind}:{name}", int(found["at"]))


def remove_practice(connection: Connection, one: RemovedPractice) -> Gone:
    """Delete it with all that was done and written in its shifts; return how much went."""
    kind, _, name = one.subject.partition(":")
    worked, asked = _WHICH[kind](name, one.at)
    ids = sorted(connection.execute(select(shifts.c.id).where(worked)).scalars())
    n_events = sum(_remove_shift(connection, shift_id) for shift_id in ids)
    return Gone(len(ids), n_events, connection.execute(delete(practice_tasks).where(asked)).rowcount)


_WHICH: Final[dict[str, Callable[[str, int], tuple[ColumnElement[bool], ColumnElement[bool]]]]] = {
    "shift": lambda name, _: (shifts.c.id == name, false()),
    "task": lambda name, _: (false(), practice_tasks.c.id == name),
    "user": lambda name, at: (
        and_(shifts.c.user_id == name, shifts.c.created_at <= at),
        and_(practice_tasks.c.user_id == name, practice_tasks.c.assigned_at <= at),
    ),
}
"""By the kind of what is erased: which shifts, and which tasks."""


def _remove_shift(connection: Connection, shift_id: str) -> int:
    stream = Stream(f"shift:{shift_id}")
    hold(connection, stream)  # whoever is acting in it finishes first; then nobody does any more
    connection.execute(delete(shifts).where(shifts.c.id == shift_id))
    return connection.execute(delete(events).where(events.c.stream == stream.name)).rowcount


def note_removed(connection: Connection, one: RemovedPractice, by: str, gone: Gone, at: int) -> None:
    """Write a line into the audit log; after the restore of a backup it says what has to go once more."""
    note(connection, Audited(at, by, ERASED, one.subject, gone._asdict() | {"until": one.at}))


def remove_practice_again(connection: Connection, those: Iterable[RemovedPractice], at: int) -> list[str]:
    """Remove all of *those* that the database still has, as after the restore of an older backup; return which."""
    again = []
    for one in sorted(set(those)):
        gone = remove_practice(connection, one)
        if any(gone):
            note_removed(connection, one, "restore", gone, at)
            again.append(one.subject)
    return sorted(set(again))


def removed_practice(connection: Connection) -> list[RemovedPractice]:
    """Return what this database's audit log says was erased."""
    wanted = select(audit.c.subject, audit.c.detail).where(audit.c.action == ERASED).order_by(audit.c.id)
    return [RemovedPractice(row.subject, int(row.detail["until"])) for row in connection.execute(wanted)]
