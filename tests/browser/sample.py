"""A round with everything in it, to look at: candidates have played it, people have rated and decided."""

from __future__ import annotations

from random import Random
from time import time
from typing import TYPE_CHECKING, NamedTuple

from practice_pages import Practised
from stores import Clock

from sim.durations import HOUR
from trainee_exercises.accounts import users
from trainee_exercises.hiring.assignments import Assigning, assign
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, Part, criteria_of
from trainee_exercises.hiring.decisions import Deciding, record
from trainee_exercises.hiring.marks import Given, Rating
from trainee_exercises.hiring.ratings import lock
from trainee_exercises.hiring.rounds import Round, pack_of
from trainee_exercises.practice.bots import IGNORES_VIP
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.round_sample import played_sample

if TYPE_CHECKING:
    from browser.server import RunningApp

_PART = Part(EXERCISE)


class Sample(NamedTuple):
    """What there is to look at. candidate: one who is rated and decided about; shifts: by how far they are."""

    round_id: str
    candidate_id: str
    raters: tuple[str, ...]
    shifts: dict[str, str]


def arrange(app: RunningApp) -> Sample:
    """Fill the server's database: users, a played round, two raters' locked marks for most, one decision."""
    names = tuple(app.add_user("rater", name) for name in ("ines@company.example", "tom@company.example"))
    app.add_user("owner")
    app.add_user("manager")
    storage, draw = app.storage(), Random(3)
    with app.settings():
        found = played_sample(storage, "sample")
    ids = [user.id for user in users.all_users(storage) if user.name in names]
    everyone = candidates_of(storage, found.id)
    for i, candidate in enumerate(everyone):
        leaning = draw.choice((1, 2, 3, 4))
        for user_id in ids:
            made = assign(storage, Assigning(candidate.id, user_id, _PART), pack_of(found.settings), "sample")
            if i > 0:
                marks = _marks(found, candidate.form, leaning, draw)
                lock(storage, made.id, user_id, marks, pack_of(found.settings))
    last = everyone[-1].id
    why = "Both raters saw careful answers; the next step is the first phone screen."
    manager = next(user.id for user in users.all_users(storage) if user.role == "manager")
    record(storage, Deciding(last, "invite_further", why, (EXERCISE,)), manager)
    owner = next(user.id for user in users.all_users(storage) if user.role == "owner")
    return Sample(found.id, last, names, practised(app, owner))


def practised(app: RunningApp, user: str) -> dict[str, str]:
    """Return shifts of *user*: one that is not begun, one to be worked in, one that a bot has worked two hours ago."""
    storage = app.storage()
    now, storage.now = storage.now, Clock()
    made = Practised(storage)
    made.at = int(time() * 1000) - 2 * HOUR
    over = made.shared(made.worked(user, bot=IGNORES_VIP, level=3, seed=1), user)
    storage.now = now
    before, at_work = (Shifts(storage).begin(wish, user, "Robin") for wish in (Wish(3, 2), Wish(2, 1)))
    return {"before": before, "at_work": at_work, "over": over}


def _marks(found: Round, form: str, leaning: int, draw: Random) -> Rating:
    """Return marks about *leaning*, one of them without enough to go by."""
    criteria = criteria_of(pack_of(found.settings), form, _PART)
    given = {one.id: Given(mark=min(4, max(1, leaning + draw.choice((-1, 0, 0, 0, 1))))) for one in criteria}
    return Rating(marks=given, note="Reads the whole question, and says what happens next.")
