"""Entering and leaving: the one place where a browser gets a token, always a new one, in place of the one it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.accounts import sign_ins, tries, users
from trainee_exercises.accounts.problems import AccountError
from trainee_exercises.storage import Audited, audit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage


class Visit(NamedTuple):
    """Where somebody comes from. address: of the network; token: of the cookie they bring, None without one."""

    address: str
    token: str | None


def by_password(storage: Storage, name: str, password: str, visit: Visit) -> str:
    """Sign a user in and return the token for their cookie.

    Raises AccountError, the same for a wrong name, a wrong password and a disabled user, and TooManyTriesError.
    """
    door = tries.door_of_name(users.tidy(name))
    mine = tries.knock(storage, [door, tries.door_of_address("sign-in", visit.address)])
    user = users.user_of_password(storage, name, password)
    if user is None:
        raise AccountError("That name and password do not belong together. Check both and try again.")
    tries.forgive(storage, mine, door)
    return _as_user(storage, user, "password", visit)


def by_sso(storage: Storage, mail: str, visit: Visit) -> str:
    """Sign in the user whom the provider vouches for under *mail* and return the token for their cookie.

    Raises AccountError where nobody was added under that address, or they are disabled.
    """
    with storage.read() as connection:
        user = users.user_by_name(connection, mail)
    if user is None or user.disabled_at is not None:
        raise AccountError(f"Nobody here is known as {mail!r}. Ask the owner of this app to add you.")
    return _as_user(storage, user, "single sign-on", visit)


def as_candidate(connection: Connection, candidate_id: str, visit: Visit, now: int) -> str:
    """Let a candidate in and return the token for their cookie.

    Call it in the transaction that checked their invitation: one that is taken back ends the sign-ins there are.
    """
    if visit.token:
        sign_ins.end(connection, visit.token, now)
    return sign_ins.start_for_candidate(connection, candidate_id, now)


def leave(storage: Storage, token: str | None) -> None:
    """End the sign-in of *token*, if there is one."""
    if token:
        with storage.write() as connection:
            sign_ins.end(connection, token, storage.now())


def _as_user(storage: Storage, user: users.User, way: str, visit: Visit) -> str:
    with storage.write() as connection:
        now = storage.now()
        if visit.token:
            sign_ins.end(connection, visit.token, now)
        audit.note(connection, Audited(now, user.id, "signed in", f"user:{user.id}", {"by": way}))
        return sign_ins.start_for_user(connection, user.id, now)
