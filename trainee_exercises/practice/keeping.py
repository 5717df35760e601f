"""What of a shift is written down: an act each, a draft that a newer one replaced without its words; and room for more.

That somebody was typing stays: the debrief counts that time. What they typed and changed again is nobody's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select

from trainee_exercises.practice import limits
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.memory import Kept
from trainee_exercises.practice.rows import WORKED
from trainee_exercises.practice.standing import phases
from trainee_exercises.storage import Entry
from trainee_exercises.storage import events as stored
from trainee_exercises.storage.tables import events, shifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.practice.played import Act
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.storage import Storage, Stream
    from trainee_exercises.storage.events import Event

ACTED: Final = "acted"
REPLACED: Final = "…"
"""What stands for the words of a draft that a newer one has replaced."""


# ---- what is written ----


def put_down(connection: Connection, stream: Stream, act: Act, replaced: int | None, by: str) -> Event:
    """Write an act, take the words out of the event of the number *replaced*, and return the act's own.

    Call it inside `Storage.write`.
    """
    data = {"action": dict(act.action), "understood": list(act.understood)}
    written = stored.append(connection, stream, [Entry(ACTED, data)], act.at, by)[0]
    if replaced is not None:
        _empty(connection, stream.name, replaced)
    return written


def replaced_by(action: Mapping[str, Any], reply: Mapping[str, Any], kept: Kept) -> int | None:
    """Return the number of the draft that an act replaces; None: it replaces none. reply: what the page gets for it."""
    field = _field_of(action)
    if field is None or field not in kept.drafts or not _stands(action, reply):
        return None
    return kept.drafts[field][0]


def _empty(connection: Connection, stream: str, number: int) -> None:
    """Put an event without words in the place of a draft: events are never changed, but may go."""
    t = events.c
    place = (t.stream == stream, t.number == number)
    row = connection.execute(select(events).where(*place)).mappings().first()
    if row is None or not row["data"]["action"].get("text", "").strip():
        return
    bare = {name: value for name, value in row.items() if name != "id"}
    action = bare["data"]["action"] | {"text": REPLACED}
    connection.execute(delete(events).where(*place))
    connection.execute(insert(events).values(**bare | {"data": bare["data"] | {"action": action}}))


def _field_of(action: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return conversation and field of a draft; None: it is none."""
    return (action["case"], action["field"]) if action.get("kind") == "draft" else None


def kept_of(found: Sequence[Event], told: Sequence[Mapping[str, Any] | None]) -> Kept:
    """Return how much is on the disk. told: what the page got for each event."""
    kept = Kept()
    for one, reply in zip(found, told, strict=True):
        kept = grown(kept, one, reply)
    return kept


def grown(kept: Kept, one: Event, reply: Mapping[str, Any] | None) -> Kept:
    """Return how much is on the disk with one more event. reply: what the page got for it, None: it was left out."""
    action = one.data["action"]
    size = len(json.dumps(dict(one.data)))
    field, drafts, total = _field_of(action), kept.drafts, kept.size + size
    if field is not None and reply is not None and _stands(action, reply):
        if field in drafts:
            total -= max(0, drafts[field][1] - len(REPLACED))
        words = len(json.dumps(action["text"]))
        drafts = {**drafts, field: (one.number, words if action["text"] != REPLACED else 0)}
    return Kept(one.number, one.at, kept.acts + 1, total, drafts)


def _stands(action: Mapping[str, Any], reply: Mapping[str, Any]) -> bool:
    """Tell whether a draft is what stands in its field, and not an older or another one."""
    return reply["revision"] == action["revision"] and not reply["overtaken"]


# ---- room for another shift ----


def require_room_for(storage: Storage, rows: Sequence[Row]) -> None:
    """Refuse another shift to somebody who has too many. rows: theirs.

    Raises:
        PracticeError: they have; the text says what to do.

    """
    if len(rows) >= limits.MOST_SHIFTS:
        says = f"You have {len(rows):,} shifts, and {limits.MOST_SHIFTS:,} are the most that are kept of one person."
        raise PracticeError(f"{says} Delete one that you do not need any more, then begin another.")
    stands: Iterable[str] = phases(storage, [one for one in rows if one.ended_at is None]).values()
    n = sum(one in {"running", "paused"} for one in stands)
    if n >= limits.MOST_UNDER_WAY:
        says = f"You have {n} shifts under way, and {limits.MOST_UNDER_WAY} are the most."
        raise PracticeError(f"{says} Go on with one of them and end it there, then begin another.")


def withdraw_unstarted(connection: Connection, user_id: str) -> None:
    """Delete the oldest of somebody's shifts that were never started where there are too many; inside `write`."""
    never = (shifts.c.user_id == user_id, shifts.c.ended_at.is_(None), ~WORKED)
    n = connection.execute(select(func.count()).select_from(shifts).where(*never)).scalar_one()
    newest_first = select(shifts.c.id).where(*never).order_by(shifts.c.created_at.desc(), shifts.c.id)
    if n >= limits.MOST_UNSTARTED:
        gone = connection.execute(newest_first.offset(limits.MOST_UNSTARTED - 1)).scalars().all()
        connection.execute(delete(shifts).where(shifts.c.id.in_(gone)))
