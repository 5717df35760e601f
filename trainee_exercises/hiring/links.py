"""Links of invitations: signed, for one candidate each, and whether one still opens is looked up each time.

A link holds nothing but the signed id of its invitation: who reads the database can make none. It may be used again on
another device until it expires or is taken back.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select, update

from trainee_exercises.accounts.entering import as_candidate
from trainee_exercises.hiring.candidates import candidate_by_id, care_of
from trainee_exercises.hiring.problems import NotInvited
from trainee_exercises.hiring.rounds import round_by_id
from trainee_exercises.storage import Audited, Storage, events
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t
from trainee_exercises.storage.folder import secret_key
from trainee_exercises.storage.problems import ErasedError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from trainee_exercises.accounts.entering import Visit

_SALT: Final = "invitation"
_ASK: Final = "Ask the person who invited you for a new link."


class Invited(NamedTuple):
    """An invitation. token: the last part of its link, /join/<token>; expires_at: ms since 1970."""

    invitation_id: str
    token: str
    expires_at: int


class Followed(NamedTuple):
    """A link was followed. key: the token for the cookie of the candidate's browser."""

    candidate_id: str
    key: str


class Invitation(NamedTuple):
    """What is known of an invitation. Instants: ms since 1970; None: not so far."""

    id: str
    candidate_id: str
    issued_at: int
    issued_by: str
    expires_at: int
    revoked_at: int | None
    opened_at: int | None

    def opens(self, now: int) -> bool:
        """Does its link still open the candidate's page?"""
        return self.revoked_at is None and now <= self.expires_at


def check(storage: Storage, token: str) -> str:
    """Return the id of the candidate that a link is for, and change nothing.

    Raises:
        NotInvited: it opens nothing (any more); the message is for the person who followed it.

    """
    with storage.read() as connection:
        return _checked(connection, token, storage.now()).candidate_id


def follow(storage: Storage, token: str, visit: Visit) -> Followed:
    """Let the candidate in whom a link is for, and keep when it was first followed: for the press of the button.

    Raises:
        NotInvited: as for `check`.

    """
    with storage.write() as connection:
        now = storage.now()
        found = _held(connection, token, now)
        if found.opened_at is None:
            connection.execute(update(t.invitations).where(t.invitations.c.id == found.id).values(opened_at=now))
            log.note(connection, Audited(now, "candidate", "link followed", f"candidate:{found.candidate_id}", {}))
        return Followed(found.candidate_id, as_candidate(connection, found.candidate_id, visit, now))


def invitations_of(connection: Connection, candidate_id: str) -> list[Invitation]:
    """Return the invitations of a candidate, the newest first."""
    of_candidate = select(t.invitations).where(t.invitations.c.candidate_id == candidate_id)
    newest = of_candidate.order_by(t.invitations.c.issued_at.desc(), t.invitations.c.id)
    return [_invitation(row) for row in connection.execute(newest)]


def current(storage: Storage, candidate_id: str) -> Invited | None:
    """Return the invitation that opens for a candidate now, its link as good as new; None: there is none."""
    with storage.read() as connection:
        found = invitations_of(connection, candidate_id)
    open_one = next((one for one in found if one.opens(storage.now())), None)
    return open_one and Invited(open_one.id, token_of(open_one.id), open_one.expires_at)


def has_started(connection: Connection, candidate_id: str) -> bool:
    """Has the candidate started the exercise?"""
    kinds = (t.events.c.candidate_id == candidate_id, t.events.c.kind == "started")
    return connection.execute(select(t.events.c.id).where(*kinds).limit(1)).first() is not None


def _checked(connection: Connection, token: str, now: int) -> Invitation:
    try:
        invitation_id = _signer().loads(token)
    except BadSignature:  # also a text that is no token at all
        raise NotInvited(f"This link is not complete. Copy the whole link out of the invitation. {_ASK}") from None
    row = connection.execute(select(t.invitations).where(t.invitations.c.id == invitation_id)).first()
    if row is None:
        raise NotInvited(f"This link does not open anything any more. {_ASK}")
    found = _invitation(row)
    _still_opens(connection, found, now)
    return found


def _held(connection: Connection, token: str, now: int) -> Invitation:
    """Do as `_checked`; what is found stays true until the transaction ends: who takes the link back waits."""
    found = _checked(connection, token, now)
    with suppress(ErasedError):  # the second look says so
        events.hold(connection, care_of(found.candidate_id))
    return _checked(connection, token, now)


def _still_opens(connection: Connection, found: Invitation, now: int) -> None:
    if found.revoked_at is not None:
        raise NotInvited(f"This link was replaced or taken back. Look for a newer invitation. {_ASK}")
    if now > found.expires_at:
        raise NotInvited(f"This link has expired. {_ASK}")
    candidate = candidate_by_id(connection, found.candidate_id)
    if candidate.erased_at is not None:
        raise NotInvited("This link does not open anything any more: your data was deleted.")
    in_round = round_by_id(connection, candidate.round_id)
    if in_round.is_closed and not has_started(connection, candidate.id):
        raise NotInvited(
            f"This round is closed, and the exercise can't be started any more. Write to {in_round.settings.contact}."
        )


def token_of(invitation_id: str) -> str:
    """Return the last part of an invitation's link."""
    return str(_signer().dumps(invitation_id))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt=_SALT)


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(*(row._mapping[name] for name in Invitation._fields))  # noqa: SLF001 - SQLAlchemy's public name
