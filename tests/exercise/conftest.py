"""What tests of the exercise's rules share: the pack, and a desk at which a candidate sits without any storage."""

from __future__ import annotations

import pytest

from trainee_exercises.exercise import Attempt, Refused, Terms, advanced, decide
from trainee_exercises.exercise.actions import parse
from trainee_exercises.exercise.search import Library
from trainee_exercises.exercise.view import Browser, Notices, poll, view
from trainee_exercises.packs import load_pack
from trainee_exercises.storage import Event

SECOND = 1_000
MINUTE = 60 * SECOND
TEN = 1_800_000_000_000  # ten o'clock, say


class Desk:
    """A candidate's desk: acts on an attempt and keeps its events; `now` may be set."""

    def __init__(self, terms):
        self.attempt = Attempt(terms)
        self.events = []
        self.now = TEN

    def act(self, kind, device="one", **rest):
        """Do something and return the answer; a refusal is raised after what it keeps was written."""
        try:
            outcome = decide(self.attempt, parse({"kind": kind, **rest}), self.now, device)
        except Refused as refused:
            self.write(refused.keep)
            raise
        self.write(outcome.entries)
        return outcome.reply

    def write(self, entries, actor="candidate"):
        """Write events as the storage would."""
        for entry in entries:
            event = Event(len(self.events) + 1, entry.kind, self.now, actor, dict(entry.data))
            self.events.append(event)
            self.attempt = advanced(self.attempt, event)

    def refused(self, kind, device="one", **rest):
        """Do something that is refused and return the code."""
        with pytest.raises(Refused) as caught:
            self.act(kind, device, **rest)
        return caught.value.code

    def save(self, question, revision, text, **rest):
        """Save a reply and return the receipt."""
        return self.act("save", question=question, field="reply", revision=revision, text=text, **rest)["saved"]

    def begin(self):
        """Acknowledge and start."""
        self.act("acknowledge", privacy=True, ai_rule=self.attempt.terms.ai_rule)
        self.act("start")
        return self

    def after(self, ms):
        """Set the clock to so long after the start."""
        self.now = TEN + ms
        return self

    def view(self, device="one"):
        """Return what the browser gets."""
        notices = Notices("Firm", "maria@firm.example", "Rule", "Privacy", "Needs")
        return view(self.attempt, notices, self.now, Browser("ada", device))

    def poll(self, device="one"):
        """Return what the browser gets in between."""
        return poll(self.attempt, self.now, Browser("ada", device))

    def kinds(self):
        """Return the kinds of all events."""
        return [one.kind for one in self.events]


@pytest.fixture(scope="session")
def pack():
    """Give the pack that comes along."""
    return load_pack("larkhour")


@pytest.fixture(scope="session")
def library(pack):
    """Give its help centre."""
    return Library(pack.articles.values())


@pytest.fixture
def terms_of(pack, library):
    """Give a function that makes the terms of a form: half an hour and five seconds of grace."""
    return lambda form="a", rule="disclose": Terms(pack, pack.forms[form], 30 * MINUTE, 5 * SECOND, rule, library)


@pytest.fixture
def desk(terms_of):
    """Give a desk before the start."""
    return Desk(terms_of())


@pytest.fixture
def running(desk):
    """Give a desk at the start."""
    return desk.begin()


@pytest.fixture
def desk_for(terms_of):
    """Give a function that makes a running desk for a form."""
    return lambda form, **rest: Desk(terms_of(form, **rest)).begin()
