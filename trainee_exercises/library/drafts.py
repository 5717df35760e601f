"""Drafts: unsaved work of one person that survives a reload, with steps to undo; two windows are told of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from trainee_exercises.library.limits import MAX_DRAFTS, MAX_STEPS, MAX_STEPS_SIGNS, UNTOUCHED, is_no_id
from trainee_exercises.library.problems import Conflict, Gone, LibraryError, NotYours
from trainee_exercises.library.shapes import Draft
from trainee_exercises.storage import new_id
from trainee_exercises.storage.tables import draft_steps as steps
from trainee_exercises.storage.tables import drafts, scenarios

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

    from trainee_exercises.library.shapes import Saved

_GONE = "This draft is not there any more: it was deleted. Keep what you have typed as a new draft."
_NOT_YOURS = (
    "This draft is somebody else's: it can be read, and only who began it changes it. Go on with a copy of yours."
)


class Writer(NamedTuple):
    """Who changes a draft, when, and which revision of it they saw."""

    by: str
    at: int
    revision: int


def add(connection: Connection, draft: Draft) -> Draft:
    """Write a new draft and return it, with the revision of the saved scenario that it is to become.

    Raises:
        Gone: there is no such saved scenario.
        LibraryError: this person has too many.

    """
    return _added(connection, draft._replace(saved_revision=_newest(connection, draft.saved_id)))


def copy(connection: Connection, draft_id: str, by: str, at: int) -> Draft:
    """Write a draft of one's own as another stands, of the same revision of the same scenario. Raises as `add`."""
    other = _there(connection, draft_id)
    return _added(connection, other._replace(revision=1, undo=(), redo=(), changed_at=at, changed_by=by, created_by=by))


def _added(connection: Connection, draft: Draft) -> Draft:
    _require_room(connection, draft.created_by)
    made = draft._replace(id=new_id())
    row = {
        "id": made.id, "saved_id": made.saved_id, "saved_revision": made.saved_revision, "title": made.title,
        "step": 0, "revision": made.revision, "created_by": made.created_by, "changed_at": made.changed_at,
        "changed_by": made.changed_by,
    }  # fmt: skip
    connection.execute(insert(drafts).values(**row))
    _add_step(connection, made.id, 0, made.text)
    _forget_untouched(connection, made.created_by)
    return made


def find(connection: Connection, draft_id: str) -> Draft | None:
    """Return a draft with its steps; None: there is none."""
    if is_no_id(draft_id):
        return None
    row = connection.execute(select(drafts).where(drafts.c.id == draft_id)).first()
    if row is None:
        return None
    wanted = select(steps.c.number, steps.c.text).where(steps.c.draft_id == draft_id).order_by(steps.c.number)
    found = [tuple(one) for one in connection.execute(wanted)]
    before = tuple(text for number, text in found if number < row.step)
    after = tuple(text for number, text in found if number > row.step)
    (text,) = (text for number, text in found if number == row.step)
    return _draft(row, text)._replace(undo=before, redo=after)


def of_person(connection: Connection, by: str) -> list[Draft]:
    """Return the drafts that somebody began, the last changed first, without their texts and steps."""
    wanted = select(drafts).where(drafts.c.created_by == by)
    return [_draft(row, "") for row in connection.execute(wanted.order_by(drafts.c.changed_at.desc(), drafts.c.id))]


def write(connection: Connection, draft_id: str, text: str, title: str, writer: Writer) -> Draft:
    """Let *text* be the one that stands; what was undone before can't be redone any more.

    Raises:
        Conflict: the draft has changed since the writer saw it.
        Gone: it is not there any more.
        NotYours: somebody else began it.

    """
    before = _held(connection, draft_id, writer)
    if (before.text, before.title) == (text, title):
        return before
    changed: dict[str, Any] = {"title": title}
    if before.text != text:
        step = _step(connection, draft_id)
        connection.execute(delete(steps).where(steps.c.draft_id == draft_id, steps.c.number > step))
        _add_step(connection, draft_id, step + 1, text)
        _bound(connection, draft_id)
        changed["step"] = step + 1
    return _changed(connection, draft_id, writer, changed)


def move(connection: Connection, draft_id: str, by_steps: int, writer: Writer) -> Draft:
    """Undo (-1) or redo (1) a step; where there is none, the draft stays as it is. Raises as `write` does."""
    before = _held(connection, draft_id, writer)
    if not (before.undo if by_steps < 0 else before.redo):
        return before
    return _changed(connection, draft_id, writer, {"step": _step(connection, draft_id) + by_steps})


def link(connection: Connection, draft_id: str, saved: Saved, by: str) -> Draft:
    """Note that the draft was saved as that revision. Raises Gone where one of the two is not there, and NotYours."""
    _newest(connection, saved.id)
    _own(connection, draft_id, by)
    linked = {"saved_id": saved.id, "saved_revision": saved.revision}
    connection.execute(update(drafts).where(drafts.c.id == draft_id).values(**linked))
    return _there(connection, draft_id)


def drop(connection: Connection, draft_id: str, by: str) -> None:
    """Delete a draft; no such draft: nothing happens. Raises NotYours."""
    if find(connection, draft_id) is not None:
        _own(connection, draft_id, by)
    connection.execute(delete(steps).where(steps.c.draft_id == draft_id))
    connection.execute(delete(drafts).where(drafts.c.id == draft_id))


def unlink(connection: Connection, saved_id: str) -> None:
    """Let drafts of a saved scenario that goes be drafts of a new one: nobody's work goes with it."""
    connection.execute(update(drafts).where(drafts.c.saved_id == saved_id).values(saved_id=None, saved_revision=None))


def _held(connection: Connection, draft_id: str, writer: Writer) -> Draft:
    """Return the draft as the writer saw it, kept from others until the transaction ends."""
    connection.execute(select(drafts.c.id).where(drafts.c.id == draft_id).with_for_update())
    found = _own(connection, draft_id, writer.by)
    if found.revision != writer.revision:
        raise Conflict(found)
    return found


def _own(connection: Connection, draft_id: str, by: str) -> Draft:
    found = _there(connection, draft_id)
    if found.created_by != by:
        raise NotYours(_NOT_YOURS)
    return found


def _there(connection: Connection, draft_id: str) -> Draft:
    found = find(connection, draft_id)
    if found is None:
        raise Gone(_GONE)
    return found


def _changed(connection: Connection, draft_id: str, writer: Writer, values: Mapping[str, Any]) -> Draft:
    whole = {**values, "revision": writer.revision + 1, "changed_at": writer.at, "changed_by": writer.by}
    connection.execute(update(drafts).where(drafts.c.id == draft_id).values(**whole))
    return _there(connection, draft_id)


def _step(connection: Connection, draft_id: str) -> int:
    return int(connection.execute(select(drafts.c.step).where(drafts.c.id == draft_id)).scalar_one())


def _add_step(connection: Connection, draft_id: str, number: int, text: str) -> None:
    connection.execute(insert(steps).values(draft_id=draft_id, number=number, text=text))


def _bound(connection: Connection, draft_id: str) -> None:
    """Forget the oldest steps: there are too many, or they take too much room."""
    mine = steps.c.draft_id == draft_id
    wanted = select(steps.c.number, func.length(steps.c.text)).where(mine).order_by(steps.c.number.desc())
    room = MAX_STEPS_SIGNS
    for n_newer, (number, n_signs) in enumerate(connection.execute(wanted).all()):
        room -= n_signs if n_newer else 0
        if n_newer > MAX_STEPS or (room < 0 and n_newer > 1):
            connection.execute(delete(steps).where(mine, steps.c.number <= number))
            return


def _require_room(connection: Connection, by: str) -> None:
    worked_on = select(func.count()).where(drafts.c.created_by == by, drafts.c.revision > 1)
    if connection.execute(worked_on).scalar_one() >= MAX_DRAFTS:
        raise LibraryError(
            f"You have {MAX_DRAFTS} drafts that you worked on, and more are not kept. Delete one that you no longer"
            " need (Library, Your drafts), then try again."
        )


def _forget_untouched(connection: Connection, by: str) -> None:
    """Forget old drafts in which nothing was ever changed: each look at a scenario in the editor begins one."""
    mine = select(drafts.c.id).where(drafts.c.created_by == by, drafts.c.revision == 1)
    old = mine.order_by(drafts.c.changed_at.desc(), drafts.c.id).offset(UNTOUCHED)
    for draft_id in connection.execute(old).scalars().all():
        drop(connection, draft_id, by)


def _newest(connection: Connection, saved_id: str | None) -> int | None:
    if saved_id is None:
        return None
    found = connection.execute(select(scenarios.c.revision).where(scenarios.c.id == saved_id)).scalar()
    if found is None:
        raise Gone("The saved scenario is not there any more: it was deleted.")
    return int(found)


def _draft(row: Row[Any], text: str) -> Draft:
    return Draft(
        row.id, row.saved_id, row.title, text, row.revision, (), (), row.changed_at, row.changed_by,
        row.saved_revision, row.created_by,
    )  # fmt: skip
