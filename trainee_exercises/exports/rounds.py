"""Exports of a round: what was rated, written, looked up and decided, as CSV; a candidate's scorecard as PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trainee_exercises.accounts.users import names
from trainee_exercises.exports.cells import Cell, csv_text
from trainee_exercises.exports.pdf import scorecard_pdf
from trainee_exercises.hiring.candidates import Candidate, candidates_of
from trainee_exercises.hiring.criteria import criteria_of
from trainee_exercises.hiring.decisions import decisions_of_round
from trainee_exercises.hiring.marks import Given
from trainee_exercises.hiring.ratings import sheets_of_candidate
from trainee_exercises.hiring.scorecards import scorecard
from trainee_exercises.hiring.visibility import Seer, decisions_seen, owes, visible
from trainee_exercises.storage import Audited, audit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.hiring.ratings import Sheet
    from trainee_exercises.packs import Pack
    from trainee_exercises.storage import Storage

Kind = Literal["ratings", "answers", "events", "decisions"]


class _Of(NamedTuple):
    """What a table is made from."""

    storage: Storage
    attempts: Attempts
    people: Sequence[Candidate]
    seer: Seer


class _Table(NamedTuple):
    head: tuple[str, ...]
    rows: Callable[[_Of], Iterator[tuple[Cell, ...]]]


def round_csv(attempts: Attempts, storage: Storage, round_id: str, kind: Kind, seer: Seer) -> str:
    """Return a table of a round as CSV text, candidates by code, and note in the audit log who took it.

    ratings: a row for each candidate, stage, rater, value and criterion; of candidates of whom *seer* owes a rating
    only their own. answers: a row a question; events: counts; neither has candidates of whom *seer* owes a rating.
    decisions: who decided, when and why; of candidates of whom *seer* owes a rating only their own.
    """
    people = sorted(candidates_of(storage, round_id), key=lambda one: one.code)
    table = KINDS[kind]
    rows = list(table.rows(_Of(storage, attempts, people, seer)))
    _note(storage, seer, f"round:{round_id}", kind)
    return csv_text(table.head, rows)


def candidate_pdf(storage: Storage, candidate_id: str, seer: Seer, pack: Pack) -> bytes:
    """Return a candidate's scorecard as a PDF file, as *seer* may see it, and note who took it.

    Raises:
        HiringError: there is no such candidate.

    """
    card = scorecard(storage, candidate_id, seer, pack)
    names = _names(storage)
    _note(storage, seer, f"candidate:{candidate_id}", "scorecard")
    return scorecard_pdf(card, pack, names, storage.now())


def _ratings(of: _Of) -> Iterator[tuple[Cell, ...]]:
    for person in of.people:
        with of.storage.read() as connection:
            sheets = visible(sheets_of_candidate(connection, person.id), of.seer)
        for sheet in sheets:
            one = sheet.assignment
            where = (person.code, one.part.stage, one.part.section, one.user_name, one.team, sheet.state)
            now = sheet.current
            shows = _values(of, person, sheet)
            for name, given in (now.marks if now else {}).items():
                former = ", ".join(str(each.rating.marks.get(name, Given()).mark) for each in sheet.locked[:-1])
                locked = _time(sheet.locked[-1].at)
                yield (
                    *where,
                    name,
                    shows.get(name),
                    given.mark,
                    "yes" if given.not_enough else "no",
                    given.words,
                    locked,
                    former,
                )
            for question, mark in (now.replies if now else {}).items():
                yield (*where, f"reply {question}", None, mark, "no", None, _time(sheet.locked[-1].at), None)


def _values(of: _Of, person: Candidate, sheet: Sheet) -> dict[str, str]:
    """Return the values that each criterion shows; none of an erased candidate, whose pack nobody opens any more."""
    if person.erased_at is not None:
        return {}
    criteria = criteria_of(of.attempts.terms(person.id).pack, person.form, sheet.assignment.part)
    return {one.id: ", ".join(one.values) for one in criteria}


def _known(of: _Of) -> Iterator[Candidate]:
    """Return those who are not erased and of whom the person who takes the file owes no rating: it has names in it."""
    for person in of.people:
        with of.storage.read() as connection:
            if person.erased_at is None and not owes(sheets_of_candidate(connection, person.id), of.seer):
                yield person


def _answers(of: _Of) -> Iterator[tuple[Cell, ...]]:
    now = of.storage.now()
    for person in _known(of):
        attempt = of.attempts.attempt(person.id)
        if attempt.phase(now) != "over":
            continue
        for question in attempt.terms.form.questions:
            answer = attempt.answer(question.id)
            opened, saved, sent = (
                _minute(at, attempt.started_at) for at in (answer.opened_at, answer.saved_at, answer.sent_at)
            )
            late = "yes" if answer.late else "no"
            yield (
                person.code,
                person.form,
                question.id,
                question.level,
                answer.reply,
                answer.note,
                opened,
                saved,
                sent,
                late,
            )


def _events(of: _Of) -> Iterator[tuple[Cell, ...]]:
    for person in _known(of):
        one = of.attempts.attempt(person.id)
        answered = sum(bool(each.reply.strip()) for each in one.answers.values())
        kinds = [
            sum(each.kind == kind for each in one.lookups) for kind in ("search", "article", "status", "colleague")
        ]
        pasted = sum(each.length for each in one.pastes)
        times = (_time(one.started_at), _time(one.ends_at), _time(one.finished_at), _tenths(one.extra_ms))
        yield (person.code, *times, answered, *kinds, len(one.pastes), pasted, len(one.aways), len(one.refused))


def _decisions(of: _Of) -> Iterator[tuple[Cell, ...]]:
    names = _names(of.storage)
    for person in of.people:
        with of.storage.read() as connection:
            made = decisions_of_round(connection, person.round_id).get(person.id, [])
            seen = decisions_seen(made, sheets_of_candidate(connection, person.id), of.seer)
        for one in seen:
            who = names.get(one.by, one.by)
            yield (person.code, _time(one.at), who, one.kind, ", ".join(one.stages), one.why, one.despite)


KINDS: Final[dict[Kind, _Table]] = {
    "ratings": _Table(
        (
            *("candidate", "stage", "section", "rater", "team", "state", "criterion", "values", "mark"),
            *("not_enough_evidence", "words", "locked_at", "former_marks"),
        ),
        _ratings,
    ),
    "answers": _Table(
        (
            *("candidate", "form", "question", "level", "reply", "internal_note", "opened_minute", "saved_minute"),
            *("sent_minute", "saved_in_the_seconds_after_the_end"),
        ),
        _answers,
    ),
    "events": _Table(
        (
            *("candidate", "started_at", "ends_at", "finished_at", "extra_minutes", "answered", "searches"),
            *("articles", "status_page", "colleagues", "long_pastes", "pasted_characters", "times_away"),
            "texts_refused",
        ),
        _events,
    ),
    "decisions": _Table(("candidate", "decided_at", "decided_by", "decision", "stages", "why", "despite"), _decisions),
}


def _names(storage: Storage) -> dict[str, str]:
    with storage.read() as connection:
        return names(connection)


def _note(storage: Storage, seer: Seer, subject: str, what: str) -> None:
    with storage.write() as connection:
        audit.note(connection, Audited(storage.now(), seer.user_id, "exported", subject, {"what": what}))


def _time(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _minute(at: int | None, started_at: int | None) -> float | None:
    return None if at is None or started_at is None else _tenths(at - started_at)


def _tenths(span: int) -> float:
    """Return a span (ms) in minutes, to a tenth; a whole number as such."""
    minutes = round(span / 60_000, 1)
    return int(minutes) if minutes.is_integer() else minutes
