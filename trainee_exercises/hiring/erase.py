"""Erases candidates: all that they wrote and all about them goes; that there was one stays, by code, for the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from trainee_exercises.hiring.holds import RetentionError, holds_on
from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.removal import Removed, add_to_list, remove
from trainee_exercises.storage.tables import candidates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage


class Erased(NamedTuple):
    """What was erased. events: how many; files_are_clean: False where the database's files hold it for a while yet."""

    candidate_ids: list[str]
    events: int
    files_are_clean: bool


def erase(storage: Storage, candidate_id: str, by: str) -> Erased:
    """Erase one candidate. Backups made before still hold them.

    RetentionError: there is no such candidate, they are erased already, or a legal hold is on. StorageError: erased,
    but the list of the erased can't be written to; the message has the line to add.
    """
    return erase_all(storage, [candidate_id], by)


def erase_all(storage: Storage, candidate_ids: Sequence[str], by: str) -> Erased:
    """Erase some candidates: all of them or, where one must not be erased, none. RetentionError as in `erase`."""
    if not candidate_ids:
        return Erased([], 0, files_are_clean=True)
    with storage.write() as connection:
        those = [Removed(one, storage.now()) for one in candidate_ids]
        n_events = sum(_erase_one(connection, one, by) for one in those)
    files_are_clean = storage.scrub()
    if storage.erased_list is not None:
        add_to_list(storage.erased_list, those)
    return Erased([one.candidate_id for one in those], n_events, files_are_clean)


def _erase_one(connection: Connection, one: Removed, by: str) -> int:
    wanted = select(candidates.c.erased_at).where(candidates.c.id == one.candidate_id).with_for_update()
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise RetentionError(f"there is no candidate {one.candidate_id!r}; `support-sandbox data retention` lists them")
    if found.erased_at is not None:
        raise RetentionError(f"candidate {one.candidate_id} is erased already")
    if held := holds_on(connection, one.candidate_id):
        raise RetentionError(
            f"candidate {one.candidate_id} must not be erased: a legal hold is on {held[0].subject} ({held[0].why});"
            " release it first"
        )
    n_events = remove(connection, one)
    note(connection, Audited(one.at, by, "erase", f"candidate:{one.candidate_id}", {"events": n_events}))
    return n_events
