"""Legal holds: while one is on, nothing of that round or candidate is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, or_, select, update

from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.storage.audit import Audited, note
from trainee_exercises.storage.database import new_id
from trainee_exercises.storage.tables import candidates, holds, rounds

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage

_LONGEST_WHY = 500


class RetentionError(HiringError):
    """It must not be erased yet, or there is nothing by that name; the text says why and what would be right."""


class Hold(NamedTuple):
    """A hold that is on. subject: "round:<id>" or "candidate:<id>"; held_at: ms since 1970, UTC."""

    id: str
    subject: str
    why: str
    held_at: int
    held_by: str


def hold(storage: Storage, subject: str, why: str, by: str) -> Hold:
    """Keep a round or a candidate from being erased until `release`. subject: an id, or a round's name.

    RetentionError: there is none by that name, or no reason.
    """
    why = why.strip()
    if not 0 < len(why) <= _LONGEST_WHY:
        raise RetentionError(f"say why it is held, in at most {_LONGEST_WHY} characters")
    with storage.write() as connection:
        name = _subject(connection, subject)
        made = Hold(new_id(), name, why, storage.now(), by)
        connection.execute(
            insert(holds).values(id=made.id, why=why, held_at=made.held_at, held_by=by, **_columns(name))
        )
        note(connection, Audited(made.held_at, by, "hold", name, {"hold": made.id}))
    return made


def release(storage: Storage, subject: str, by: str) -> list[Hold]:
    """End the holds on a round or a candidate and return them. RetentionError: there is none on it."""
    with storage.write() as connection:
        name = _subject(connection, subject)
        ended = [one for one in holds_on(connection) if one.subject == name]
        if not ended:
            raise RetentionError(f"there is no hold on {name}")
        ids = [one.id for one in ended]
        connection.execute(update(holds).where(holds.c.id.in_(ids)).values(released_at=storage.now(), released_by=by))
        note(connection, Audited(storage.now(), by, "release", name, {"holds": ids}))
    return ended


def holds_on(connection: Connection, candidate_id: str | None = None) -> list[Hold]:
    """Return the holds that are on, oldest first; with *candidate_id* those on that candidate or their round."""
    columns = (holds.c.id, holds.c.round_id, holds.c.candidate_id, holds.c.why, holds.c.held_at, holds.c.held_by)
    wanted = select(*columns).where(holds.c.released_at.is_(None)).order_by(holds.c.held_at, holds.c.id)
    if candidate_id is not None:
        round_id = select(candidates.c.round_id).where(candidates.c.id == candidate_id).scalar_subquery()
        wanted = wanted.where(or_(holds.c.candidate_id == candidate_id, holds.c.round_id == round_id))
    return [
        Hold(row.id, _name(row.round_id, row.candidate_id), row.why, row.held_at, row.held_by)
        for row in connection.execute(wanted)
    ]


def _subject(connection: Connection, named: str) -> str:
    """Return round:<id> or candidate:<id> of what a person named by id or, for a round, by name."""
    wanted = select(rounds.c.id).where(or_(rounds.c.id == named, rounds.c.name == named))
    found = connection.execute(wanted).scalar()
    if found is not None:
        return f"round:{found}"
    candidate = connection.execute(select(candidates.c.id).where(candidates.c.id == named)).scalar()
    if candidate is None:
        raise RetentionError(f"there is no round or candidate {named!r}; `support-sandbox data retention` lists them")
    return f"candidate:{candidate}"


def _columns(subject: str) -> dict[str, str]:
    kind, _, one = subject.partition(":")
    return {f"{kind}_id": one}


def _name(round_id: str | None, candidate_id: str | None) -> str:
    return f"round:{round_id}" if round_id is not None else f"candidate:{candidate_id}"
