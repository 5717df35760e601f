"""What tests of the made-up candidates share: a round, and a function that lets one of them play."""

from __future__ import annotations

import pytest
from sqlalchemy.event import listen

from trainee_exercises.bots import BOTS, Sitting
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.rounds import create_round
from trainee_exercises.hiring.settings import RoundSettings


@pytest.fixture
def play(sqlite_storage):
    """Give a function that lets one of them play, by name, seed and settings of the round, and returns the attempt."""
    listen(sqlite_storage.engine, "connect", _in_no_hurry_for_the_disk)
    attempts, rounds = Attempts(sqlite_storage), {}

    def played(name, seed=0, **settings):
        wanted = RoundSettings(stages=(), **settings)
        if wanted not in rounds:
            rounds[wanted] = create_round(sqlite_storage, f"Round {len(rounds)}", wanted, by="boss").id
        place = f"{name}-{seed}-{sqlite_storage.now()}@example.org"
        one = add_candidate(sqlite_storage, rounds[wanted], NewCandidate("Ada", place), by="boss")
        sitting = Sitting(attempts, one.id, sqlite_storage.now, seed)
        return BOTS[name](sitting)

    return played


def _in_no_hurry_for_the_disk(connection, _record):
    """Nobody cuts the power here: waiting for the disk at each save would be most of a test's time."""
    connection.execute("PRAGMA synchronous=OFF")
