"""Saved scenarios: every text that was saved is kept as a revision; a name stands once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import delete, func, insert, literal, select, update

from trainee_exercises.library import drafts
from trainee_exercises.library.limits import MAX_NAME, MAX_REVISIONS, MAX_REVISIONS_SIGNS, MAX_SAVED, is_no_id
from trainee_exercises.library.problems import Conflict, Gone, LibraryError
from trainee_exercises.library.shapes import Saved
from trainee_exercises.storage import new_id
from trainee_exercises.storage.tables import scenario_revisions as revisions
from trainee_exercises.storage.tables import scenarios

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

_NO_TEXT: Final = literal("")
_GONE: Final = "This saved scenario is not there any more: it was deleted. Save yours under a new name."


class Entry(NamedTuple):
    """What is to be saved, by whom and when."""

    text: str
    name: str
    note: str
    by: str
    at: int


def add(connection: Connection, entry: Entry) -> Saved:
    """Save a new scenario. LibraryError: there is one of that name, or this person has too many."""
    _require_free(connection, entry.name)
    _require_room(connection, entry.by)
    saved_id = new_id()
    row = {
        "id": saved_id, "name": entry.name, "note": entry.note, "revision": 1, "created_at": entry.at,
        "created_by": entry.by, "changed_at": entry.at, "changed_by": entry.by,
    }  # fmt: skip
    connection.execute(insert(scenarios).values(**row))
    _add_revision(connection, saved_id, 1, entry)
    return there(connection, saved_id)


def revise(connection: Connection, saved_id: str, entry: Entry, seen: int | None) -> Saved:
    """Save one more revision; *seen*: the newest that the writer knew, None does not ask.

    Raises:
        Conflict: there is a newer one.
        Gone: the scenario is not there any more.
        LibraryError: there is another of that name, or it has too many revisions.

    """
    before = held(connection, saved_id)
    if seen is not None and seen != before.revision:
        raise Conflict(before)
    _require_free(connection, entry.name, saved_id)
    number = before.revision if entry.text == before.text else before.revision + 1
    if number > before.revision:
        _require_room_in(connection, before, entry)
        _add_revision(connection, saved_id, number, entry)
    return _changed(connection, saved_id, number, entry)


def rename(connection: Connection, saved_id: str, entry: Entry, seen: tuple[str, str] | None) -> Saved:
    """Give a scenario another name and note; *seen*: those that the writer saw. Raises as `revise` does."""
    before = held(connection, saved_id)
    if seen is not None and seen != (before.name, before.note):
        raise Conflict(before)
    _require_free(connection, entry.name, saved_id)
    return _changed(connection, saved_id, before.revision, entry)


def find(connection: Connection, saved_id: str, revision: int | None = None) -> Saved | None:
    """Return a scenario at its newest or a given revision; None: there is none."""
    if is_no_id(saved_id):
        return None
    wanted = _newest() if revision is None else _each().where(revisions.c.revision == revision)
    row = connection.execute(wanted.where(scenarios.c.id == saved_id)).first()
    return None if row is None else _saved(row, is_newest=revision is None)


def everything(connection: Connection) -> list[Saved]:
    """Return all scenarios at their newest revision without their texts, the last changed first."""
    found = connection.execute(_newest(_NO_TEXT).order_by(scenarios.c.changed_at.desc(), scenarios.c.id))
    return [_saved(row, is_newest=True) for row in found]


def history(connection: Connection, saved_id: str) -> list[Saved]:
    """Return all revisions of a scenario as they were saved, without their texts, the newest first."""
    wanted = _each(_NO_TEXT).where(scenarios.c.id == saved_id).order_by(revisions.c.revision.desc())
    return [_saved(row, is_newest=False) for row in connection.execute(wanted)]


def remove(connection: Connection, saved_id: str) -> int:
    """Delete a scenario with all revisions and return how many there were; drafts of it stay."""
    drafts.unlink(connection, saved_id)
    n_revisions = connection.execute(delete(revisions).where(revisions.c.scenario_id == saved_id)).rowcount
    connection.execute(delete(scenarios).where(scenarios.c.id == saved_id))
    return n_revisions


def there(connection: Connection, saved_id: str) -> Saved:
    """Return a scenario. Raises Gone where there is none."""
    found = find(connection, saved_id)
    if found is None:
        raise Gone(_GONE)
    return found


def free_name(connection: Connection, name: str) -> str:
    """Return the name, or with a number behind where it is taken."""
    taken = {one.casefold() for one in connection.execute(select(scenarios.c.name)).scalars()}
    tries = (name, *(f"{name[: MAX_NAME - 6]} ({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one.casefold() not in taken)


def held(connection: Connection, saved_id: str) -> Saved:
    """Return a scenario, kept from others until the transaction ends. Raises Gone where there is none."""
    connection.execute(select(scenarios.c.id).where(scenarios.c.id == saved_id).with_for_update())
    return there(connection, saved_id)


def _changed(connection: Connection, saved_id: str, revision: int, entry: Entry) -> Saved:
    values = {
        "name": entry.name, "note": entry.note, "revision": revision, "changed_at": entry.at, "changed_by": entry.by,
    }  # fmt: skip
    connection.execute(update(scenarios).where(scenarios.c.id == saved_id).values(**values))
    return there(connection, saved_id)


def _add_revision(connection: Connection, saved_id: str, number: int, entry: Entry) -> None:
    row = {
        "scenario_id": saved_id, "revision": number, "name": entry.name, "note": entry.note, "text": entry.text,
        "saved_at": entry.at, "saved_by": entry.by,
    }  # fmt: skip
    connection.execute(insert(revisions).values(**row))


def _require_free(connection: Connection, name: str, saved_id: str = "") -> None:
    if connection.dialect.name == "postgresql":  # of two that save at once, the second sees the first's name
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("names of scenarios", 0))))
    others = select(scenarios.c.name).where(scenarios.c.id != saved_id)
    if name.casefold() in {one.casefold() for one in connection.execute(others).scalars()}:
        raise LibraryError(f"There is a saved scenario {name!r} already; choose another name.")


def _require_room(connection: Connection, by: str) -> None:
    mine = select(func.count()).where(scenarios.c.created_by == by)
    if connection.execute(mine).scalar_one() >= MAX_SAVED:
        raise LibraryError(
            f"{MAX_SAVED} saved scenarios are yours, and more are not kept. Delete one that nobody needs (Library,"
            " Saved scenarios), then save this one again; until then it is in your draft."
        )


def _require_room_in(connection: Connection, before: Saved, entry: Entry) -> None:
    """Refuse one more revision of a scenario that has too many, or too long ones."""
    counted = select(func.count(), func.coalesce(func.sum(func.length(revisions.c.text)), 0))
    n, n_signs = connection.execute(counted.where(revisions.c.scenario_id == before.id)).one()
    if n >= MAX_REVISIONS or n_signs + len(entry.text) > MAX_REVISIONS_SIGNS:
        raise LibraryError(
            f"The {n:,} revisions of {before.name!r} have {n_signs:,} characters; {MAX_REVISIONS:,} revisions and"
            f" {MAX_REVISIONS_SIGNS:,} characters are the most. Save yours as another scenario; then this one can be"
            " deleted once nobody needs it (Library, Saved scenarios)."
        )


def _each(text: ColumnElement[str] = revisions.c.text) -> Any:
    """Select every revision with its scenario."""
    of_scenario = revisions.c.scenario_id == scenarios.c.id
    return select(
        scenarios,
        text.label("text"),
        revisions.c.revision.label("number"),
        revisions.c.name.label("name_then"),
        revisions.c.note.label("note_then"),
        revisions.c.saved_at,
        revisions.c.saved_by,
    ).join(revisions, of_scenario)


def _newest(text: ColumnElement[str] = revisions.c.text) -> Any:
    return _each(text).where(revisions.c.revision == scenarios.c.revision)


def _saved(row: Row[Any], *, is_newest: bool) -> Saved:
    now = (row.name, row.note, row.changed_at, row.changed_by)
    name, note, at, by = now if is_newest else (row.name_then, row.note_then, row.saved_at, row.saved_by)
    return Saved(row.id, name, note, row.text, row.number, row.created_at, at, by, row.created_by)
