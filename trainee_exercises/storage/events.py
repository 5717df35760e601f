"""Events: what happened, in the order of each stream; never changed, taken away only with the person they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

from trainee_exercises.storage.problems import ErasedError
from trainee_exercises.storage.tables import candidates, events

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


class Event(NamedTuple):
    """One thing that happened. number: 1, 2, 3 ... in its stream; at: ms since 1970; data: its particulars."""

    number: int
    kind: str
    at: int
    actor: str
    data: Mapping[str, Any]


class Entry(NamedTuple):
    """An event to be written."""

    kind: str
    data: Mapping[str, Any]


class Stream(NamedTuple):
    """A named line of events. candidate_id: whose erasure takes it along; None where it is about no candidate."""

    name: str
    candidate_id: str | None = None


def append(connection: Connection, stream: Stream, entries: Sequence[Entry], at: int, actor: str) -> list[Event]:
    """Write *entries* to the end of *stream* and return them as events.

    Call it inside `Storage.write`. Writers about one candidate are put in order by that candidate's row on PostgreSQL,
    by the database's lock on SQLite. `at` may not run backwards within a stream: a clock set back gives the last time.
    ErasedError: the candidate has been erased.
    """
    if not entries:
        return []
    hold(connection, stream)
    last = connection.execute(
        select(func.max(events.c.number), func.max(events.c.at)).where(events.c.stream == stream.name)
    ).one()
    first, at = (last[0] or 0) + 1, max(at, last[1] or at)
    written = [Event(first + i, one.kind, at, actor, dict(one.data)) for i, one in enumerate(entries)]
    connection.execute(
        insert(events),
        [one._asdict() | {"stream": stream.name, "candidate_id": stream.candidate_id} for one in written],
    )
    return written


def hold(connection: Connection, stream: Stream) -> None:
    """Keep other writers about this candidate waiting until the transaction ends; then what was read stays true.

    ErasedError: the candidate has been erased, and nothing more is kept about them.
    """
    if stream.candidate_id is None:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(stream.name, 0))))
        return
    wanted = select(candidates.c.erased_at).where(candidates.c.id == stream.candidate_id).with_for_update()
    if connection.execute(wanted).scalar() is not None:
        raise ErasedError(f"candidate {stream.candidate_id} has been erased; nothing more is kept about them")


def read(connection: Connection, stream: str, after: int = 0) -> list[Event]:
    """Return the events of *stream* in order, those with a number above *after*."""
    columns = (events.c.number, events.c.kind, events.c.at, events.c.actor, events.c.data)
    found = select(*columns).where(events.c.stream == stream, events.c.number > after).order_by(events.c.number)
    return [Event(*row) for row in connection.execute(found)]
