"""Lines in the audit log about who looked at what of others' practice, and took it along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.open import plain_errors

if TYPE_CHECKING:
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.storage import Storage


def note_read(storage: Storage, row: Row, by: str) -> None:
    """Write down that a trainer opened the debrief of somebody's shift."""
    _note(storage, by, "debrief read", f"user:{row.user_id}", {"shift": row.id})


def note_taken(storage: Storage, row: Row, by: str, what: str) -> None:
    """Write down that a trainer took the debrief of somebody's shift along. what: "Markdown" or "CSV"."""
    _note(storage, by, "exported", f"user:{row.user_id}", {"what": f"debrief as {what}", "shift": row.id})


def note_table_taken(storage: Storage, n_people: int, by: str) -> None:
    """Write down that a trainer took the table of all who practise along."""
    _note(storage, by, "exported", "practice", {"what": "who practises", "people": n_people})


def _note(storage: Storage, by: str, action: str, subject: str, detail: dict[str, Any]) -> None:
    with plain_errors(storage.engine.url), storage.write() as connection:
        note(connection, Audited(storage.now(), by, action, subject, detail))
