"""The reps' load test: a server, users with a shift each, and all of them at work at the same time."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.accounts import NewUser, users
from trainee_exercises.load_test.report import times_of
from trainee_exercises.load_test.run import own_settings
from trainee_exercises.load_test.server import running_server
from trainee_exercises.load_test.watching import watched
from trainee_exercises.practice.crowd.rep import Rep, Who, play
from trainee_exercises.practice.crowd.report import Report
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import PACK, Wish
from trainee_exercises.storage import Storage, open_storage

if TYPE_CHECKING:
    from trainee_exercises.load_test.server import Server

_BY: Final = "load test"
_LEVELS: Final = (3, 4, 5)
_SPEED: Final = 4.0
_MINUTES: Final = 60


class Crowd(NamedTuple):
    """How many, for how long (minutes, may be a part of one); seed: decides what they do."""

    reps: int = 20
    minutes: float = 2.0
    seed: int = 1


def run(wanted: Crowd) -> Report:
    """Play it in a temporary data folder and return the figures.

    Raises:
        NotStarted: the server has not come up.

    """
    with tempfile.TemporaryDirectory(prefix="support-sandbox-reps-") as name, own_settings(Path(name)):
        storage = open_storage()
        try:
            everyone = _users(storage, wanted)  # before the server starts: without users it needs no sign-in
            with running_server(Path(name)) as server:
                return _measured(server, storage, everyone, wanted)
        finally:
            storage.close()


def _users(storage: Storage, wanted: Crowd) -> list[Who]:
    """Make users with a shift each: different days of the higher levels, four times as fast as real ones."""
    shifts, password, everyone = Shifts(storage), secrets.token_urlsafe(16), []
    users.add_user(storage, NewUser("owner", "owner", password), _BY)
    for number in range(wanted.reps):
        user = users.add_user(storage, NewUser(f"rep{number + 1}", "rep", password), _BY)
        wish = Wish(_LEVELS[number % len(_LEVELS)], wanted.seed + number, minutes=_MINUTES, speed=_SPEED)
        everyone.append(Who(user.name, password, shifts.begin(wish, user.id, f"Rep {number + 1}")))
    return everyone


def _measured(server: Server, storage: Storage, everyone: list[Who], wanted: Crowd) -> Report:
    reps, machine = watched(server, lambda: asyncio.run(_play_all(server.url, everyone, wanted)))
    shifts = Shifts(storage)
    return Report(
        reps=wanted.reps,
        minutes=wanted.minutes,
        database=storage.engine.dialect.name,
        times=times_of([one.played for one in reps]),
        acts=sum(sum(one.played.done.values()) for one in reps),
        kept=sum(shifts.n_acts(one.shift) for one in everyone),
        refused=sum(one.refused for one in reps),
        repeated=sum(one.played.repeated for one in reps),
        failures=tuple(failure for one in reps for failure in one.played.failures),
        machine=machine,
    )


async def _play_all(url: str, everyone: list[Who], wanted: Crowd) -> list[Rep]:
    pack = load_practice(PACK)

    async def one(number: int, who: Who) -> Rep:
        draw = Random(f"{wanted.seed} {number}")  # noqa: S311 - nothing secret is drawn
        async with Rep(url, who) as rep:
            await play(rep, pack, wanted.minutes * 60, draw)
        return rep

    return await asyncio.gather(*(one(number, who) for number, who in enumerate(everyone)))
