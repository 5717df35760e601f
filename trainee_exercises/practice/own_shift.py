"""A rep deletes a shift of their own: what they did and wrote in it goes for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.storage.open import plain_errors
from trainee_exercises.storage.practice_removal import RemovedPractice, note_removed, remove_practice
from trainee_exercises.storage.removal import add_to_list
from trainee_exercises.storage.tables import shifts

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage

SAYS: Final = (
    "All that you did and wrote in this shift goes for good: replies, notes, what was not sent, what you looked up, the"
    " debrief and its figures. Your trainer's table and your own progress lose it; a level that was climbed by it alone"
    " is not climbed any more. What your trainer asked for and this shift did stays done. Backups made before hold it"
    " until they are deleted."
)


def delete_shift(storage: Storage, shift_id: str, user_id: str) -> None:
    """Delete a shift of somebody's own; one that is gone already stays gone.

    Raises:
        PracticeError: it is somebody else's; nothing is deleted.
        StorageError: nothing is deleted; or it is, and the list of the erased can't be written to, as the text says.

    """
    one = RemovedPractice(f"shift:{shift_id}", storage.now())
    with plain_errors(storage.engine.url), storage.write() as connection:
        owner = connection.execute(select(shifts.c.user_id).where(shifts.c.id == shift_id)).scalar()
        if owner is None:
            return
        if owner != user_id:
            raise PracticeError("Nothing was deleted: this shift is somebody else's.")
        note_removed(connection, one, user_id, remove_practice(connection, one), one.at)
    if storage.erased_list is not None:
        add_to_list(storage.erased_list, [one])
