"""Kept runs: what they are in a short row, text and figures beside it; those that nobody named go in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, or_, select, update

from trainee_exercises.library.limits import MAX_NAMED, RECENT, is_no_id
from trainee_exercises.library.problems import Conflict, Gone, LibraryError
from trainee_exercises.library.shapes import Kept, NewRun
from trainee_exercises.storage import new_id
from trainee_exercises.storage.tables import run_parts as parts
from trainee_exercises.storage.tables import run_texts as texts
from trainee_exercises.storage.tables import runs

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

_PART: Final = 1024 * 1024  # bytes
_GONE: Final = "This run is not there any more: it was deleted. Its scenario, seed and replications give it again."


def add(connection: Connection, run: NewRun, by: str, at: int) -> Kept:
    """Keep a run; of this person's without a name the oldest go where there are too many. LibraryError: as `rename`."""
    said = run._asdict()
    text, content = said.pop("text"), said.pop("content")
    made = Kept(**said, id=new_id(), key=run.recipe.key, created_at=at, created_by=by, size=len(content))
    if _is_named(made):
        _require_room(connection, by)
    connection.execute(insert(runs).values(**made._asdict() | {"plans": list(made.plans)}))
    connection.execute(insert(texts).values(run_id=made.id, text=text))
    for number, start in enumerate(range(0, len(content), _PART)):
        piece = {"run_id": made.id, "number": number, "content": content[start : start + _PART]}
        connection.execute(insert(parts).values(**piece))
    _forget_old(connection, by)
    return made


def find(connection: Connection, run_id: str) -> Kept | None:
    """Return a run; None: there is none."""
    row = None if is_no_id(run_id) else connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
    return None if row is None else _kept(row)


def find_key(connection: Connection, key: str) -> Kept | None:
    """Return the newest run of that key; None: there is none."""
    wanted = _newest_first().where(runs.c.key == key).limit(1)
    row = None if is_no_id(key) else connection.execute(wanted).mappings().first()
    return None if row is None else _kept(row)


def everything(connection: Connection, by: str | None, most: int | None) -> list[Kept]:
    """Return all runs, the newest first. by: only those of that person; most: no more than so many."""
    wanted = _newest_first() if by is None else _newest_first().where(runs.c.created_by == by)
    return [_kept(row) for row in connection.execute(wanted.limit(most)).mappings()]


def text(connection: Connection, run_id: str) -> str:
    """Return the scenario that a run played. Raises Gone."""
    found = connection.execute(select(texts.c.text).where(texts.c.run_id == run_id)).scalar()
    if found is None:
        raise Gone(_GONE)
    return str(found)


def content(connection: Connection, run_id: str) -> bytes:
    """Return what a run gave.

    Raises:
        Gone: there is no such run.
        LibraryError: a piece is missing.

    """
    kept = there(connection, run_id)
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
        LibraryError: too many runs of the person who made it have one.

    """
    before = there(connection, run_id, hold=True)
    if seen is not None and seen != (before.name, before.note):
        raise Conflict(before)
    after = before._replace(name=name, note=note)
    if _is_named(after) and not _is_named(before):
        _require_room(connection, before.created_by)
    connection.execute(update(runs).where(runs.c.id == run_id).values(name=name, note=note))
    return after


def remove(connection: Connection, run_id: str) -> None:
    """Delete a run with its text and its content."""
    for table in (parts, texts):
        connection.execute(delete(table).where(table.c.run_id == run_id))
    connection.execute(delete(runs).where(runs.c.id == run_id))


def there(connection: Connection, run_id: str, *, hold: bool = False) -> Kept:
    """Return a run. hold: keep it from others until the transaction ends. Gone: there is none."""
    if hold:
        connection.execute(select(runs.c.id).where(runs.c.id == run_id).with_for_update())
    found = find(connection, run_id)
    if found is None:
        raise Gone(_GONE)
    return found


def _is_named(run: Kept) -> bool:
    return bool(run.name or run.note)


def _require_room(connection: Connection, made_by: str) -> None:
    """Refuse one more run with a name or note where there are too many of that person."""
    named = select(func.count()).where(runs.c.created_by == made_by, or_(runs.c.name != "", runs.c.note != ""))
    if connection.execute(named).scalar_one() >= MAX_NAMED:
        raise LibraryError(
            f"{MAX_NAMED} runs of the person who made this one have a name or a note, and more are not kept. Delete one"
            " of them that nobody needs (Library, Runs), or take its name and note away, then name this one."
        )


def _forget_old(connection: Connection, by: str) -> None:
    unnamed = _newest_first(runs.c.id).where(runs.c.created_by == by, runs.c.name == "", runs.c.note == "")
    for run_id in connection.execute(unnamed.offset(RECENT)).scalars().all():
        remove(connection, run_id)


def _newest_first(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*(columns or (runs,))).order_by(runs.c.created_at.desc(), runs.c.id)


def _kept(row: RowMapping) -> Kept:
    return Kept(**{**row, "plans": tuple(row["plans"])})
