"""What a candidate's exercise is, apart from what has happened in it: pack, form, time, rule, texts, may it start."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from sim.durations import MINUTE
from trainee_exercises.exercise.attempt import Terms
from trainee_exercises.exercise.refusals import Refused
from trainee_exercises.exercise.search import Library
from trainee_exercises.exercise.view import Notices
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.invitations import invitations_of, invited_at
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import pack_of, round_of
from trainee_exercises.hiring.words import filled

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.hiring.settings import RoundSettings
    from trainee_exercises.packs import Pack


class Offer(NamedTuple):
    """The exercise of one candidate."""

    terms: Terms
    notices: Notices
    is_closed: bool


class Offers:
    """The offers of a database. It remembers packs and terms, so that those of a round are made once."""

    def __init__(self) -> None:
        self._packs: dict[str, tuple[Pack, Library]] = {}
        self._terms: dict[tuple[object, ...], Terms] = {}
        self._loading = threading.Lock()

    def of(self, connection: Connection, candidate_id: str) -> Offer:
        """Return a candidate's offer.

        Raises:
            HiringError: there is no such candidate, they have been erased, or the pack can't be used.

        """
        candidate = candidate_by_id(connection, candidate_id)
        if candidate.erased_at is not None:
            raise HiringError(f"the data of candidate {candidate.code} have been erased")
        found = round_of(connection, candidate_id)
        terms = self._terms_of(found.settings, candidate.form)
        return Offer(terms, _notices(found.settings, terms), found.is_closed)

    def _terms_of(self, settings: RoundSettings, form: str) -> Terms:
        key = (settings.pack, form, settings.minutes, settings.ai_rule)
        known = self._terms.get(key)
        if known is not None:
            return known
        with self._loading:
            if settings.pack not in self._packs:
                pack = pack_of(settings)
                self._packs[settings.pack] = pack, Library(pack.articles.values())
            pack, library = self._packs[settings.pack]
            if form not in pack.forms:
                raise HiringError(f"{pack.title} has no form {form!r} any more; it has {', '.join(pack.forms)}")
            made = Terms(
                pack, pack.forms[form], settings.minutes * MINUTE, pack.exercise.grace, settings.ai_rule, library
            )
            return self._terms.setdefault(key, made)


def refused_start(connection: Connection, candidate_id: str, offer: Offer) -> Refused | None:
    """Return why a candidate who has not started may not start now; None: they may.

    A link for the questionnaire alone is no invitation to the exercise; who has no link at all, as in samples, may.
    """
    if offer.is_closed:
        return Refused("closed", "This round has been closed. Write to the person who invited you.")
    if invited_at(connection, candidate_id) is None and invitations_of(connection, candidate_id):
        return Refused(
            "not_invited_yet",
            "The exercise comes later: whoever invited you writes to you when it opens. "
            "Your questionnaire is at /questionnaire.",
        )
    return None


def _notices(settings: RoundSettings, terms: Terms) -> Notices:
    pack = terms.pack
    texts = (str(getattr(pack.ai_rules, settings.ai_rule)), pack.privacy_notice, pack.accommodation)
    return Notices(settings.company, settings.contact, *(filled(one, settings) for one in texts))
