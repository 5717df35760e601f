"""How long candidates are kept: presets by law, and who is to be erased when.

The time counts from the last of these: the round's closing, the last thing that happened about the candidate, and the
day they were added. So a round that nobody closes keeps nobody for ever, and a late decision starts the time anew.
"""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import func, select

from trainee_exercises.hiring.erase import Erased, erase_all
from trainee_exercises.hiring.holds import Hold, RetentionError, hold, holds_on, release
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage.tables import candidates, events, rounds

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage

__all__ = [
    "Due",
    "Hold",
    "RetentionError",
    "check_retention",
    "due",
    "erase_due",
    "hold",
    "holds_on",
    "least_months",
    "preset_months",
    "release",
]

_LEAST: Final = {"united_states": 12, "european_union": 1}
_PRESET: Final = {"united_states": 12, "european_union": 6}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Due(NamedTuple):
    """When a candidate is to be erased. Instants: ms since 1970, UTC; held: why not, where a legal hold is on."""

    candidate_id: str
    code: str
    round_id: str
    round_name: str
    counts_from: int
    due_at: int
    is_due: bool
    held: str | None


def least_months(jurisdiction: str) -> int:
    """Return how many months the law asks for at least. RetentionError: no such jurisdiction."""
    return _of(_LEAST, jurisdiction)


def preset_months(jurisdiction: str) -> int:
    """Return how many months a new round of that jurisdiction keeps its candidates. RetentionError as above."""
    return _of(_PRESET, jurisdiction)


def check_retention(settings: RoundSettings) -> None:
    """Raise RetentionError if the round would erase sooner than its law allows."""
    least = least_months(settings.jurisdiction)
    if settings.retention_months < least:
        raise RetentionError(
            f"retention_months: {settings.retention_months} is too short; the law of {settings.jurisdiction} asks for"
            f" at least {least}"
        )


def due(storage: Storage) -> list[Due]:
    """Return all candidates who are not erased yet, those to be erased first at the top."""
    last = func.max(events.c.at).label("last_at")
    columns = (candidates.c.id, candidates.c.code, candidates.c.created_at, candidates.c.round_id)
    of_round = (rounds.c.name, rounds.c.closed_at)
    wanted = (
        select(*columns, *of_round, last)
        .join(rounds, candidates.c.round_id == rounds.c.id)
        .outerjoin(events, events.c.candidate_id == candidates.c.id)
        .where(candidates.c.erased_at.is_(None))
        .group_by(*columns, *of_round)
    )
    with storage.read() as connection:
        found = connection.execute(wanted).all()
        months = {row.id: _months(row) for row in connection.execute(select(rounds.c.id, rounds.c.settings))}
        held = {one.subject: one.why for one in reversed(holds_on(connection))}
    now = storage.now()
    return sorted((_due(row, months[row.round_id], held, now) for row in found), key=lambda one: (one.due_at, one.code))


def erase_due(storage: Storage, by: str) -> Erased:
    """Erase those whose time is over and on whom no legal hold is."""
    return erase_all(storage, [one.candidate_id for one in due(storage) if one.is_due and one.held is None], by)


def _due(row: Any, months: int, held: dict[str, str], now: int) -> Due:
    counts_from = max(row.created_at, row.closed_at or 0, row.last_at or 0)
    due_at = months_later(counts_from, months)
    why = held.get(f"round:{row.round_id}", held.get(f"candidate:{row.id}"))
    return Due(row.id, row.code, row.round_id, row.name, counts_from, due_at, now >= due_at, why)


def months_later(at: int, months: int) -> int:
    """Return the instant *months* after *at* by the calendar, in UTC; 31 August and 6 months: the end of February."""
    start = _EPOCH + timedelta(milliseconds=at)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return (start.replace(year=year, month=month + 1, day=day) - _EPOCH) // timedelta(milliseconds=1)


def _months(row: Any) -> int:
    return RoundSettings.model_validate(row.settings).retention_months


def _of(months: dict[str, int], jurisdiction: str) -> int:
    if jurisdiction not in months:
        raise RetentionError(f"jurisdiction: {jurisdiction!r} is not known; write {' or '.join(months)}")
    return months[jurisdiction]
