"""A round of made-up candidates that have played, to look at what ratings and results are like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.durations import DAY, HOUR, MINUTE
from trainee_exercises.bots.player import Sitting
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.rounds import round_by_id
from trainee_exercises.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.bots.bots import Bot
    from trainee_exercises.hiring.candidates import Candidate

_NAMES: Final = (
    "Amara Diallo", "Bashir Rahmani", "Carmen Ibarra", "Dmitri Sokolov", "Esi Mensah", "Farid Haddad", "Greta Lindholm",
    "Hiroshi Tanaka", "Ioana Popescu", "Jamal Whitaker", "Keala Nakamura", "Leila Bouzid",
)  # fmt: skip
_APART: Final = HOUR


class SetClock:
    """A clock that stands until it is moved. at: ms since 1970."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        """Return the time now."""
        return self.at

    def forward(self, ms: int) -> None:
        """Move on by *ms*."""
        self.at += ms


def play_round(storage: Storage, round_id: str, bots: Mapping[str, Bot], seed: int = 0) -> list[Candidate]:
    """Add a made-up candidate for each of *bots* to a round and let them play, an hour apart, the last by now.

    Return them in the order of *bots*. Their addresses are at example.org, where no mail arrives.

    Raises:
        HiringError: there is no such round, or it is closed.

    """
    with storage.read() as connection:
        found = round_by_id(connection, round_id)
    longest = 2 * found.settings.minutes * MINUTE + len(bots) * _APART
    begins = storage.now() - max(DAY, longest)
    clock = SetClock(begins)
    earlier = Storage(storage.engine.url, now=clock)
    attempts = Attempts(earlier)
    try:
        played = []
        for place, (name, bot) in enumerate(bots.items()):
            clock.at = begins + place * _APART
            one = add_candidate(earlier, round_id, _somebody(place, name), by=found.created_by)
            bot(Sitting(attempts, one.id, clock, seed + place))
            played.append(one)
        return played
    finally:
        earlier.close()


def _somebody(place: int, bot: str) -> NewCandidate:
    name, again = _NAMES[place % len(_NAMES)], place // len(_NAMES)
    shown = f"{name} {again + 1}" if again else name
    address = f"{shown.lower().replace(' ', '.')}.{bot.replace('_', '-')}@example.org"
    return NewCandidate(shown, address)
