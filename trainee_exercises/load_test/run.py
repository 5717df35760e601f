"""The load test itself: a server, a round, candidates who play it all at once, and the look into the database."""

from __future__ import annotations

import asyncio
import math
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.invitations import issue
from trainee_exercises.hiring.rounds import create_round
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.load_test.browser import Browser, Invited
from trainee_exercises.load_test.candidate import Pace, play
from trainee_exercises.load_test.losses import losses
from trainee_exercises.load_test.report import Report, times_of
from trainee_exercises.load_test.server import Server, running_server
from trainee_exercises.load_test.watching import watched
from trainee_exercises.storage import Storage, open_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.load_test.records import Played

_BY: Final = "load test"
_MARGIN: Final = 5.0  # seconds before the deadline by which all are done
_OURS: Final = "SUPPORT_SANDBOX_"


class Load(NamedTuple):
    """How much. minutes: of the exercise, may be a part of one; seed: decides what the candidates do."""

    candidates: int = 50
    minutes: float = 5.0
    seed: int = 1


def run(wanted: Load) -> Report:
    """Play it in a temporary data folder and return the figures.

    Raises:
        NotStarted: the server has not come up.

    """
    with tempfile.TemporaryDirectory(prefix="support-sandbox-load-") as name, own_settings(Path(name)):
        return _with_server(Path(name), wanted)


def _with_server(folder: Path, wanted: Load) -> Report:
    with running_server(folder) as server:
        storage = open_storage()
        try:
            return _measured(server, storage, wanted)
        finally:
            storage.close()


@contextmanager
def own_settings(data: Path) -> Iterator[None]:
    """Let this process and its children use *data*, and neither the folder nor the database that is set up here."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(_OURS)}
    os.environ["SUPPORT_SANDBOX_DATA"] = str(data)
    try:
        yield
    finally:
        del os.environ["SUPPORT_SANDBOX_DATA"]
        os.environ.update(before)


def _measured(server: Server, storage: Storage, wanted: Load) -> Report:
    invited = _invited(server, storage, wanted)
    everyone, machine = watched(server, lambda: asyncio.run(_play_all(server.url, invited, wanted)))
    return Report(
        candidates=wanted.candidates,
        minutes=wanted.minutes,
        database=storage.engine.dialect.name,
        times=times_of(everyone),
        saved=sum(len(played.saved) for played in everyone),
        repeated=sum(played.repeated for played in everyone),
        failures=tuple(failure for played in everyone for failure in played.failures),
        losses=losses(storage, everyone),
        machine=machine,
    )


def _invited(server: Server, storage: Storage, wanted: Load) -> list[Invited]:
    """Make a round with time enough, its candidates and their links."""
    settings = RoundSettings(minutes=math.ceil(wanted.minutes + _MARGIN / 60))
    made = create_round(storage, "Load test", settings, _BY)
    invited = []
    for i in range(1, wanted.candidates + 1):
        candidate = add_candidate(storage, made.id, NewCandidate(f"Candidate {i}", f"candidate{i}@load.example"), _BY)
        token = issue(storage, candidate.id, _BY).token
        invited.append(Invited(candidate.id, f"{server.url}/join/{token}"))
    return invited


async def _play_all(url: str, invited: list[Invited], wanted: Load) -> list[Played]:
    """Let all play at the same time, beginning within two seconds of each other."""
    seconds = wanted.minutes * 60

    async def one(number: int, who: Invited) -> Played:
        draw = Random(f"{wanted.seed} {number}")  # noqa: S311 - nothing secret is drawn
        async with Browser(url, who, f"{draw.getrandbits(128):032x}") as browser:
            await play(browser, Pace(seconds, draw.uniform(0, min(2.0, seconds / 5))), draw)
        return browser.played

    return await asyncio.gather(*(one(number, who) for number, who in enumerate(invited)))
