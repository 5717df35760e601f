"""Invitations: signed links for one candidate each, that expire and can be taken back, and the mail that carries them.

A link holds nothing but the signed id of its invitation: who reads the database can make none, and whether one still
opens is looked up each time. It may be used again on another device until it expires or is taken back. Taking it back,
or issuing another, also ends the candidate's sign-ins, whichever link they came by: what was saved stays, and the new
link goes on with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import insert, select, update

from trainee_exercises.hiring.candidates import Candidate, candidate_by_id, candidates_of
from trainee_exercises.hiring.mail import mail_text
from trainee_exercises.hiring.problems import HiringError, NotInvited
from trainee_exercises.hiring.rounds import Round, round_by_id
from trainee_exercises.storage import Audited, Storage, new_id
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t
from trainee_exercises.storage.folder import secret_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

__all__ = [
    "Invitation",
    "Invited",
    "check",
    "current",
    "follow",
    "has_started",
    "invitations_of",
    "invite_many",
    "invited_until",
    "issue",
    "mail_text",
    "reissue",
    "revoke",
    "without_link",
]

_SALT: Final = "invitation"
_DAY: Final = 86_400_000
_MOST_DAYS: Final = 90
_ASK: Final = "Ask the person who invited you for a new link."


class Invited(NamedTuple):
    """An invitation. token: the last part of its link, /join/<token>; expires_at: ms since 1970."""

    invitation_id: str
    token: str
    expires_at: int


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


# ---- issuing and taking back ----


def issue(storage: Storage, candidate_id: str, by: str, days: int = 7) -> Invited:
    """Make an invitation that opens for so many days.

    Raises:
        HiringError: the candidate has one that still opens, is erased or unknown, or the round is closed and they have
            not started; or *days* is not 1 to 90.

    """
    with storage.write() as connection:
        return _issued(connection, candidate_id, Audited(storage.now(), by, "invited", "", {"days": days}))


def invite_many(storage: Storage, candidate_ids: Sequence[str], by: str, days: int = 7) -> list[Invited]:
    """Make an invitation for each, in their order; all of them or, if one cannot be made, none.

    Raises:
        HiringError: as for `issue`.

    """
    with storage.write() as connection:
        line = Audited(storage.now(), by, "invited", "", {"days": days})
        return [_issued(connection, one, line) for one in candidate_ids]


def without_link(storage: Storage, round_id: str) -> list[Candidate]:
    """Return the candidates of a round who have no link that opens and have not started."""
    everyone = [one for one in candidates_of(storage, round_id) if one.erased_at is None]
    now = storage.now()
    with storage.read() as connection:
        return [
            one
            for one in everyone
            if not any(each.opens(now) for each in invitations_of(connection, one.id))
            and not has_started(connection, one.id)
        ]


def reissue(storage: Storage, candidate_id: str, by: str, days: int = 7) -> Invited:
    """Take back what opens for a candidate, end their sign-ins, and make a new invitation.

    Raises:
        HiringError: as for `issue`, except that there may be an invitation already.

    """
    with storage.write() as connection:
        _taken_back(connection, candidate_id, storage.now())
        return _issued(connection, candidate_id, Audited(storage.now(), by, "invited again", "", {"days": days}))


def revoke(storage: Storage, candidate_id: str, by: str) -> int:
    """Take back what opens for a candidate, end their sign-ins, and return how many invitations that were.

    Raises:
        HiringError: there is no such candidate.

    """
    with storage.write() as connection:
        candidate_by_id(connection, candidate_id)
        now = storage.now()
        n = _taken_back(connection, candidate_id, now)
        log.note(connection, Audited(now, by, "invitation taken back", f"candidate:{candidate_id}", {"links": n}))
        return n


def invited_until(connection: Connection, candidate_id: str, until: int, line: Audited) -> Invited:
    """Return the invitation that opens until *until* at least: the present one, or a new one in its place.

    Raises:
        HiringError: as for `issue`.

    """
    found = next((one for one in invitations_of(connection, candidate_id) if one.opens(line.at)), None)
    if found is not None and found.expires_at >= until:
        return Invited(found.id, _token(found.id), found.expires_at)
    _taken_back(connection, candidate_id, line.at)
    days = -(-(until - line.at) // _DAY)
    return _issued(connection, candidate_id, line._replace(action="invited", detail={"days": days}))


# ---- reading ----


def check(storage: Storage, token: str) -> str:
    """Return the id of the candidate that a link is for, and change nothing.

    Raises:
        NotInvited: it opens nothing (any more); the message is for the person who followed it.

    """
    with storage.read() as connection:
        return _checked(connection, token, storage.now()).candidate_id


def follow(storage: Storage, token: str) -> str:
    """Do as `check` and keep when the link was first followed: for the press of the button, not for showing the page.

    Raises:
        NotInvited: as for `check`.

    """
    with storage.write() as connection:
        now = storage.now()
        found = _checked(connection, token, now)
        if found.opened_at is None:
            connection.execute(update(t.invitations).where(t.invitations.c.id == found.id).values(opened_at=now))
            log.note(connection, Audited(now, "candidate", "link followed", f"candidate:{found.candidate_id}", {}))
        return found.candidate_id


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
    return open_one and Invited(open_one.id, _token(open_one.id), open_one.expires_at)


# ---- inside ----


def _issued(connection: Connection, candidate_id: str, line: Audited) -> Invited:
    candidate = candidate_by_id(connection, candidate_id)
    days = line.detail["days"]
    if not 1 <= days <= _MOST_DAYS:
        raise HiringError(f"{days} days: an invitation opens for 1 to {_MOST_DAYS} days")
    _may_have_one(connection, candidate, line.at)
    made = Invitation(new_id(), candidate_id, line.at, line.actor, line.at + days * _DAY, None, None)
    connection.execute(insert(t.invitations).values(made._asdict()))
    log.note(connection, line._replace(subject=f"candidate:{candidate_id}"))
    return Invited(made.id, _token(made.id), made.expires_at)


def _may_have_one(connection: Connection, candidate: Candidate, now: int) -> None:
    if candidate.erased_at is not None:
        raise HiringError(f"{candidate.code} has been erased; add them again to invite them")
    found = round_by_id(connection, candidate.round_id)
    if found.is_closed and not has_started(connection, candidate.id):
        raise HiringError(f"{found.name!r} is closed and {candidate.code} has not started; nobody can start any more")
    if any(one.opens(now) for one in invitations_of(connection, candidate.id)):
        raise HiringError(f"{candidate.code} has a link that opens; reissue it to replace it")


def has_started(connection: Connection, candidate_id: str) -> bool:
    """Has the candidate started the exercise?"""
    kinds = (t.events.c.candidate_id == candidate_id, t.events.c.kind == "started")
    return connection.execute(select(t.events.c.id).where(*kinds).limit(1)).first() is not None


def _taken_back(connection: Connection, candidate_id: str, now: int) -> int:
    """Revoke all that opens, end all sign-ins, and return how many links that were."""
    links, visits = t.invitations.c, t.sign_ins.c
    still = (links.candidate_id == candidate_id, links.revoked_at.is_(None), links.expires_at >= now)
    n = connection.execute(update(t.invitations).where(*still).values(revoked_at=now)).rowcount
    signed_in = (visits.candidate_id == candidate_id, visits.ended_at.is_(None))
    connection.execute(update(t.sign_ins).where(*signed_in).values(ended_at=now))
    return n


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
            f"This round is closed, and the exercise can't be started any more. Write to {_contact(in_round)}."
        )


def _contact(found: Round) -> str:
    return found.settings.contact


def _token(invitation_id: str) -> str:
    return str(_signer().dumps(invitation_id))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt=_SALT)


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(*(row._mapping[name] for name in Invitation._fields))  # noqa: SLF001 - SQLAlchemy's public name
