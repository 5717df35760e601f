"""The audit log: who did what to which round, candidate or account, and when. Append-only, without names or answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import insert, select

from trainee_exercises.storage.tables import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Audited(NamedTuple):
    """One line of the log. subject: such as "round:1f2e" or "candidate:9c0d"."""

    at: int
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


def note(connection: Connection, line: Audited) -> None:
    """Add a line, in the transaction of the act itself: neither stands without the other."""
    connection.execute(insert(audit).values(**line._asdict()))


def lines(connection: Connection, subject: str | None = None) -> list[Audited]:
    """Return the log in order; only the lines about *subject* if one is named."""
    columns = (audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)
    wanted = select(*columns).order_by(audit.c.id)
    if subject is not None:
        wanted = wanted.where(audit.c.subject == subject)
    return [Audited(*row) for row in connection.execute(wanted)]
