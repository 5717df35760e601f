"""Kept runs: what they are of in one row, what they gave in pieces beside it; those that nobody named go in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select, update

from trainee_exercises.library.limits import RECENT
from trainee_exercises.library.problems import Conflict, Gone, LibraryError
from trainee_exercises.library.shapes import Kept, NewRun
from trainee_exercises.storage import new_id
from trainee_exercises.storage.tables import run_parts as parts
from trainee_exercises.storage.tables import runs

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

_PART: Final = 1024 * 1024  # bytes
_GONE: Final = "This run is not there any more: it was deleted. Its scenario, seed and replications give it again."


def add(connection: Connection, run: NewRun, by: str, at: int) -> Kept:
    """Keep a run; of those without a name the oldest go where there are too many."""
    said = run._asdict()
    content = said.pop("content")
    made = Kept(**said, id=new_id(), created_at=at, created_by=by, size=len(content))
    connection.execute(insert(runs).values(**made._asdict() | {"plans": list(made.plans)}))
    for number, start in enumerate(range(0, len(content), _PART)):
        piece = {"run_id": made.id, "number": number, "content": content[start : start + _PART]}
        connection.execute(insert(parts).values(**piece))
    _forget_old(connection)
    return made


def find(connection: Connection, run_id: str) -> Kept | None:
    """Return a run without its content; None: there is none."""
    row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
    return None if row is None else _kept(row)


def everything(connection: Connection) -> list[Kept]:
    """Return all runs without their content, the newest first."""
    found = connection.execute(select(runs).order_by(runs.c.created_at.desc(), runs.c.id))
    return [_kept(row) for row in found.mappings()]


def content(connection: Connection, run_id: str) -> bytes:
    """Return what a run gave.

    Raises:
        Gone: there is no such run.
        LibraryError: a piece is missing.

    """
    kept = _there(connection, run_id)
    wanted = select(parts.c.content).where(parts.c.run_id == run_id).order_by(parts.c.number)
    whole = b"".join(bytes(one) for one in connection.execute(wanted).scalars())
    if len(whole) != kept.size:
        raise LibraryError("The results of this run are damaged; run its scenario again, which gives the same.")
    return whole


def rename(connection: Connection, run_id: str, name: str, note: str, seen: tuple[str, str] | None) -> Kept:
    """Give a run a name and a note; *seen*: those that the writer saw.

    Raises:
        Conflict: they have changed since.
        Gone: the run is not there any more.

    """
    before = _there(connection, run_id, hold=True)
    if seen is not None and seen != (before.name, before.note):
        raise Conflict(before)
    connection.execute(update(runs).where(runs.c.id == run_id).values(name=name, note=note))
    return before._replace(name=name, note=note)


def remove(connection: Connection, run_id: str) -> Kept:
    """Delete a run with its content and return what it was. Raises Gone."""
    found = _there(connection, run_id, hold=True)
    _delete(connection, run_id)
    return found


def _there(connection: Connection, run_id: str, *, hold: bool = False) -> Kept:
    if hold:
        connection.execute(select(runs.c.id).where(runs.c.id == run_id).with_for_update())
    found = find(connection, run_id)
    if found is None:
        raise Gone(_GONE)
    return found


def _forget_old(connection: Connection) -> None:
    unnamed = select(runs.c.id).where(runs.c.name == "", runs.c.note == "")
    for run_id in (
        connection.execute(unnamed.order_by(runs.c.created_at.desc(), runs.c.id).offset(RECENT)).scalars().all()
    ):
        _delete(connection, run_id)


def _delete(connection: Connection, run_id: str) -> None:
    connection.execute(delete(parts).where(parts.c.run_id == run_id))
    connection.execute(delete(runs).where(runs.c.id == run_id))


def _kept(row: RowMapping) -> Kept:
    return Kept(**{**row, "plans": tuple(row["plans"])})
