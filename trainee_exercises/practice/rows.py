"""Shifts as lines of the database: what lists show of them, without the texts of their scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import exists, func, select, update

from trainee_exercises.library.door import Door
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.storage import audit
from trainee_exercises.storage.tables import STREAM_OF_SHIFT, events, shifts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

    from trainee_exercises.storage import Storage

WORKED: Final = exists().where(events.c.stream == STREAM_OF_SHIFT)
"""Of a shift: was anything done in it?"""
NOT_YOURS: Final = "This shift is somebody else's."
NOT_THERE: Final = "There is no such shift; choose one on the page Practise."


class Row(NamedTuple):
    """A shift in a list. figures: of its debrief, None where nobody has looked at that yet.

    is_of_ladder: of the pack's own week, not of another scenario; was_started: something was done in it.
    """

    id: str
    user_id: str
    created_at: int
    level: int
    title: str
    seed: int
    length: int
    speed: float
    is_private: bool
    ended_at: int | None
    figures: dict[str, Any] | None
    is_of_ladder: bool = True
    was_started: bool = True


class Rows:
    """All shifts of a database, as lists show them. Any thread may call."""

    def __init__(self, storage: Storage) -> None:
        self._door = Door(storage)  # a deleted file is noticed before anything is done

    def row(self, shift_id: str) -> Row:
        """Return a shift as it stands in a list.

        Raises:
            PracticeError: there is no such shift.

        """
        found = self._rows(shifts.c.id == shift_id)
        if not found:
            raise PracticeError(NOT_THERE)
        return found[0]

    def of(self, user_id: str) -> list[Row]:
        """Return the shifts of somebody, the newest first."""
        return self._rows(shifts.c.user_id == user_id)

    def all(self) -> list[Row]:
        """Return all shifts, the newest first; who may see what of them is decided by `cohort`."""
        return self._rows()

    def n_acts(self, shift_id: str) -> int:
        """Return how many acts of a shift are on the disk; 0 where there is no such shift."""
        wanted = select(func.count()).where(events.c.stream == stream_of(shift_id))
        with self._door.read() as connection:
            return int(connection.execute(wanted).scalar_one())

    def keep_figures(self, shift_id: str, figures: Mapping[str, Any], ended_at: int) -> None:
        """Keep what the debrief has found, for progress over weeks."""
        with self._door.write() as connection:
            change = update(shifts).where(shifts.c.id == shift_id).values(figures=dict(figures), ended_at=ended_at)
            connection.execute(change)

    def share(self, shift_id: str, user_id: str, *, is_private: bool) -> None:
        """Let the trainer see a shift, or not any more; only its own rep may."""
        with self._door.write() as connection:
            require_theirs(connection, shift_id, user_id)
            connection.execute(update(shifts).where(shifts.c.id == shift_id).values(is_private=is_private))
            action = "shift made private" if is_private else "shift shared"
            audit.note(connection, audit.Audited(self._door.now(), user_id, action, f"shift:{shift_id}", {}))

    def _rows(self, *which: ColumnElement[bool]) -> list[Row]:
        wanted = select(*_LISTED).where(*which).order_by(shifts.c.created_at.desc(), shifts.c.id)
        with self._door.read() as connection:
            return [_as_row(one) for one in connection.execute(wanted).mappings()]


_NAMES: Final = ("id", "user_id", "created_at", "level", "title", "terms", "is_private", "ended_at", "figures")
_LISTED: Final = (
    *(shifts.c[name] for name in _NAMES),
    (shifts.c.scenario == "").label("is_of_ladder"),
    WORKED.label("was_started"),
)


def whole(connection: Connection, shift_id: str) -> Mapping[str, Any]:
    """Return all of a shift's line, the text of its scenario too. PracticeError: there is no such shift."""
    found = connection.execute(select(shifts).where(shifts.c.id == shift_id)).mappings().first()
    if found is None:
        raise PracticeError(NOT_THERE)
    return dict(found)


def require_theirs(connection: Connection, shift_id: str, user_id: str | None) -> None:
    """Refuse a shift that is not there, or not that user's; None: whose it is does not matter.

    Raises:
        PracticeError: it is not.

    """
    owner = connection.execute(select(shifts.c.user_id).where(shifts.c.id == shift_id)).scalar()
    if owner is None:
        raise PracticeError(NOT_THERE)
    if user_id is not None and owner != user_id:
        raise PracticeError(NOT_YOURS)


def stream_of(shift_id: str) -> str:
    """Return the name of a shift's events."""
    return f"shift:{shift_id}"


def _as_row(row: Mapping[Any, Any]) -> Row:
    terms = row["terms"]
    return Row(
        row["id"], row["user_id"], row["created_at"], row["level"], row["title"], terms["seed"], terms["length"],
        terms["speed"], row["is_private"], row["ended_at"], row["figures"], bool(row["is_of_ladder"]),
        bool(row["was_started"]),
    )  # fmt: skip
