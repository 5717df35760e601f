"""What the scorer sees in a candidate's exercise: worked out once it is over, kept, anew only if something changed.

Nobody is put in order by it, and no page shows it before people have rated: `visibility` says who may see it.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.rounds import round_of
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.exercise_score import ExerciseScore
from trainee_exercises.scoring.score import Scorer
from trainee_exercises.scoring.weights import VERSION
from trainee_exercises.scoring.whole import whole
from trainee_exercises.storage import Entry, Stream, events

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.exercise.attempt import Attempt
    from trainee_exercises.storage import Storage

_SCORED: Final = "scored"
_ACTOR: Final = "scorer"


def stream_of(candidate_id: str) -> Stream:
    """Return the stream of a candidate's machine scores; erasing the candidate takes it along."""
    return Stream(f"score:{candidate_id}", candidate_id)


def scores_of(storage: Storage, candidate_id: str) -> ExerciseScore | None:
    """Return what the scorer sees in a candidate's exercise, from the store where nothing has changed since.

    None: the round has machine scoring off, or the exercise is not over; then nothing is worked out.

    Raises:
        HiringError: there is no such candidate, they have been erased, or the pack can't be used.

    """
    with storage.read() as connection:
        if not round_of(connection, candidate_id).settings.machine_scoring:
            return None
    attempt = Attempts(storage).attempt(candidate_id)
    if attempt.phase(storage.now()) != "over":
        return None
    key = _key(attempt)
    with storage.read() as connection:
        kept = _kept(connection, candidate_id, key)
    if kept is not None:
        return kept
    pack, form = attempt.terms.pack, attempt.terms.form
    found = whole(pack, form, attempt, Scorer(pack, load_encoder()))
    _keep(storage, candidate_id, key, found)
    return found


def _key(attempt: Attempt) -> str:
    """Return what the figures depend on: the scorer, the pack as it is now, and all that was written and done."""
    terms = attempt.terms
    pack = sha256(terms.pack.model_dump_json(exclude={"stages"}).encode()).hexdigest()
    texts = {name: answer.reply for name, answer in sorted(attempt.answers.items())}
    parts = [VERSION, load_encoder() is not None, pack, terms.form.form, attempt.number, texts]
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _kept(connection: Connection, candidate_id: str, key: str) -> ExerciseScore | None:
    """Return the newest stored figures if they were worked out from just this."""
    stored = events.read(connection, stream_of(candidate_id).name)
    if not stored or stored[-1].data["key"] != key:
        return None
    return ExerciseScore.model_validate_json(json.dumps(stored[-1].data["score"]))


def _keep(storage: Storage, candidate_id: str, key: str, found: ExerciseScore) -> None:
    """Store the figures, unless another process did so meanwhile."""
    entry = Entry(_SCORED, {"version": VERSION, "key": key, "score": found.model_dump(mode="json")})
    with storage.write() as connection:
        events.hold(connection, stream_of(candidate_id))
        if _kept(connection, candidate_id, key) is None:
            events.append(connection, stream_of(candidate_id), [entry], storage.now(), _ACTOR)
