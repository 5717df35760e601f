"""Rounds of hiring: made once, frozen when the first candidate begins, closed at the end."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from sim.scenario.problems import listed, nearest
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.retention import least_months
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.words import one_line
from trainee_exercises.packs import Pack, PackError, changed_at, load_pack, names
from trainee_exercises.storage import Audited, Storage, new_id
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_LONGEST: Final = 200
_TAKEN: Final = "there is a round {!r} already; choose another name"
_ADDRESS: Final = re.compile(r"\S@\S|\w\.\w|://|\d{3}")
_CUT: Final = 60
_BINDING: Final = ("acknowledged", "started", "saved", "draft", "locked", "decided")
"""Events about a candidate after which nothing of the round may change: they have read its rules or begun to write, or
somebody has rated them or decided about them."""


class Round(NamedTuple):
    """A round of hiring. created_at and closed_at: ms since 1970; closed_at None: open."""

    id: str
    name: str
    settings: RoundSettings
    created_at: int
    created_by: str
    closed_at: int | None

    @property
    def is_closed(self) -> bool:
        """Has it been closed? Then nobody may start."""
        return self.closed_at is not None


# ---- reading ----


def rounds(storage: Storage) -> list[Round]:
    """Return all rounds, the newest first."""
    with storage.read() as connection:
        found = connection.execute(select(t.rounds).order_by(t.rounds.c.created_at.desc(), t.rounds.c.id))
        return [_round(row) for row in found]


def round_by_id(connection: Connection, round_id: str) -> Round:
    """Return the round of that id.

    Raises:
        HiringError: there is none.

    """
    row = connection.execute(select(t.rounds).where(t.rounds.c.id == round_id)).first()
    if row is None:
        raise HiringError(f"there is no round {round_id!r}; list them with `support-sandbox exercise round list`")
    return _round(row)


def round_of(connection: Connection, candidate_id: str) -> Round:
    """Return the round that a candidate is in.

    Raises:
        HiringError: there is no such candidate.

    """
    of_candidate = select(t.rounds).join(t.candidates).where(t.candidates.c.id == candidate_id)
    row = connection.execute(of_candidate).first()
    if row is None:
        raise HiringError(f"there is no candidate {candidate_id!r}")
    return _round(row)


def find_round(storage: Storage, text: str) -> Round:
    """Return the round of that id or name, in any case.

    Raises:
        HiringError: there is none; the message names the nearest.

    """
    everyone = rounds(storage)
    wanted = text.strip().casefold()
    found = next((one for one in everyone if wanted in (one.id, one.name.casefold())), None)
    if found is None:
        near = nearest(text, [one.name for one in everyone])
        remedy = f"did you mean {near!r}?" if near else f"there is {listed(repr(one.name) for one in everyone)}"
        raise HiringError(f"there is no round {text!r}; {remedy}")
    return found


def is_frozen(connection: Connection, round_id: str) -> bool:
    """Has a candidate of the round read its rules or started, or been rated? Then its settings stay as they are."""
    begun = (
        select(t.events.c.id)
        .join(t.candidates, t.candidates.c.id == t.events.c.candidate_id)
        .where(t.candidates.c.round_id == round_id, t.events.c.kind.in_(_BINDING))
    )
    return connection.execute(begun.limit(1)).first() is not None


def pack_of(settings: RoundSettings) -> Pack:
    """Return the pack of a round.

    Raises:
        WrongFields: there is no such pack, or it cannot be read.

    """
    try:
        return _loaded(settings.pack, changed_at(settings.pack))
    except PackError as error:
        near = nearest(settings.pack, names())
        remedy = f" Did you mean {near!r}?" if near and near != settings.pack else ""
        raise WrongFields({"pack": f"{str(error).splitlines()[0].removesuffix('.')}.{remedy}"}) from None


@lru_cache(maxsize=8)
def _loaded(pack: str, stamp: int) -> Pack:  # noqa: ARG001 - a changed file makes another stamp
    """Return a pack that was read before, or read it, which takes half a second; nothing changes one in memory."""
    return load_pack(pack)


# ---- changing ----


def create_round(storage: Storage, name: str, settings: RoundSettings, by: str) -> Round:
    """Make a round and return it.

    Raises:
        WrongFields: a message for each of: the name is empty, too long or taken; there is no such pack, form or stage;
            the law asks to keep records for longer.

    """
    name = one_line(name)
    problems = problems_of(settings)
    with storage.write() as connection:
        problems |= wrong_name(connection, name)
        if problems:
            raise WrongFields(problems)
        return _created(connection, name, settings, Audited(storage.now(), by, "round created", "", {}))


def close_round(storage: Storage, round_id: str, by: str) -> Round:
    """Close a round and return it: nobody can be added, invited or start; those who have started finish in their time.

    Closing a closed round changes nothing.
    """
    with storage.write() as connection:
        found = _held(connection, round_id)
        if found.is_closed:
            return found
        now = storage.now()
        connection.execute(update(t.rounds).where(t.rounds.c.id == round_id).values(closed_at=now))
        log.note(connection, Audited(now, by, "round closed", f"round:{round_id}", {}))
        return found._replace(closed_at=now)


def open_round(connection: Connection, round_id: str) -> Round:
    """Return a round that can still be changed, kept from other writers until the transaction ends.

    Raises:
        HiringError: there is none, or it is closed.

    """
    found = _held(connection, round_id)
    _still_open(found)
    return found


def _round(row: Row[Any]) -> Round:
    settings = RoundSettings.model_validate(row.settings)
    return Round(row.id, row.name, settings, row.created_at, row.created_by, row.closed_at)


def _held(connection: Connection, round_id: str) -> Round:
    """Return a round whose row others cannot change meanwhile: two that add the same address queue here."""
    connection.execute(select(t.rounds.c.id).where(t.rounds.c.id == round_id).with_for_update())
    return round_by_id(connection, round_id)


def _still_open(found: Round) -> None:
    if found.is_closed:
        raise HiringError(f"{found.name!r} is closed; make a new round for more candidates")


def _created(connection: Connection, name: str, settings: RoundSettings, line: Audited) -> Round:
    made = Round(new_id(), name, settings, line.at, line.actor, None)
    try:
        connection.execute(insert(t.rounds).values(made._asdict() | {"settings": settings.model_dump(mode="json")}))
    except IntegrityError:  # somebody else took it in this moment
        raise WrongFields({"name": _TAKEN.format(name)}) from None
    log.note(
        connection, line._replace(subject=f"round:{made.id}", detail={"pack": settings.pack, "form": settings.form})
    )
    return made


def wrong_name(connection: Connection, name: str) -> dict[str, str]:
    """Return what is wrong with the name of a new round, as {"name": message}; {}: nothing."""
    if not name:
        return {"name": "give the round a name"}
    if len(name) > _LONGEST:
        return {"name": f"it has {len(name)} characters; write {_LONGEST} at most"}
    taken = {one.casefold() for one in connection.execute(select(t.rounds.c.name)).scalars()}
    return {"name": _TAKEN.format(name)} if name.casefold() in taken else {}


def wrong_contact(contact: str) -> dict[str, str]:
    """Return what is wrong with whom candidates write to, as {"contact": message}; {}: nothing.

    An address is mail, a place on the web, or a number to call.
    """
    if _ADDRESS.search(contact):
        return {}
    typed = contact if len(contact) <= _CUT else f"{contact[: _CUT - 3]}..."
    return {"contact": f"{typed!r} has no address; write a person and one, such as Maria Lund, maria@company.example"}


def problems_of(settings: RoundSettings) -> dict[str, str]:
    """Return what the pack and the law have against the settings, by field; {}: nothing."""
    problems = {}
    least = least_months(settings.jurisdiction)
    if settings.retention_months < least:
        problems["retention_months"] = (
            f"{settings.retention_months} months is too short: the law there asks for {least} at least"
        )
    try:
        pack = pack_of(settings)
    except WrongFields as error:
        return problems | error.fields
    if settings.form not in pack.forms:
        problems["form"] = f"{pack.title} has no form {settings.form!r}; choose {listed(pack.forms, 'or')}"
    unknown = [stage for stage in settings.stages if stage not in pack.stages]
    if unknown:
        problems["stages"] = f"{pack.title} has no stage {unknown[0]!r}; choose from {listed(pack.stages)}"
    return problems
