"""Who rates whom, in which part of the hiring process; each rater meets the candidates in an order of their own."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Select, insert, select, update

from trainee_exercises.accounts import built_in
from trainee_exercises.accounts.users import is_any
from trainee_exercises.hiring.criteria import EXERCISE, Part, sections_of, stage_of
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import round_of
from trainee_exercises.storage import Audited, Storage, new_id
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row

    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.packs import Pack

_MAY_RATE: Final = ("rater", "manager", "owner")
_OWN_TEAM: Final = "support"


class Assigning(NamedTuple):
    """Whom to ask to rate whom."""

    candidate_id: str
    user_id: str
    part: Part


class Assignment(NamedTuple):
    """Somebody is to rate a candidate. code: the candidate's; team: None: not known; ended_at: None: it stands."""

    id: str
    candidate_id: str
    code: str
    form: str
    round_id: str
    user_id: str
    user_name: str
    team: str | None
    part: Part
    assigned_at: int
    ended_at: int | None


class Rater(NamedTuple):
    """Somebody who can be asked to rate."""

    id: str
    name: str
    role: str
    team: str | None


def raters(storage: Storage) -> list[Rater]:
    """Return everybody who can be asked to rate, by name; while there are no users, whoever sits at this machine."""
    u = t.users.c
    may = select(t.users).where(u.role.in_(_MAY_RATE), u.disabled_at.is_(None), built_in.is_person(u.id))
    with storage.read() as connection:
        if not is_any(connection):
            return [Rater(built_in.LOCAL, built_in.NAMES[built_in.LOCAL], "owner", None)]
        return [Rater(one.id, one.name, one.role, one.team) for one in connection.execute(may.order_by(u.name))]


def assign(storage: Storage, asked: Assigning, pack: Pack, by: str) -> Assignment:
    """Ask somebody to rate a candidate in one part of the process.

    Raises:
        HiringError: there is no such candidate, person, stage or section; the round has no such stage; they have it
            already.

    """
    with storage.write() as connection:
        if asked.user_id in built_in.IDS:
            built_in.make(connection, asked.user_id, storage.now())
        _check(connection, asked, pack)
        made_id, now = new_id(), storage.now()
        who = {"candidate_id": asked.candidate_id, "user_id": asked.user_id, **asked.part._asdict()}
        connection.execute(insert(t.assignments).values(id=made_id, assigned_at=now, assigned_by=by, **who))
        detail = {"user": asked.user_id, **asked.part._asdict()}
        line = Audited(now, by, "rater assigned", f"candidate:{asked.candidate_id}", detail)
        log.note(connection, line)
        return assignment_by_id(connection, made_id)


def end_assignment(storage: Storage, assignment_id: str, by: str) -> None:
    """Take somebody off; what they had locked stays and counts.

    Raises:
        HiringError: there is no such assignment.

    """
    with storage.write() as connection:
        found = assignment_by_id(connection, assignment_id)
        if found.ended_at is not None:
            return
        now = storage.now()
        connection.execute(update(t.assignments).where(t.assignments.c.id == assignment_id).values(ended_at=now))
        detail = {"user": found.user_id, **found.part._asdict()}
        log.note(connection, Audited(now, by, "rater taken off", f"candidate:{found.candidate_id}", detail))


def assignment_by_id(connection: Connection, assignment_id: str) -> Assignment:
    """Return the assignment of that id.

    Raises:
        HiringError: there is none.

    """
    row = connection.execute(_all().where(t.assignments.c.id == assignment_id)).first()
    if row is None:
        raise HiringError(f"there is no assignment {assignment_id!r}")
    return _assignment(row)


def assignments_of_round(connection: Connection, round_id: str) -> list[Assignment]:
    """Return all assignments of a round, ended ones included, by the candidates' codes."""
    found = connection.execute(_all().where(t.candidates.c.round_id == round_id))
    return sorted(map(_assignment, found), key=lambda one: (one.code, one.part.stage, one.user_name, one.id))


def asked_about(storage: Storage, round_id: str) -> frozenset[str]:
    """Return the ids of the candidates of a round whom anybody is asked to rate, or was."""
    a, c = t.assignments.c, t.candidates.c
    wanted = select(a.candidate_id).select_from(t.assignments.join(t.candidates)).where(c.round_id == round_id)
    with storage.read() as connection:
        return frozenset(connection.execute(wanted.distinct()).scalars())


def assignments_of_candidate(connection: Connection, candidate_id: str) -> list[Assignment]:
    """Return all assignments about a candidate, ended ones included."""
    found = connection.execute(_all().where(t.assignments.c.candidate_id == candidate_id))
    return sorted(map(_assignment, found), key=lambda one: (one.part.stage, one.user_name, one.id))


def assignments_of_user(connection: Connection, user_id: str) -> list[Assignment]:
    """Return what somebody is to rate now, shuffled: each rater in another order, always the same."""
    mine = _all().where(
        t.assignments.c.user_id == user_id, t.assignments.c.ended_at.is_(None), t.candidates.c.erased_at.is_(None)
    )
    found = map(_assignment, connection.execute(mine))
    return sorted(found, key=lambda one: (shuffled(user_id, one.candidate_id), one.part.stage, one.part.section or ""))


def shuffled(*ids: str) -> str:
    """Return a key to sort by that looks random and is always the same for these ids."""
    return sha256(":".join(ids).encode()).hexdigest()


def warnings(assignments: Sequence[Assignment], pack: Pack) -> list[str]:
    """Return what is missing in who was asked: somebody from another team, in a stage and where a section wants it."""
    return list(dict.fromkeys(_warnings([one for one in assignments if one.ended_at is None], pack)))


def _warnings(assignments: Sequence[Assignment], pack: Pack) -> Iterator[str]:
    for stage in pack.stages.values():
        wanting = {section.id for section in stage.sections if section.other_team}
        here = [one for one in assignments if one.part.stage == stage.id] if wanting else []
        for code in sorted({one.code for one in here}):
            mine = [one for one in here if one.code == code]
            if not any(_is_other(one) for one in mine):
                yield f"{code}: nobody in “{stage.title}” is from another team than {_OWN_TEAM}"
            for one in mine:
                if one.part.section in wanting and not _is_other(one):
                    title = sections_of(stage, one.part)[0].title
                    yield f"{code}: “{title}” asks for somebody from another team; {one.user_name} is not known to be"


def _is_other(one: Assignment) -> bool:
    return one.team is not None and one.team.casefold() != _OWN_TEAM


def _check(connection: Connection, asked: Assigning, pack: Pack) -> None:
    found = round_of(connection, asked.candidate_id)
    if asked.part.stage != EXERCISE:
        sections_of(stage_of(pack, asked.part.stage), asked.part)
        if asked.part.stage not in found.settings.stages:
            raise HiringError(f"{found.name!r} has no stage {asked.part.stage!r}")
    user = connection.execute(select(t.users).where(t.users.c.id == asked.user_id)).first()
    may = user is not None and user.role in _MAY_RATE and user.disabled_at is None
    if user is None or not may or not _is_here(connection, user.id, found):
        raise HiringError(f"{asked.user_id!r} cannot be asked to rate; list people with `support-sandbox user list`")
    same = [
        one
        for one in assignments_of_candidate(connection, asked.candidate_id)
        if one.user_id == asked.user_id and one.part.stage == asked.part.stage and one.ended_at is None
    ]
    if any(asked.part.section is None or one.part.section in (None, asked.part.section) for one in same):
        raise HiringError(f"{user.name} rates {same[0].code} in this stage already")


def _is_here(connection: Connection, user_id: str, found: Round) -> bool:
    """Is it a person, or a built-in account in its place: this machine without users, the sample's in a sample?"""
    if user_id == built_in.LOCAL:
        return not is_any(connection)
    return user_id not in built_in.IDS or found.settings.sample


def _all() -> Select[Any]:
    a, c, u = t.assignments.c, t.candidates.c, t.users.c
    columns = (
        a.id,
        a.candidate_id,
        c.code,
        c.form,
        c.round_id,
        a.user_id,
        u.name.label("user_name"),
        u.team,
        a.stage,
        a.section,
    )
    joined = t.assignments.join(t.candidates).join(t.users)
    return select(*columns, a.assigned_at, a.ended_at).select_from(joined)


def _assignment(row: Row[Any]) -> Assignment:
    known = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for a row by columns
    part = Part(known.pop("stage"), known.pop("section"))
    return Assignment(**known, part=part)
