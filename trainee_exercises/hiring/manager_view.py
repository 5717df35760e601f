"""What a manager gets of a candidate's work on the scorecard: all that was written, in the order of the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.rater_view import answer_of
from trainee_exercises.hiring.ratings import sheets_of_candidate
from trainee_exercises.hiring.visibility import owes

if TYPE_CHECKING:
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.hiring.visibility import Seer
    from trainee_exercises.storage import Storage


def for_manager(storage: Storage, attempts: Attempts, candidate_id: str, seer: Seer) -> dict[str, Any] | None:
    """Return what a candidate wrote, ready for JSON: "answers" of the exercise and "written" of the questionnaire.

    Each is empty until it is over. None: *seer* is no manager, or owes a rating of the candidate, or the candidate has
    been erased.

    Raises:
        HiringError: there is no such candidate, or the round's pack can't be used.

    """
    with storage.read() as connection:
        candidate = candidate_by_id(connection, candidate_id)
        is_hidden = owes(sheets_of_candidate(connection, candidate_id), seer)
    if candidate.erased_at is not None or is_hidden or not seer.is_manager:
        return None
    reading = questionnaires.read(storage, candidate_id)
    return {
        "answers": _answers(storage, attempts, candidate_id),
        "written": (questionnaires.answers_for_rating(reading, storage.now()) or []) if reading else [],
    }


def _answers(storage: Storage, attempts: Attempts, candidate_id: str) -> list[dict[str, Any]]:
    attempt, now = attempts.attempt(candidate_id), storage.now()
    if attempt.phase(now) != "over" or attempt.takes_text(now):
        return []
    return [answer_of(one, attempt, str) for one in attempt.terms.form.questions]
