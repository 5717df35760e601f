"""Ratings: drafts that survive a reload, locks that stay, and corrections that a manager allows and everybody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from trainee_exercises.hiring.assignments import (
    Assignment,
    assignment_by_id,
    assignments_of_candidate,
    assignments_of_round,
    assignments_of_user,
)
from trainee_exercises.hiring.criteria import EXERCISE, criteria_of
from trainee_exercises.hiring.marks import Rating, check_known, open_points
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.storage import Audited, Entry, Event, Storage, Stream, events
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.packs import Pack


class Locked(NamedTuple):
    """A rating as it was locked."""

    at: int
    rating: Rating


class Reopened(NamedTuple):
    """A manager let a rater correct a locked rating."""

    at: int
    by: str
    why: str


class Sheet(NamedTuple):
    """One rater's sheet for one candidate: what stands on it now, and all that was ever locked or reopened."""

    assignment: Assignment
    draft: Rating
    locked: tuple[Locked, ...] = ()
    reopened: tuple[Reopened, ...] = ()

    @property
    def is_locked(self) -> bool:
        """Does a lock stand? Then the marks show to others, and others' to this rater."""
        return len(self.locked) > len(self.reopened)

    @property
    def current(self) -> Rating | None:
        """Return the marks that count: those last locked, None if there is no lock or it was reopened."""
        return self.locked[-1].rating if self.is_locked else None

    @property
    def independent(self) -> Rating | None:
        """Return the marks first locked, before anybody else's could be seen: agreement is measured on these."""
        return self.locked[0].rating if self.locked else None

    @property
    def state(self) -> str:
        """Return "open", "draft", "locked" or "reopened"."""
        if self.is_locked:
            return "locked"
        return "reopened" if self.locked else ("draft" if self.draft != Rating() else "open")


# ---- reading ----


def sheet_of(connection: Connection, assignment_id: str) -> Sheet:
    """Return the sheet of an assignment.

    Raises:
        HiringError: there is no such assignment.

    """
    found = assignment_by_id(connection, assignment_id)
    return _replayed(found, events.read(connection, _stream(found).name))


def my_sheets(storage: Storage, user_id: str) -> list[Sheet]:
    """Return all that somebody is to rate, in the order that is theirs."""
    with storage.read() as connection:
        return _sheets(connection, assignments_of_user(connection, user_id))


def sheets_of_candidate(connection: Connection, candidate_id: str) -> list[Sheet]:
    """Return all sheets about a candidate; of those taken off only the ones that were locked."""
    return _that_count(_sheets(connection, assignments_of_candidate(connection, candidate_id)))


def sheets_of_round(connection: Connection, round_id: str) -> list[Sheet]:
    """Return all sheets of a round by the candidates' codes; of those taken off only the ones that were locked."""
    return _that_count(_sheets(connection, assignments_of_round(connection, round_id)))


# ---- rating ----


def save_draft(storage: Storage, assignment_id: str, user_id: str, rating: Rating, pack: Pack) -> Sheet:
    """Keep what a rater has so far, complete or not, and return the sheet; the same again changes nothing.

    Raises:
        HiringError: it is not theirs, or it is locked.
        WrongFields: a mark of something that they do not rate.

    """
    with storage.write() as connection:
        before = _mine(connection, assignment_id, user_id)
        _check_marks(before.assignment, rating, pack)
        if rating == before.draft:
            return before
        return _added(connection, before, Entry("draft", rating.model_dump()), storage.now())


def lock(storage: Storage, assignment_id: str, user_id: str, rating: Rating, pack: Pack) -> Sheet:
    """Lock a complete rating and return the sheet: from now on it stays, and what others gave can be seen.

    Raises:
        HiringError: it is not theirs, or it is locked.
        WrongFields: what is missing, by criterion.

    """
    with storage.write() as connection:
        before = _mine(connection, assignment_id, user_id)
        criteria = _check_marks(before.assignment, rating, pack)
        missing = open_points(rating, criteria)
        if missing:
            raise WrongFields(missing)
        now = storage.now()
        log.note(connection, _line(before, now, user_id, "rating locked"))
        return _added(connection, before, Entry("locked", rating.model_dump()), now)


def reopen(storage: Storage, assignment_id: str, by: str, why: str) -> Sheet:
    """Let the rater correct a locked rating; the former marks and the reason stay to be seen.

    Whether *by* is a manager is for the caller to check.

    Raises:
        HiringError: it is not locked, or there is no reason.

    """
    if not why.strip():
        raise HiringError("write why the rating is reopened; it stays beside the marks")
    with storage.write() as connection:
        before = sheet_of(connection, assignment_id)
        if not before.is_locked:
            raise HiringError("this rating is not locked, so its rater can still change it")
        now = storage.now()
        log.note(connection, _line(before, now, by, "rating reopened"))
        return _added(connection, before, Entry("reopened", {"by": by, "why": why.strip()}), now, by)


# ---- inside ----


def _stream(one: Assignment) -> Stream:
    section = f":{one.part.section}" if one.part.section else ""
    return Stream(f"rating:{one.candidate_id}:{one.user_id}:{one.part.stage}{section}", one.candidate_id)


def _sheets(connection: Connection, assignments: Sequence[Assignment]) -> list[Sheet]:
    """Return the sheets of *assignments*, all their events read at once."""
    names = {_stream(one).name for one in assignments}
    of_streams: dict[str, list[Event]] = {name: [] for name in names}
    columns = (t.events.c.stream, t.events.c.number, t.events.c.kind, t.events.c.at, t.events.c.actor, t.events.c.data)
    people = sorted({one.candidate_id for one in assignments})
    wanted = select(*columns).where(t.events.c.candidate_id.in_(people), t.events.c.stream.startswith("rating:"))
    for stream, *rest in connection.execute(wanted.order_by(t.events.c.stream, t.events.c.number)):
        if stream in of_streams:
            of_streams[stream].append(Event(*rest))
    return [_replayed(one, of_streams[_stream(one).name]) for one in assignments]


def _that_count(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Leave out what was taken off unlocked, and the second of two assignments that share one sheet."""
    found: dict[str, Sheet] = {}
    for one in sorted(sheets, key=lambda one: one.assignment.ended_at is not None):
        if one.assignment.ended_at is None or one.locked:
            found.setdefault(_stream(one.assignment).name, one)
    return sorted(found.values(), key=_order)


def _order(sheet: Sheet) -> tuple[str, str, str, str]:
    one = sheet.assignment
    return one.code, one.part.stage, one.user_name, one.id


def _replayed(assignment: Assignment, happened: Sequence[Event]) -> Sheet:
    sheet = Sheet(assignment, Rating())
    for event in happened:
        sheet = _after(sheet, event)
    return sheet


def _after(sheet: Sheet, event: Event) -> Sheet:
    if event.kind == "reopened":
        made = Reopened(event.at, event.data["by"], event.data["why"])
        return sheet._replace(reopened=(*sheet.reopened, made))
    rating = Rating.model_validate(event.data)
    if event.kind == "locked":
        return sheet._replace(draft=rating, locked=(*sheet.locked, Locked(event.at, rating)))
    return sheet._replace(draft=rating)


def _mine(connection: Connection, assignment_id: str, user_id: str) -> Sheet:
    """Return a sheet that *user_id* may write on; others about this candidate wait until the transaction ends."""
    found = assignment_by_id(connection, assignment_id)
    if found.user_id != user_id or found.ended_at is not None:
        raise HiringError("this rating is not yours, or no longer; go back to your list")
    events.hold(connection, _stream(found))
    sheet = sheet_of(connection, assignment_id)
    if sheet.is_locked:
        raise HiringError("this rating is locked; a manager can reopen it with a reason")
    return sheet


def _check_marks(assignment: Assignment, rating: Rating, pack: Pack) -> Sequence[Any]:
    criteria = criteria_of(pack, assignment.form, assignment.part)
    is_exercise = assignment.part.stage == EXERCISE
    check_known(rating, criteria, [one.id for one in pack.forms[assignment.form].questions] if is_exercise else [])
    return criteria


def _added(connection: Connection, before: Sheet, entry: Entry, at: int, by: str | None = None) -> Sheet:
    assignment = before.assignment
    written = events.append(connection, _stream(assignment), [entry], at, by or assignment.user_id)
    return _after(before, written[0])


def _line(sheet: Sheet, at: int, by: str, action: str) -> Audited:
    assignment = sheet.assignment
    detail: Mapping[str, Any] = {"user": assignment.user_id, **assignment.part._asdict()}
    return Audited(at, by, action, f"candidate:{assignment.candidate_id}", dict(detail))
