"""Inviting candidates: links are issued, made longer, replaced and taken back; each act is written down.

Taking a link back, or issuing another in its place, also ends the candidate's sign-ins, whichever link they came by:
what was saved stays, and the new link goes on with it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, update

from trainee_exercises.hiring.candidates import Candidate, candidate_by_id, candidates_of, care_of
from trainee_exercises.hiring.links import (
    Followed,
    Invitation,
    Invited,
    check,
    current,
    follow,
    has_started,
    invitations_of,
    token_of,
)
from trainee_exercises.hiring.mail import mail_text
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import round_by_id
from trainee_exercises.storage import Audited, Entry, Storage, events, new_id
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t
from trainee_exercises.storage.problems import ErasedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

__all__ = [
    "Followed",
    "Invitation",
    "Invited",
    "check",
    "current",
    "follow",
    "has_started",
    "invitations_of",
    "invite_many",
    "invited_at",
    "invited_until",
    "issue",
    "mail_text",
    "reissue",
    "revoke",
    "to_invite",
]

_DAY: Final = 86_400_000
_MOST_DAYS: Final = 90
_INVITED: Final = "invited"
"""The event: the candidate has a link to do the exercise by, not only the questionnaire."""


# ---- issuing and taking back ----


def issue(storage: Storage, candidate_id: str, by: str, days: int = 7) -> Invited:
    """Invite a candidate to the exercise by a link that opens for so many days.

    A link that they have for the questionnaire alone stays the same and opens at least as long.

    Raises:
        HiringError: they have been invited by a link that still opens, are erased or unknown, or the round is closed
            and they have not started; or *days* is not 1 to 90.

    """
    with storage.write() as connection:
        return _invited(connection, candidate_id, Audited(storage.now(), by, "invited", "", {"days": days}))


def invite_many(storage: Storage, candidate_ids: Sequence[str], by: str, days: int = 7) -> list[Invited]:
    """Make an invitation for each, in their order; all of them or, if one cannot be made, none.

    Raises:
        HiringError: as for `issue`.

    """
    with storage.write() as connection:
        line = Audited(storage.now(), by, "invited", "", {"days": days})
        return [_invited(connection, one, line) for one in candidate_ids]


def to_invite(storage: Storage, round_id: str) -> list[Candidate]:
    """Return the candidates of a round who have not started and have no link to do so by."""
    everyone = [one for one in candidates_of(storage, round_id) if one.erased_at is None]
    now = storage.now()
    with storage.read() as connection:
        return [one for one in everyone if not (_may_come(connection, one.id, now) or has_started(connection, one.id))]


def invited_at(connection: Connection, candidate_id: str) -> int | None:
    """Return when a candidate was first invited to the exercise, ms since 1970; None: not so far."""
    done = events.read(connection, care_of(candidate_id).name)
    return next((one.at for one in done if one.kind == _INVITED), None)


def reissue(storage: Storage, candidate_id: str, by: str, days: int = 7) -> Invited:
    """Take back what opens for a candidate, end their sign-ins, and make a new invitation.

    Raises:
        HiringError: as for `issue`, except that there may be an invitation already.

    """
    with storage.write() as connection:
        _taken_back(connection, candidate_id, storage.now())
        return _invited(connection, candidate_id, Audited(storage.now(), by, "invited again", "", {"days": days}))


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
    """Return the link that opens until *until* at least, for the questionnaire: the present one, or else a new one.

    Nobody is signed out by it.

    Raises:
        HiringError: as for `issue`.

    """
    is_new = not any(one.opens(line.at) for one in invitations_of(connection, candidate_id))
    action = "link issued" if is_new else "link made longer"
    line = line._replace(action=action, detail={"until": until})
    return (_issued if is_new else _longer)(connection, candidate_id, line, until)


# ---- inside ----


def _invited(connection: Connection, candidate_id: str, line: Audited) -> Invited:
    """Return the link by which the candidate may do the exercise, and write down that they may."""
    candidate = candidate_by_id(connection, candidate_id)
    _may_have_one(connection, candidate)
    events.hold(connection, care_of(candidate_id))
    if _may_come(connection, candidate_id, line.at):
        raise HiringError(f"{candidate.code} has a link that opens; reissue it to replace it")
    is_new = not any(one.opens(line.at) for one in invitations_of(connection, candidate_id))
    until = line.at + _days(line.detail["days"]) * _DAY
    made = (_issued if is_new else _longer)(connection, candidate_id, line, until)
    events.append(connection, care_of(candidate_id), [Entry(_INVITED, {})], line.at, line.actor)
    return made


def _may_come(connection: Connection, candidate_id: str, now: int) -> bool:
    """Has the candidate been invited to the exercise, and does a link open?"""
    has_link = any(one.opens(now) for one in invitations_of(connection, candidate_id))
    return has_link and invited_at(connection, candidate_id) is not None


def _days(days: int) -> int:
    if not 1 <= days <= _MOST_DAYS:
        raise HiringError(f"{days} days: an invitation opens for 1 to {_MOST_DAYS} days")
    return days


def _issued(connection: Connection, candidate_id: str, line: Audited, until: int) -> Invited:
    _may_have_one(connection, candidate_by_id(connection, candidate_id))
    made = Invitation(new_id(), candidate_id, line.at, line.actor, until, None, None)
    connection.execute(insert(t.invitations).values(made._asdict()))
    log.note(connection, line._replace(subject=f"candidate:{candidate_id}"))
    return Invited(made.id, token_of(made.id), until)


def _longer(connection: Connection, candidate_id: str, line: Audited, until: int) -> Invited:
    """Return the link that opens now, which opens until *until* from now on, or longer if it did."""
    _may_have_one(connection, candidate_by_id(connection, candidate_id))
    found = next(one for one in invitations_of(connection, candidate_id) if one.opens(line.at))
    until = max(until, found.expires_at)
    connection.execute(update(t.invitations).where(t.invitations.c.id == found.id).values(expires_at=until))
    log.note(connection, line._replace(subject=f"candidate:{candidate_id}"))
    return Invited(found.id, token_of(found.id), until)


def _may_have_one(connection: Connection, candidate: Candidate) -> None:
    if candidate.erased_at is not None:
        raise HiringError(f"{candidate.code} has been erased; add them again to invite them")
    found = round_by_id(connection, candidate.round_id)
    if found.is_closed and not has_started(connection, candidate.id):
        raise HiringError(f"{found.name!r} is closed and {candidate.code} has not started; nobody can start any more")


def _taken_back(connection: Connection, candidate_id: str, now: int) -> int:
    """Revoke all that opens, end all sign-ins, and return how many links that were."""
    with suppress(ErasedError):  # nothing of theirs opens, but there is no harm in asking
        events.hold(connection, care_of(candidate_id))  # whoever is just following a link is signed in first, then out
    links, visits = t.invitations.c, t.sign_ins.c
    still = (links.candidate_id == candidate_id, links.revoked_at.is_(None), links.expires_at >= now)
    n = connection.execute(update(t.invitations).where(*still).values(revoked_at=now)).rowcount
    signed_in = (visits.candidate_id == candidate_id, visits.ended_at.is_(None))
    connection.execute(update(t.sign_ins).where(*signed_in).values(ended_at=now))
    return n
