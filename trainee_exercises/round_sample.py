"""A round to look at: made-up candidates have played it, and it is marked as a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.bots import BOTS, play_round
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.rounds import Round, create_round, rounds
from trainee_exercises.hiring.settings import RoundSettings

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage

_NAME: Final = "Sample round, played"


def played_sample(storage: Storage, by: str) -> Round:
    """Return the open sample round that made-up candidates have played; made now where there is none."""
    everyone = rounds(storage)
    mine = [one for one in everyone if one.settings.sample and not one.is_closed and one.name.startswith(_NAME)]
    found = next(iter(mine), None) or _made(storage, sum(one.name.startswith(_NAME) for one in everyone), by)
    if not candidates_of(storage, found.id):
        play_round(storage, found.id, BOTS)
    return found


def _made(storage: Storage, n_before: int, by: str) -> Round:
    name = _NAME if not n_before else f"{_NAME} {n_before + 1}"
    settings = RoundSettings(sample=True, company="Larkhour", contact="the people of Larkhour")
    return create_round(storage, name, settings, by)
