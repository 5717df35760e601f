"""Shifts that bots have worked, through the storage and at times that a test sets; and the pages around them."""

from __future__ import annotations

import pytest
import streamlit as st
from stores import SOME_DAY

from dashboard import shared
from dashboard.identity import Visitor
from sim.durations import SECOND
from trainee_exercises.accounts.users import NewUser, add_user
from trainee_exercises.practice.bots import BEGINS, CAREFUL, play
from trainee_exercises.practice.look_back import look_back
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import Shifts, listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

REP = "Robin"


class Practised:
    """Shifts on a storage. storage.now: its clock."""

    def __init__(self, storage):
        """Begin with none."""
        self.storage, self.shifts = storage, Shifts(storage)
        self.at = SOME_DAY

    def worked(self, user="u2", bot=CAREFUL, wish=None, extra=(), **changes):
        """Return the id of a shift that *bot* has worked to its end; extra: actions at its very end."""
        wish = wish or Wish(**({"level": 1, "seed": 2} | changes))
        kept = settled(wish)
        played = Played(terms_of(kept, REP), kept.speed, listener(kept.pack).understand)
        acts = play(played, bot)
        self.storage.now.at = self.at
        shift = self.shifts.begin(wish, user, REP)
        for one in acts:
            self._act(shift, user, one.action, self.at + one.at - BEGINS)
        for action in extra:
            self._act(shift, user, action(played.shift) if callable(action) else action, self.storage.now.at)
        self.storage.now.at = self.at + round(kept.length / kept.speed) + SECOND
        self.at = self.storage.now.at + SECOND
        return shift

    def _act(self, shift, user, action, at):
        self.storage.now.at = at
        self.shifts.act(shift, user, action, 0)

    def looked(self, shift):
        """Return the debrief of a shift; its figures are kept then."""
        return look_back(self.shifts, self.storage, self.shifts.row(shift))

    def shared(self, shift, user="u2"):
        """Let the trainer see a shift; return its id."""
        self.shifts.share(shift, user, is_private=False)
        return shift


def first_reply(shift):
    """Return the action by which a rep says that they did say it, of their first reply."""
    one = next(each for each in shift.log if each.kind == "replied")
    return {"kind": "disagree", "case": one.case, "message": one.id, "about": "missing"}


@pytest.fixture
def practised(storage):
    """Give shifts on each database."""
    return Practised(storage)


@pytest.fixture
def desk(planning, sqlite_storage):
    """Give the pages and shifts below them; a rep called Ana looks."""
    ana = add_user(sqlite_storage, NewUser("ana@company.example", "rep", None), "u1")
    shared.shifts_of.cache_clear()
    st.cache_resource.clear()
    yield Desk(planning, sqlite_storage, ana.id)
    st.cache_resource.clear()
    shared.shifts_of.cache_clear()


class Desk(Practised):
    """The practice pages. ana: the id of the rep."""

    def __init__(self, planning, storage, ana):
        """Let the rep look."""
        super().__init__(storage)
        self.planning, self.ana = planning, ana
        self.as_rep()

    def as_rep(self):
        """Let the rep look."""
        self._visit("rep", self.ana)

    def as_trainer(self):
        """Let a manager look."""
        self._visit("manager", "u1")

    def _visit(self, role, user_id):
        visitor = Visitor("staff", user_id, None, role, "ana@company.example" if role == "rep" else "maria")
        self.planning._patch.setattr(shared, "this_visitor", lambda: visitor)

    def page(self, name, **query):
        """Return a page as one of the app's, with this in its address."""
        test = self.planning.app().switch_page(f"pages/{name}.py")
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()
