"""Changing a round while nobody has begun: its settings, and what they mean for candidates who are in it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.questionnaires import stage_of_round
from trainee_exercises.hiring.rounds import Round, is_frozen, open_round, pack_of, problems_of, wrong_contact
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import Audited, audit
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.storage import Storage


def may_change(storage: Storage, found: Round) -> bool:
    """May the settings of a round still change? It is open, and nobody has begun."""
    with storage.read() as connection:
        return not found.is_closed and not is_frozen(connection, found.id)


def change_settings(storage: Storage, round_id: str, settings: RoundSettings, by: str) -> Round:
    """Give a round other settings and return it; candidates on the round's former form get its new one.

    Raises:
        WrongFields: as for a new round; or a candidate has a form of their own that the new pack lacks, or was sent the
            questionnaire that the new stages lack; or the contact is another one and has no address.
        HiringError: it is closed, or a candidate has read its rules, started or been rated.

    """
    if problems := problems_of(settings):
        raise WrongFields(problems)
    with storage.write() as connection:
        before = open_round(connection, round_id)
        if is_frozen(connection, round_id):
            raise HiringError(
                f"{before.name!r} can't be changed: a candidate has begun, or somebody has rated one; make a new round"
            )
        after = before._replace(settings=settings)
        problems = wrong_contact(settings.contact) if settings.contact != before.settings.contact else {}
        if problems := problems | _against_people(connection, before, after):
            raise WrongFields(problems)
        _put(connection, before, settings)
        changed = [key for key in RoundSettings.model_fields if getattr(before.settings, key) != getattr(settings, key)]
        audit.note(connection, Audited(storage.now(), by, "round changed", f"round:{round_id}", {"changed": changed}))
        return after


def _against_people(connection: Connection, before: Round, after: Round) -> dict[str, str]:
    """Return what candidates who are in the round already have against the new settings, by field."""
    problems = {}
    mine = t.candidates.c.round_id == before.id
    own = select(t.candidates.c.code, t.candidates.c.form).where(mine, t.candidates.c.form != before.settings.form)
    forms = pack_of(after.settings).forms
    lost = [row for row in connection.execute(own.order_by(t.candidates.c.code)) if row.form not in forms]
    if lost:
        problems["pack"] = f"it has no form {lost[0].form!r}, which candidate {lost[0].code} takes; choose another pack"
    sent = select(t.events.c.id).join(t.candidates, t.candidates.c.id == t.events.c.candidate_id)
    is_sent = connection.execute(sent.where(mine, t.events.c.stream.like("questionnaire:%")).limit(1)).first()
    if is_sent and stage_of_round(before) != stage_of_round(after):
        problems["stages"] = "its questionnaire was sent to a candidate already; keep that stage and the pack"
    return problems


def _put(connection: Connection, before: Round, settings: RoundSettings) -> None:
    dumped = settings.model_dump(mode="json")
    connection.execute(update(t.rounds).where(t.rounds.c.id == before.id).values(settings=dumped))
    with_default = (t.candidates.c.round_id == before.id, t.candidates.c.form == before.settings.form)
    connection.execute(update(t.candidates).where(*with_default).values(form=settings.form))
