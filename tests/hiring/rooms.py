"""A storage with one candidate of a round, and the service that their browser talks to."""

from __future__ import annotations

import pytest

from trainee_exercises.exercise import Refused
from trainee_exercises.hiring.attempts import Attempts, stream_of
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.rounds import create_round
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import events

MINUTE = 60_000
END = 30 * MINUTE


class Room:
    """A storage with one candidate, and the service that a browser talks to."""

    def __init__(self, storage, **settings):
        self.storage = storage
        self.round = create_round(storage, "Spring", RoundSettings(**settings), by="boss")
        self.candidate = add_candidate(storage, self.round.id, NewCandidate("Ada", "ada@example.org"), by="boss").id
        self.attempts = Attempts(storage)

    def act(self, kind, device="one", **rest):
        """Do something as the candidate's browser."""
        return self.attempts.act(self.candidate, device, {"kind": kind, **rest})

    def save(self, revision, text, device="one"):
        """Save a reply to the first question."""
        return self.act("save", device, question="a01", field="reply", revision=revision, text=text)

    def refused(self, kind, **rest):
        """Do something that is refused and return what the browser gets."""
        with pytest.raises(Refused) as caught:
            self.act(kind, **rest)
        return caught.value.reply

    def begin(self):
        """Acknowledge and start."""
        self.act("acknowledge", privacy=True, ai_rule=self.round.settings.ai_rule)
        self.act("start")
        return self

    def events(self):
        """Return what is stored."""
        with self.storage.read() as connection:
            return events.read(connection, stream_of(self.candidate).name)

    def attempt(self):
        """Return the attempt."""
        return self.attempts.attempt(self.candidate)
