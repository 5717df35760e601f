"""The questionnaire before the first call, on the storage: sent, answered, moved, and read by raters once it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.exercise.refusals import Refused
from trainee_exercises.hiring import answer_sheet
from trainee_exercises.hiring.attempts import CANDIDATE
from trainee_exercises.hiring.candidates import Candidate, candidate_by_id, candidates_of
from trainee_exercises.hiring.invitations import Invited, has_started, invited_at, invited_until
from trainee_exercises.hiring.mail import Mail, questionnaire_mail
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import Round, pack_of, round_by_id
from trainee_exercises.hiring.words import filled, in_zone, local_deadline
from trainee_exercises.storage import Audited, Entry, Stream, audit, events

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from trainee_exercises.hiring.answer_sheet import Sheet
    from trainee_exercises.packs import Stage
    from trainee_exercises.packs.stages import Deadline, Item
    from trainee_exercises.storage import Storage

_DAY: Final = 86_400_000
_MOST_DAYS: Final = 60
_ACTS: Final = {"sent": "questionnaire sent", "due_moved": "questionnaire's deadline moved"}
_OTHER_DAY: Final = (
    "Please send your answers by {deadline}. If that does not work for you, write to {contact} before then and name "
    "another day; you need not say why."
)


class Sent(NamedTuple):
    """A questionnaire that was sent. due_at: ms since 1970; invited: the link that opens it, until after that."""

    due_at: int
    invited: Invited


class Reading(NamedTuple):
    """A questionnaire and what it is about. items: those of this candidate, engineers' ones in place of the others."""

    candidate: Candidate
    found: Round
    stage: Stage
    items: tuple[Item, ...]
    sheet: Sheet


def stage_of_round(found: Round) -> Stage | None:
    """Return the first of the round's stages that has a deadline: its questionnaire. None: it has none."""
    stages = pack_of(found.settings).stages
    return next((stages[one] for one in found.settings.stages if one in stages and stages[one].deadline), None)


def send(storage: Storage, candidate_id: str, by: str, days: int | None = None) -> Sent:
    """Open the questionnaire to a candidate and return its deadline and link. days: None for the pack's.

    The link that they have opens longer if need be; nobody is signed out.

    Raises:
        HiringError: the round has no questionnaire or is closed; it was sent already; the candidate is erased or has
            started the exercise; or *days* is not 1 to 60.

    """
    with storage.write() as connection:
        reading = _read(connection, candidate_id)
        _may_be_sent(connection, reading)
        return _due(connection, reading, ("sent", days), (storage.now(), by))


def move_deadline(storage: Storage, candidate_id: str, by: str, days: int) -> Sent:
    """Set the deadline anew, *days* days from today at the pack's time of day; also after it has passed.

    Raises:
        HiringError: it was not sent, the candidate is erased, or *days* is not 1 to 60.

    """
    with storage.write() as connection:
        reading = _read(connection, candidate_id)
        if reading.sheet.due_at is None:
            raise HiringError(f"the questionnaire was not sent to {reading.candidate.code} yet; send it first")
        return _due(connection, reading, ("due_moved", days), (storage.now(), by))


def read(storage: Storage, candidate_id: str) -> Reading | None:
    """Return a candidate's questionnaire for staff; None: the round has none.

    Raises:
        HiringError: there is no such candidate.

    """
    with storage.read() as connection:
        found = round_by_id(connection, candidate_by_id(connection, candidate_id).round_id)
        return _read(connection, candidate_id) if stage_of_round(found) else None


def answers_for_rating(reading: Reading, now: int) -> list[dict[str, str]] | None:
    """Return [{"id", "ask", "text"}] in the order of the questions; None while they may still change.

    Nothing else of the candidate is in it. What came too late is not in it either.
    """
    if reading.sheet.counts_since(now) is None:
        return None
    texts = reading.sheet.answers
    return [
        {"id": one.id, "ask": _asked(one, reading), "text": texts[one.id].text if one.id in texts else ""}
        for one in reading.items
    ]


def due_text(reading: Reading) -> str:
    """Return the deadline in words, by the candidate's clock; "" where it was not sent."""
    due_at = reading.sheet.due_at
    return "" if due_at is None else in_zone(due_at, reading.candidate.zone)


def mail_of(reading: Reading, link: str) -> Mail:
    """Return the mail that carries a questionnaire that was sent."""
    before = filled(reading.stage.before or reading.stage.purpose, reading.found.settings)
    return questionnaire_mail(reading.found, reading.candidate, link, before, _deadline_says(reading))


def states(storage: Storage, round_id: str) -> dict[str, str]:
    """Return how far each candidate's questionnaire is, such as "open, 3 of 10", by id; {}: there is none."""
    everyone = [one for one in candidates_of(storage, round_id) if one.erased_at is None]
    with storage.read() as connection:
        if stage_of_round(round_by_id(connection, round_id)) is None:
            return {}
        readings = [_read(connection, one.id) for one in everyone]
    return {one.candidate.id: _state(one, storage.now()) for one in readings}


def landing(storage: Storage, candidate_id: str) -> str:
    """Return where a candidate's link leads: to "/questionnaire" while one is open to them, else to "/exercise"."""
    with storage.read() as connection:
        found = round_by_id(connection, candidate_by_id(connection, candidate_id).round_id)
        if stage_of_round(found) is None or has_started(connection, candidate_id):
            return "/exercise"
        phase = _read(connection, candidate_id).sheet.phase(storage.now())
        is_first = phase == "open" or (phase == "handed in" and invited_at(connection, candidate_id) is None)
    return "/questionnaire" if is_first else "/exercise"


# ---- the candidate's browser ----


def view(storage: Storage, candidate_id: str) -> dict[str, Any]:
    """Return all that the candidate's page shows, ready for JSON.

    Raises:
        HiringError: the round has no questionnaire, it was not sent, or the candidate is erased.

    """
    with storage.read() as connection:
        reading, invited = _read(connection, candidate_id), invited_at(connection, candidate_id)
    if reading.sheet.due_at is None:
        raise HiringError("this questionnaire has not been sent to you")
    return _frame(reading, storage.now()) | _page(reading) | {"exercise": invited is not None}


def act(storage: Storage, candidate_id: str, action: Mapping[str, Any]) -> dict[str, Any]:
    """Do what the browser asks for, and return its receipt: by then it is on the disk.

    Raises:
        Refused: it may not be done; `reply` is what the browser gets. A text in it is kept for staff.
        NotAnAction: the page sends no such message.
        HiringError: the round has no questionnaire, or the candidate is erased.

    """
    parsed, refused = answer_sheet.parse(action), None
    reply: dict[str, Any] = {}
    with storage.write() as connection:
        events.hold(connection, _stream(candidate_id))
        reading, now = _read(connection, candidate_id), storage.now()
        try:
            entries, reply = answer_sheet.decide(reading.sheet, parsed, now)
        except Refused as error:
            entries, refused = error.keep, error
        for one in entries:
            reading = _write(connection, reading, Entry(*one), (now, CANDIDATE))
    state = _frame(reading, now)
    if refused is not None:
        refused.reply |= state
        raise refused
    return {"ok": True, **state, **reply}


def _stream(candidate_id: str) -> Stream:
    return Stream(f"questionnaire:{candidate_id}", candidate_id)


def _read(connection: Connection, candidate_id: str) -> Reading:
    candidate = candidate_by_id(connection, candidate_id)
    if candidate.erased_at is not None:
        raise HiringError(f"the data of candidate {candidate.code} have been erased")
    found = round_by_id(connection, candidate.round_id)
    stage = stage_of_round(found)
    if stage is None:
        raise HiringError(f"{found.name!r} has no questionnaire; choose a stage with a deadline in a new round")
    items = _items(stage, candidate.form)
    sheet = answer_sheet.replayed(tuple(one.id for one in items), events.read(connection, _stream(candidate_id).name))
    return Reading(candidate, found, stage, items, sheet)


def _items(stage: Stage, form: str) -> tuple[Item, ...]:
    """Return the questions in order; those of the form's variant stand in the places that they name."""
    instead = {one.replaces: one for one in stage.variants.get(form, ())}
    return tuple(instead.get(one.id, one) for section in stage.sections for one in section.items)


def _may_be_sent(connection: Connection, reading: Reading) -> None:
    candidate, found = reading.candidate, reading.found
    if reading.sheet.sent_at is not None:
        raise HiringError(f"the questionnaire was sent to {candidate.code} already; move its deadline instead")
    if found.is_closed:
        raise HiringError(f"{found.name!r} is closed; nothing can be sent any more")
    if has_started(connection, candidate.id):
        raise HiringError(f"{candidate.code} has started the exercise, which comes after the questionnaire")


def _due(connection: Connection, reading: Reading, what: tuple[str, int | None], when: tuple[int, str]) -> Sent:
    """Set a deadline and write it down. what: the event's kind and in how many days; when: the instant and by whom."""
    (kind, days), (now, by), candidate_id = what, when, reading.candidate.id
    due_at = _due_at(reading, now, days)
    line = Audited(now, by, _ACTS[kind], f"candidate:{candidate_id}", {"due_at": due_at})
    invited = invited_until(connection, candidate_id, due_at + _DAY, line)
    _write(connection, reading, Entry(kind, {"due_at": due_at, "stage": reading.stage.id}), when)
    audit.note(connection, line)
    return Sent(due_at, invited)


def _state(reading: Reading, now: int) -> str:
    phase, answered = reading.sheet.phase(now), f"{reading.sheet.n_answered} of {len(reading.items)}"
    return "" if phase == "not sent" else f"{phase}, {answered}"


def _deadline_says(reading: Reading) -> str:
    """Return the deadline in the pack's words, which name a day of its own, or plainly where another one was set."""
    deadline, sheet, settings = _deadline(reading.stage), reading.sheet, reading.found.settings
    usual = local_deadline(sheet.sent_at or 0, deadline.days, deadline.at, reading.candidate.zone)
    text = deadline.text if sheet.due_at == usual else _OTHER_DAY
    return filled(text, settings, {"deadline": due_text(reading)})


def _due_at(reading: Reading, now: int, days: int | None) -> int:
    deadline = _deadline(reading.stage)
    days = deadline.days if days is None else days
    if not 1 <= days <= _MOST_DAYS:
        raise HiringError(f"{days} days: a deadline is 1 to {_MOST_DAYS} days away")
    return local_deadline(now, days, deadline.at, reading.candidate.zone)


def _deadline(stage: Stage) -> Deadline:
    assert stage.deadline is not None  # it is what makes it a questionnaire
    return stage.deadline


def _write(connection: Connection, reading: Reading, entry: Entry, when: tuple[int, str]) -> Reading:
    """Write an event and return the reading after it. when: the instant and by whom."""
    candidate_id = reading.candidate.id
    events.append(connection, _stream(candidate_id), [entry], *when)
    return _read(connection, candidate_id)


def _frame(reading: Reading, now: int) -> dict[str, Any]:
    """Return what every answer to the browser tells: the time and how things stand."""
    sheet = reading.sheet
    return {"now": now, "due_at": sheet.due_at, "phase": sheet.phase(now), "handed_in_at": sheet.handed_in_at}


def _page(reading: Reading) -> dict[str, Any]:
    settings = reading.found.settings
    pack = pack_of(settings)
    return {
        "candidate": reading.candidate.id,
        "company": settings.company,
        "contact": settings.contact,
        "title": reading.stage.title,
        "due": due_text(reading),
        "deadline": _deadline_says(reading),
        "before": filled(reading.stage.before or "", settings),
        "privacy": filled(pack.privacy_notice, settings),
        "items": [_item(one, reading) for one in reading.items],
    }


def _item(one: Item, reading: Reading) -> dict[str, Any]:
    answer = reading.sheet.answers.get(one.id)
    text, revision = ("", 0) if answer is None else (answer.text, answer.revision)
    return {"id": one.id, "ask": _asked(one, reading), "text": text, "revision": revision}


def _asked(one: Item, reading: Reading) -> str:
    return filled(one.ask, reading.found.settings)
