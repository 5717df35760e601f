"""A round with candidates who have written, and people who rate, for tests of what people decide."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from sqlalchemy import insert

from trainee_exercises.hiring.assignments import Assigning, Assignment, assign
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import Candidate, NewCandidate, add_candidate
from trainee_exercises.hiring.criteria import Part, criteria_of
from trainee_exercises.hiring.marks import rating_of
from trainee_exercises.hiring.ratings import lock
from trainee_exercises.hiring.rounds import Round, create_round
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.packs import load_pack
from trainee_exercises.storage import Storage
from trainee_exercises.storage import tables as t

MINUTE = 60_000
EXERCISE = Part("exercise")
DEVICE = "0123456789abcdef"


class Team(NamedTuple):
    """A round, its candidates and the people around it."""

    storage: Storage
    round: Round
    candidates: tuple[Candidate, ...]


@cache
def the_pack():
    """Return the shipped pack, read once."""
    return load_pack("larkhour")


def a_team(storage, names=("Zebedee Quux", "Ottoline Vance"), **settings) -> Team:
    """Return a round with candidates of these names, two raters, one of another team, and a manager."""
    people = (("r1", "rater", "support"), ("r2", "rater", "design"), ("m1", "manager", "support"))
    with storage.write() as connection:
        for user, role, team in people:
            row = {"id": user, "name": f"{user}@company.example", "role": role, "team": team, "created_at": 1}
            connection.execute(insert(t.users).values(row))
    made = create_round(storage, "Spring", RoundSettings(**settings), "m1")
    new = [NewCandidate(name, f"{re.sub('[^a-z0-9]', '', name.lower())}.private@home.example") for name in names]
    return Team(storage, made, tuple(add_candidate(storage, made.id, one, "m1") for one in new))


def an_assignment(team, user="r1", part=EXERCISE, candidate=0) -> Assignment:
    """Return the assignment of *user* to a candidate of the team."""
    return assign(team.storage, Assigning(team.candidates[candidate].id, user, part), the_pack(), "m1")


def full_rating(part=EXERCISE, mark=3, **marks):
    """Return a complete rating with *mark* everywhere but where *marks* say otherwise."""
    criteria = criteria_of(the_pack(), "a", part)
    return rating_of({"marks": {one.id: {"mark": marks.get(one.id, mark)} for one in criteria}})


def locked(team, user="r1", candidate=0, part=EXERCISE, mark=3, **marks) -> Assignment:
    """Assign and lock at once."""
    made = an_assignment(team, user, part, candidate)
    lock(team.storage, made.id, user, full_rating(part, mark, **marks), the_pack())
    return made


def written(team, replies, candidate=0, actions=()):
    """Let a candidate do the whole exercise with these {question: reply}, and *actions* besides; return the attempt."""
    attempts, who, clock = Attempts(team.storage), team.candidates[candidate].id, team.storage.now
    rule = team.round.settings.ai_rule
    started = ({"kind": "acknowledge", "privacy": True, "ai_rule": rule}, {"kind": "start"})
    saves = [{"kind": "send", "question": name, "revision": 1, "text": text} for name, text in replies.items()]
    for action in (*started, *actions, *saves, {"kind": "finish"}):
        clock.forward(1000)
        attempts.act(who, DEVICE, action)
    clock.forward(60 * MINUTE)
    return attempts.attempt(who)
