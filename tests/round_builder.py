"""Builders for rounds of hiring and their candidates, with sane defaults."""

from __future__ import annotations

from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.rounds import create_round
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import Entry, Stream, events

SECRET = "a key for tests that is long enough, and no secret"
MINUTE = 60_000
DAY = 86_400_000


def a_round(storage, name="Support, spring", **settings):
    """Return a new round of the shipped pack."""
    return create_round(storage, name, RoundSettings(**{"company": "Larch & Co", **settings}), "maria")


def a_candidate(storage, found, name="Ada Obi", email=None, *, zone=None, form=None):
    """Return a new candidate of a round, with an address made of the name."""
    email = email or f"{name.split()[0].lower()}@example.org"
    return add_candidate(storage, found.id, NewCandidate(name, email, zone, form), "maria")


def happened(storage, candidate, kind, **data):
    """Write an event into a candidate's attempt, as the exercise would."""
    with storage.write() as connection:
        stream = Stream(f"attempt:{candidate.id}", candidate.id)
        events.append(connection, stream, [Entry(kind, data)], storage.now(), "candidate")


def started(storage, candidate, minutes=30):
    """Start the clock of a candidate."""
    happened(storage, candidate, "started", time_ms=minutes * MINUTE, device="d" * 16)
