"""A round to look at: made-up candidates have played it, made-up people have rated and decided, one is left to rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises import sample_ratings
from trainee_exercises.accounts import built_in
from trainee_exercises.bots import BOTS, play_round
from trainee_exercises.hiring.assignments import Assigning, assign, assignments_of_round, raters
from trainee_exercises.hiring.candidates import Candidate, candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, Part, criteria_of
from trainee_exercises.hiring.decisions import Deciding, decisions_of_round, record
from trainee_exercises.hiring.group_report import UNSAID, give_group_answers, group_report
from trainee_exercises.hiring.ratings import lock, sheets_of_round
from trainee_exercises.hiring.rounds import Round, create_round, pack_of, rounds
from trainee_exercises.hiring.settings import RoundSettings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.bots import Bot
    from trainee_exercises.storage import Storage

_NAME: Final = "Sample round, played"
_AGAIN: Final = "_again"
_TWICE: Final = ("careful", "rusher", "quitter", "copy_paste")
_PART: Final = Part(EXERCISE)
_SHORT: Final = "quitter"  # few replies: the quickest to rate
_WHY: Final = (
    "Sample decision. Both raters lean to yes: replies were looked up, speak to what the customer worries about, and "
    "what is open has a next step. The pace is to be asked about on the phone."
)
_SEX: Final = ("female", "male")
_AGE: Final = ("under_40", "under_40", "40_or_over", "40_or_over")


class _Player(NamedTuple):
    """A made-up candidate and how they played."""

    candidate: Candidate
    manner: str


def played_sample(storage: Storage, by: str) -> Round:
    """Return the open sample round that made-up candidates have played; made now where there is none.

    Two made-up raters have locked marks of all of them, and there is one decision. One candidate waits to be rated by
    *by*, or by this machine while there are no users; by nobody where *by* is none of the two.
    """
    everyone = rounds(storage)
    mine = [one for one in everyone if one.settings.sample and not one.is_closed and one.name.startswith(_NAME)]
    found = next(iter(mine), None) or _made(storage, sum(one.name.startswith(_NAME) for one in everyone), by)
    if not candidates_of(storage, found.id):
        play_round(storage, found.id, _ten_players())
    players = _players(candidates_of(storage, found.id))
    _rate(storage, found, players)
    _answer(storage, found, players)
    _decide(storage, found, players)
    _ask(storage, found, players, by)
    return found


def _made(storage: Storage, n_before: int, by: str) -> Round:
    name = _NAME if not n_before else f"{_NAME} {n_before + 1}"
    settings = RoundSettings(sample=True, company="Larkhour", contact="the people of Larkhour")
    return create_round(storage, name, settings, by)


def _ten_players() -> Mapping[str, Bot]:
    """Return all bots, some twice: below ten people there is no verdict on agreement, and groups are left out."""
    return {**BOTS, **{f"{name}{_AGAIN}": BOTS[name] for name in _TWICE if name in BOTS}}


def _players(candidates: Sequence[Candidate]) -> list[_Player]:
    """Return those of *candidates* whom bots played, which their addresses tell, in the order of these."""
    known, found = sample_ratings.manners(), []
    for one in sorted(candidates, key=lambda one: (one.created_at, one.code)):
        bot = (one.email or "").split("@", maxsplit=1)[0].rsplit(".", maxsplit=1)[-1].replace("-", "_")
        if bot.removesuffix(_AGAIN) in known:
            found.append(_Player(one, bot.removesuffix(_AGAIN)))
    return found


def _rate(storage: Storage, found: Round, players: Sequence[_Player]) -> None:
    """Lock what the made-up raters have not locked yet."""
    pack = pack_of(found.settings)
    with storage.read() as connection:
        asked = {(one.candidate_id, one.user_id): one for one in assignments_of_round(connection, found.id)}
        done = {one.assignment.id for one in sheets_of_round(connection, found.id) if one.locked}
    for place, user in enumerate(built_in.SAMPLE_RATERS):
        for number, (one, manner) in enumerate(players):
            asking = Assigning(one.id, user, _PART)
            mine = asked.get((one.id, user)) or assign(storage, asking, pack, built_in.SAMPLE_MANAGER)
            if mine.id not in done and mine.ended_at is None:
                given = sample_ratings.rating(criteria_of(pack, one.form, _PART), manner, str(number), place)
                lock(storage, mine.id, user, given, pack)


def _answer(storage: Storage, found: Round, players: Sequence[_Player]) -> None:
    """Give answers about groups for everybody, unless there are any; one question is left out by all."""
    if group_report(storage, found.id).n_answered:
        return
    for place, one in enumerate(players):
        said = {"sex": _SEX[place % len(_SEX)], "age": _AGE[place % len(_AGE)], "ethnicity": UNSAID}
        give_group_answers(storage, one.candidate.id, said)


def _decide(storage: Storage, found: Round, players: Sequence[_Player]) -> None:
    with storage.read() as connection:
        is_decided = bool(decisions_of_round(connection, found.id))
    careful = next((one.candidate.id for one in players if one.manner == "careful"), None)
    if careful is not None and not is_decided:
        record(storage, Deciding(careful, "invite_further", _WHY, (EXERCISE,)), built_in.SAMPLE_MANAGER)


def _ask(storage: Storage, found: Round, players: Sequence[_Player], by: str) -> None:
    """Let somebody who is there rate a candidate whose work is short, unless somebody has been asked already."""
    may = [one.id for one in raters(storage)]
    user = next((one for one in (by, built_in.LOCAL) if one in may), None)
    with storage.read() as connection:
        asked = {one.user_id for one in assignments_of_round(connection, found.id)}
    if user is None or not players or asked - set(built_in.SAMPLE_RATERS):
        return
    left = next((one for one in players if one.manner == _SHORT), players[-1])
    assign(storage, Assigning(left.candidate.id, user, _PART), pack_of(found.settings), by)
