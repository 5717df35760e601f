"""A link to the exercise for somebody made up, for whoever wants to see what candidates see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_exercises.hiring import invitations
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate, candidates_of
from trainee_exercises.round_sample import played_sample

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage


def sample_link(storage: Storage, by: str) -> str:
    """Return the path of a link to the exercise for a candidate of the sample round who has not started.

    Where there is no sample round, one is made and played first, which takes some seconds.
    """
    found = played_sample(storage, by)
    everyone = candidates_of(storage, found.id)
    with storage.read() as connection:
        fresh = [one.id for one in everyone if not (one.erased_at or invitations.has_started(connection, one.id))]
    if not fresh:
        number = len(everyone) + 1
        new = NewCandidate(f"Sample candidate {number}", f"sample{number}@example.org")
        fresh = [add_candidate(storage, found.id, new, by).id]
    invited = invitations.current(storage, fresh[0]) or invitations.issue(storage, fresh[0], by)
    return f"/join/{invited.token}"
