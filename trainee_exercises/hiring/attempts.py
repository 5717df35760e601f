"""The exercise on the storage: what a candidate's browser asks for, and time that staff grant."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.durations import MINUTE
from trainee_exercises.exercise import actions
from trainee_exercises.exercise.attempt import Attempt, Terms, advanced
from trainee_exercises.exercise.decide import decide
from trainee_exercises.exercise.refusals import Refused, ToWrite
from trainee_exercises.exercise.search import Library
from trainee_exercises.exercise.view import Browser, Notices, device_json, poll, view
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import pack_of, round_of
from trainee_exercises.storage import Audited, Entry, Stream, audit, events
from trainee_exercises.storage.problems import ErasedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.exercise.actions import Action
    from trainee_exercises.exercise.moment import Outcome
    from trainee_exercises.hiring.settings import RoundSettings
    from trainee_exercises.packs import Pack
    from trainee_exercises.storage import Storage

CANDIDATE: Final = "candidate"
"""Who did it, in events that the candidate's own browser caused."""
MOST_EXTRA_MS: Final = 24 * 60 * MINUTE
_MOST_KEPT: Final = 500


class _About(NamedTuple):
    """What is known of a candidate apart from the events."""

    terms: Terms
    notices: Notices
    is_closed: bool


class Attempts:
    """All attempts of a database. Make one for each process: it remembers what it has replayed.

    What it remembers is always brought up to the newest event first, so several processes agree. Any thread may call.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._packs: dict[str, tuple[Pack, Library]] = {}
        self._terms: dict[tuple[object, ...], Terms] = {}
        self._known: dict[str, Attempt] = {}
        self._loading = threading.Lock()

    # ---- for the candidate's browser ----

    def view(self, candidate_id: str, device: str) -> dict[str, Any]:
        """Return the candidate's page.

        Raises:
            HiringError: there is no such candidate, or they have been erased.

        """
        with self._storage.read() as connection:
            about = self._about(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, about.terms)
        return view(attempt, about.notices, self._now(attempt), Browser(candidate_id, device))

    def poll(self, candidate_id: str, device: str) -> dict[str, Any]:
        """Return what may have changed without the browser's doing.

        Raises:
            HiringError: there is no such candidate, or they have been erased.

        """
        attempt = self.attempt(candidate_id)
        return poll(attempt, self._now(attempt), Browser(candidate_id, device))

    def act(self, candidate_id: str, device: str, action: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the browser asks for, and return its receipt: by then it is on the disk.

        Raises:
            Refused: it may not be done; `reply` is what the browser gets. A text in it is kept.
            NotAnAction: the page sends no such message.
            HiringError: there is no such candidate, or they have been erased.

        """
        self._warm(candidate_id)
        try:
            parsed = actions.parse(action)
        except Refused as refused:
            raise self._with_state(refused, self.attempt(candidate_id), device) from None
        stream = stream_of(candidate_id)
        with self._held(candidate_id) as connection:
            about = self._about(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, about.terms)
            now = self._now(attempt)
            outcome = _decided(about, attempt, parsed, (now, device))
            to_write = outcome.keep if isinstance(outcome, Refused) else outcome.entries
            attempt = _written(connection, stream, attempt, (to_write, now, CANDIDATE))
        self._remember(candidate_id, attempt)
        if isinstance(outcome, Refused):
            raise self._with_state(outcome, attempt, device)
        return {"ok": True, "now": now, "ends_at": attempt.ends_at, "phase": attempt.phase(now), **outcome.reply}

    # ---- for staff ----

    def grant(self, candidate_id: str, extra_ms: int, by: str, why: str) -> Attempt:
        """Give a candidate more time, or take back some of what was given, at once; return the attempt.

        Less than nothing of the round's own time can't be taken, and the end never moves to before now. After the end
        the exercise opens again for just *extra_ms* from now on, unless the candidate has finished it.

        Raises:
            HiringError: *extra_ms* is 0 or more than a day, there is no reason, the candidate has finished, or there
                is nothing to take back.

        """
        if not extra_ms or abs(extra_ms) > MOST_EXTRA_MS:
            minutes = f"{extra_ms / MINUTE:g} minutes"
            raise HiringError(f"{minutes} can't be granted; write a number between -1440 and 1440, not 0")
        if not why.strip():
            raise HiringError("write why: whoever looks at this round later will ask")
        self._warm(candidate_id)
        stream = stream_of(candidate_id)
        with self._held(candidate_id) as connection:
            about = self._about(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, about.terms)
            now = self._now(attempt)
            shift = _shift(attempt, extra_ms, now)
            granted = ToWrite("granted", {"extra_ms": shift, "asked_ms": extra_ms, "why": why.strip()})
            attempt = _written(connection, stream, attempt, ((granted,), now, by))
            detail = {"extra_ms": shift, "asked_ms": extra_ms, "ends_at": attempt.ends_at}
            audit.note(connection, Audited(now, by, "time granted", f"candidate:{candidate_id}", detail))
        self._remember(candidate_id, attempt)
        return attempt

    def attempt(self, candidate_id: str) -> Attempt:
        """Return the attempt as it stands; one without events if nothing has happened yet.

        Raises:
            HiringError: there is no such candidate, or they have been erased.

        """
        with self._storage.read() as connection:
            about = self._about(connection, candidate_id)
            return self._replayed(connection, candidate_id, about.terms)

    def terms(self, candidate_id: str) -> Terms:
        """Return pack, form, time and rule of a candidate's exercise.

        Raises:
            HiringError: there is no such candidate, they have been erased, or the pack can't be used.

        """
        with self._storage.read() as connection:
            return self._about(connection, candidate_id).terms

    # ---- inside ----

    def _now(self, attempt: Attempt) -> int:
        """Return the server's time; a clock that was set back stands still at what was written last."""
        return max(self._storage.now(), attempt.last_at)

    @contextmanager
    def _held(self, candidate_id: str) -> Iterator[Connection]:
        """Give a connection for writing about a candidate, while other writers about them wait."""
        try:
            with self._storage.write() as connection:
                events.hold(connection, stream_of(candidate_id))
                yield connection
        except ErasedError:  # in this very moment
            self._known.pop(candidate_id, None)
            raise HiringError("the data of this candidate have been erased") from None

    def _warm(self, candidate_id: str) -> None:
        """Read pack and events of somebody new before the database is held for writing: that takes its time."""
        if candidate_id not in self._known:
            self.attempt(candidate_id)

    def _about(self, connection: Connection, candidate_id: str) -> _About:
        candidate = candidate_by_id(connection, candidate_id)
        if candidate.erased_at is not None:
            self._known.pop(candidate_id, None)
            raise HiringError(f"the data of candidate {candidate.code} have been erased")
        found = round_of(connection, candidate_id)
        terms = self._terms_of(found.settings, candidate.form)
        return _About(terms, _notices(found.settings, terms), found.is_closed)

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

    def _replayed(self, connection: Connection, candidate_id: str, terms: Terms) -> Attempt:
        """Return the attempt up to the newest event that *connection* sees."""
        attempt = self._known.get(candidate_id)
        if attempt is None or attempt.terms is not terms:
            attempt = Attempt(terms)
        news = events.read(connection, stream_of(candidate_id).name, attempt.number)
        for event in news:
            attempt = advanced(attempt, event)
        if news:
            self._remember(candidate_id, attempt)
        return attempt

    def _remember(self, candidate_id: str, attempt: Attempt) -> None:
        """Keep an attempt whose events are in the database; never an older one in place of a newer."""
        known = self._known.get(candidate_id)
        if known is None or known.terms is not attempt.terms or known.number < attempt.number:
            self._known[candidate_id] = attempt
        if len(self._known) > _MOST_KEPT:
            self._known.clear()

    def _with_state(self, refused: Refused, attempt: Attempt, device: str) -> Refused:
        now = self._now(attempt)
        state = {"now": now, "ends_at": attempt.ends_at, "phase": attempt.phase(now)}
        refused.reply |= state | {"device": device_json(attempt, device)}
        return refused


def stream_of(candidate_id: str) -> Stream:
    """Return the line of events of a candidate's exercise."""
    return Stream(f"attempt:{candidate_id}", candidate_id)


def _decided(about: _About, attempt: Attempt, action: Action, moment: tuple[int, str]) -> Outcome | Refused:
    """Return the outcome of an action, or the refusal, whose texts are to be written before it is raised."""
    if about.is_closed and attempt.started_at is None and isinstance(action, actions.Start):
        return Refused("closed", "This round has been closed. Write to the person who invited you.")
    try:
        return decide(attempt, action, *moment)
    except Refused as refused:
        return refused


def _written(
    connection: Connection, stream: Stream, attempt: Attempt, what: tuple[Sequence[ToWrite], int, str]
) -> Attempt:
    """Write events and return the attempt after them. what: the events, when and by whom."""
    entries, now, by = what
    for event in events.append(connection, stream, [Entry(*one) for one in entries], now, by):
        attempt = advanced(attempt, event)
    return attempt


def _shift(attempt: Attempt, extra_ms: int, now: int) -> int:
    """Return by how much the end moves when *extra_ms* are granted at *now*."""
    if attempt.finished_at is not None:
        raise HiringError("the candidate has finished the exercise, so no time can be added")
    if extra_ms < 0:
        left = extra_ms if attempt.ends_at is None else max(extra_ms, min(0, now - attempt.ends_at))
        shift = max(left, -attempt.extra_ms)
        if shift >= 0 or (attempt.ends_at is not None and now > attempt.ends_at):
            raise HiringError("there is no extra time left to take back")
        return shift
    if attempt.ends_at is not None and now > attempt.ends_at:
        return now - attempt.ends_at + extra_ms
    return extra_ms


def _notices(settings: RoundSettings, terms: Terms) -> Notices:
    pack = terms.pack
    months = settings.retention_months
    words = {
        "company": settings.company,
        "contact": settings.contact,
        "who_sees": settings.who_sees,
        "legal_basis": settings.legal_basis,
        "authority": settings.authority,
        "retention_period": "1 month" if months == 1 else f"{months} months",
        "time": "1 minute" if settings.minutes == 1 else f"{settings.minutes} minutes",
    }
    ai_text = str(getattr(pack.ai_rules, settings.ai_rule))
    return Notices(settings.company, ai_text, _filled(pack.privacy_notice, words), _filled(pack.accommodation, words))


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Return *text* with its {names} replaced; braces that are none of them stay."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
