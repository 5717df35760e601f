"""Sign-ins: the random token in a browser's cookie, of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from trainee_exercises.accounts import built_in
from trainee_exercises.accounts.problems import AccountError
from trainee_exercises.storage.tables import candidates, invitations, sign_ins, users

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

STAFF_MS: Final = 12 * 3_600_000
"""How long a user stays signed in."""

_AFTER_LINK_MS: Final = 12 * 3_600_000  # who joins in the last minute of the link must be able to finish
_KEPT_MS: Final = 7 * 24 * 3_600_000


class SignIn(NamedTuple):
    """Who is behind a token: a user with a role, or a candidate; never both."""

    user_id: str | None
    role: str | None
    name: str
    candidate_id: str | None


def start_for_user(connection: Connection, user_id: str, now: int) -> str:
    """Sign a user in for 12 hours; return the token for their cookie. Raises AccountError for a built-in account."""
    if user_id in built_in.IDS:
        raise AccountError(f"{user_id!r} is an account of the app itself; nobody can sign in with it.")
    return _start(connection, {"user_id": user_id, "expires_at": now + STAFF_MS}, now)


def start_for_candidate(connection: Connection, candidate_id: str, now: int) -> str:
    """Let a candidate in until half a day after their last invitation ends; return the token for their cookie."""
    last = select(func.max(invitations.c.expires_at)).where(
        invitations.c.candidate_id == candidate_id, invitations.c.revoked_at.is_(None)
    )
    until = (connection.execute(last).scalar() or now) + _AFTER_LINK_MS
    return _start(connection, {"candidate_id": candidate_id, "expires_at": until}, now)


def who(connection: Connection, token: str, now: int) -> SignIn | None:
    """Return who is signed in by *token*; None where it is made up, over, ended, or its owner was sent away.

    A candidate is sent away by revoking all of their invitations, or by erasure; a user by disabling them. Nobody is
    signed in by a built-in account, whatever the database says.
    """
    row = connection.execute(
        select(sign_ins.c.user_id, sign_ins.c.candidate_id, users.c.role, users.c.name)
        .select_from(sign_ins.outerjoin(users, users.c.id == sign_ins.c.user_id))
        .where(
            sign_ins.c.key == _key(token),
            sign_ins.c.ended_at.is_(None),
            sign_ins.c.expires_at > now,
            or_(sign_ins.c.user_id.is_(None), and_(users.c.disabled_at.is_(None), built_in.is_person(users.c.id))),
            or_(sign_ins.c.candidate_id.is_(None), _is_still_invited()),
        )
    ).one_or_none()
    return None if row is None else SignIn(row.user_id, row.role, row.name or "", row.candidate_id)


def end(connection: Connection, token: str, now: int) -> None:
    """End the sign-in of *token*, if there is one."""
    _end(connection, sign_ins.c.key == _key(token), now)


def end_all_of_user(connection: Connection, user_id: str, now: int) -> None:
    """End a user's sign-ins on all devices."""
    _end(connection, sign_ins.c.user_id == user_id, now)


def end_all_of_candidate(connection: Connection, candidate_id: str, now: int) -> None:
    """End a candidate's sign-ins on all devices, as when a link is reissued because it went astray."""
    _end(connection, sign_ins.c.candidate_id == candidate_id, now)


def _start(connection: Connection, whose: dict[str, str | int], now: int) -> str:
    connection.execute(delete(sign_ins).where(sign_ins.c.expires_at < now - _KEPT_MS))
    token = secrets.token_urlsafe(32)
    connection.execute(insert(sign_ins).values(key=_key(token), created_at=now, **whose))
    return token


def _end(connection: Connection, which: ColumnElement[bool], now: int) -> None:
    open_ones = update(sign_ins).where(which, sign_ins.c.ended_at.is_(None))
    connection.execute(open_ones.values(ended_at=now))


def _is_still_invited() -> ColumnElement[bool]:
    return exists().where(
        candidates.c.id == sign_ins.c.candidate_id,
        candidates.c.erased_at.is_(None),
        invitations.c.candidate_id == candidates.c.id,
        invitations.c.revoked_at.is_(None),
    )


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
