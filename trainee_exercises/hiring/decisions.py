"""Decisions: made by a person, with reasons, as often as needed; nothing in the app makes one by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from sqlalchemy import select

from sim.scenario.problems import listed
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.criteria import EXERCISE
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.ratings import sheets_of_candidate
from trainee_exercises.hiring.rounds import round_of
from trainee_exercises.storage import Audited, Entry, Event, Storage, Stream, events
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

Kind = Literal["invite_further", "offer", "no", "hold"]
KINDS: Final[dict[str, str]] = {"invite_further": "Invite further", "offer": "Offer", "no": "No", "hold": "Hold"}
_LONGEST: Final = 10_000


class Deciding(NamedTuple):
    """A decision to be recorded. stages: those whose ratings it rests on; despite: why some of them have no rating."""

    candidate_id: str
    kind: str
    why: str
    stages: tuple[str, ...]
    despite: str = ""


class Decision(NamedTuple):
    """A decision as it was made. by: the id of the person; at: ms since 1970."""

    at: int
    by: str
    kind: str
    why: str
    stages: tuple[str, ...]
    despite: str


def record(storage: Storage, deciding: Deciding, by: str) -> Decision:
    """Write a decision down and return it; earlier ones stay. Whether *by* is a manager is for the caller to check.

    The very same one again, such as by a second click, is the last one: it is returned and not written twice.

    Raises:
        WrongFields: no such decision, no reasons, a stage that the round has not, or a stage without a locked rating
            and no word on why it is decided all the same.
        HiringError: there is no such candidate, or they were erased.

    """
    with storage.write() as connection:
        events.hold(connection, _stream(deciding.candidate_id))
        _check(connection, deciding)
        now = storage.now()
        made = Decision(now, by, *deciding[1:])
        for last in decisions_of(connection, deciding.candidate_id)[-1:]:
            if last._replace(at=now) == made:
                return last
        data = {**deciding._asdict(), "stages": list(deciding.stages), "by": by}
        del data["candidate_id"]
        written = events.append(connection, _stream(deciding.candidate_id), [Entry("decided", data)], now, by)
        detail = {"decision": deciding.kind, "stages": list(deciding.stages)}
        log.note(connection, Audited(now, by, "decision recorded", f"candidate:{deciding.candidate_id}", detail))
        return _decision(written[0])


def decisions_of(connection: Connection, candidate_id: str) -> list[Decision]:
    """Return the decisions about a candidate, the first one first."""
    return [_decision(event) for event in events.read(connection, _stream(candidate_id).name)]


def decisions_of_round(connection: Connection, round_id: str) -> dict[str, list[Decision]]:
    """Return the decisions about each candidate of a round who has one, the first one first."""
    e = t.events.c
    columns = (e.candidate_id, e.number, e.kind, e.at, e.actor, e.data)
    joined = select(*columns).join(t.candidates, t.candidates.c.id == e.candidate_id)
    wanted = joined.where(t.candidates.c.round_id == round_id, e.stream.startswith("decision:"))
    found: dict[str, list[Decision]] = {}
    for candidate_id, *rest in connection.execute(wanted.order_by(e.candidate_id, e.number)):
        found.setdefault(candidate_id, []).append(_decision(Event(*rest)))
    return found


def unrated(connection: Connection, candidate_id: str, stages: Iterable[str]) -> list[str]:
    """Return those of *stages* in which nobody has locked a rating of the candidate."""
    rated = {one.assignment.part.stage for one in sheets_of_candidate(connection, candidate_id) if one.locked}
    return [stage for stage in stages if stage not in rated]


def _check(connection: Connection, deciding: Deciding) -> None:
    candidate = candidate_by_id(connection, deciding.candidate_id)
    if candidate.erased_at is not None:
        raise HiringError(f"{candidate.code} was erased; nothing can be decided about them")
    there = (EXERCISE, *round_of(connection, candidate.id).settings.stages)
    wrong = {}
    if deciding.kind not in get_args(Kind):
        wrong["kind"] = f"choose a decision: {listed(KINDS.values(), 'or')}"
    if not deciding.why.strip():
        wrong["why"] = "write the reasons: which ratings, and what was seen"
    elif len(deciding.why.strip()) > _LONGEST:
        wrong["why"] = f"the reasons have {len(deciding.why.strip())} characters; write {_LONGEST} at most"
    unknown = [stage for stage in deciding.stages if stage not in there]
    if unknown:
        wrong["stages"] = f"this round has no stage {unknown[0]!r}; it has {', '.join(there)}"
    missing = unrated(connection, candidate.id, deciding.stages)
    if (missing or not deciding.stages) and not deciding.despite.strip():
        lacking = f"nobody has locked a rating of {', '.join(missing)}" if missing else "it rests on no stage"
        wrong["despite"] = f"{lacking}; write why you decide all the same"
    if wrong:
        raise WrongFields(wrong)


def _stream(candidate_id: str) -> Stream:
    return Stream(f"decision:{candidate_id}", candidate_id)


def _decision(event: Event) -> Decision:
    data = event.data
    return Decision(event.at, data["by"], data["kind"], data["why"], tuple(data["stages"]), data["despite"])
