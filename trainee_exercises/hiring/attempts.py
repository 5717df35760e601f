"""The exercise on the storage: what a candidate's browser asks for, and time that staff grant."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sim.durations import MINUTE
from trainee_exercises.exercise import actions
from trainee_exercises.exercise.attempt import Attempt, advanced
from trainee_exercises.exercise.decide import decide
from trainee_exercises.exercise.refusals import Refused, ToWrite
from trainee_exercises.exercise.view import Browser, device_json, poll, view
from trainee_exercises.hiring.offers import Offers, refused_start
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.storage import Audited, Entry, Stream, audit, events
from trainee_exercises.storage.problems import ErasedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.exercise.actions import Action
    from trainee_exercises.exercise.attempt import Terms
    from trainee_exercises.exercise.moment import Outcome
    from trainee_exercises.hiring.offers import Offer
    from trainee_exercises.storage import Storage

CANDIDATE: Final = "candidate"
"""Who did it, in events that the candidate's own browser caused."""
MOST_EXTRA_MS: Final = 24 * 60 * MINUTE
_MOST_KEPT: Final = 500


class Attempts:
    """All attempts of a database. Make one for each process: it remembers what it has replayed.

    What it remembers is always brought up to the newest event first, so several processes agree. Any thread may call.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._offers = Offers()
        self._known: dict[str, Attempt] = {}

    # ---- for the candidate's browser ----

    def view(self, candidate_id: str, device: str) -> dict[str, Any]:
        """Return the candidate's page, with may_start, and if not before the start why_not: a sentence.

        Raises:
            HiringError: there is no such candidate, or they have been erased.

        """
        with self._storage.read() as connection:
            offer = self._offer(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, offer.terms)
            start = _start(connection, candidate_id, offer, attempt)
        return view(attempt, offer.notices, self._now(attempt), Browser(candidate_id, device)) | start

    def poll(self, candidate_id: str, device: str) -> dict[str, Any]:
        """Return what may have changed without the browser's doing.

        Raises:
            HiringError: there is no such candidate, or they have been erased.

        """
        with self._storage.read() as connection:
            offer = self._offer(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, offer.terms)
            start = _start(connection, candidate_id, offer, attempt)
        return poll(attempt, self._now(attempt), Browser(candidate_id, device)) | start

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
            offer = self._offer(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, offer.terms)
            now = self._now(attempt)
            is_start = isinstance(parsed, actions.Start) and attempt.started_at is None
            refused_by_round = refused_start(connection, candidate_id, offer) if is_start else None
            outcome = refused_by_round or _decided(attempt, parsed, (now, device))
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
            most = f"at most {MOST_EXTRA_MS // MINUTE}"
            raise HiringError(f"{extra_ms / MINUTE:g} minutes can't be given; write minutes other than 0, {most}")
        if not why.strip():
            raise HiringError("write why: whoever looks at this round later will ask")
        self._warm(candidate_id)
        stream = stream_of(candidate_id)
        with self._held(candidate_id) as connection:
            offer = self._offer(connection, candidate_id)
            attempt = self._replayed(connection, candidate_id, offer.terms)
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
            offer = self._offer(connection, candidate_id)
            return self._replayed(connection, candidate_id, offer.terms)

    def terms(self, candidate_id: str) -> Terms:
        """Return pack, form, time and rule of a candidate's exercise.

        Raises:
            HiringError: there is no such candidate, they have been erased, or the pack can't be used.

        """
        with self._storage.read() as connection:
            return self._offer(connection, candidate_id).terms

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

    def _offer(self, connection: Connection, candidate_id: str) -> Offer:
        try:
            return self._offers.of(connection, candidate_id)
        except HiringError:  # also of somebody erased: nothing of theirs is remembered
            self._known.pop(candidate_id, None)
            raise

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


def _start(connection: Connection, candidate_id: str, offer: Offer, attempt: Attempt) -> dict[str, Any]:
    """Return for the browser whether the candidate may start, and a sentence on why not."""
    if attempt.started_at is not None:
        return {"may_start": False, "why_not": None}
    refused = refused_start(connection, candidate_id, offer)
    return {"may_start": refused is None, "why_not": refused and refused.says}


def _decided(attempt: Attempt, action: Action, moment: tuple[int, str]) -> Outcome | Refused:
    """Return the outcome of an action, or the refusal, whose texts are to be written before it is raised."""
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
