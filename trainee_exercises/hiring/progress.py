"""How a round is going: for each candidate what has happened so far and what waits for staff; never a score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sqlalchemy import func, select

from sim.durations import MINUTE
from trainee_exercises.hiring.attempts import CANDIDATE, stream_of
from trainee_exercises.hiring.candidates import Candidate, candidate_by_id, candidates_of, care_of
from trainee_exercises.hiring.invitations import Invitation, invitations_of, invited_at
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.words import count
from trainee_exercises.storage import Audited, Entry, Storage, audit, events
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from trainee_exercises.exercise.attempt import Attempt
    from trainee_exercises.hiring.attempts import Attempts

State = Literal[
    "added",
    "invited",
    "opened",
    "ready",
    "link taken back",
    "link ran out",
    "running",
    "time over",
    "finished",
    "erased",
]
_LONGEST: Final = 2000
_EXTRA: Final = re.compile(r"([+-]?\d{1,5}(?:[.,]\d{1,3})?)\s*(%|m|min|minutes?)?")


class Wish(NamedTuple):
    """A candidate asked for more time or another format. answer: what staff wrote down about it, None: it waits."""

    at: int
    text: str
    answer: str | None


class Progress(NamedTuple):
    """Where one candidate is. Instants: ms since 1970, None: not so far.

    state: the last thing that happened ("ready": has read the rules; "link taken back" and "link ran out": was invited,
    has not started, and no link opens); link_until: until when a link opens, None: none does; minutes_left: with extra
    time, None unless the clock runs; n_answered: questions with a reply, of which n_sent were sent and the rest are
    drafts; notes: what a rater will see noted, and what staff should know.
    """

    candidate: Candidate
    state: State
    invited_at: int | None
    link_until: int | None
    opened_at: int | None
    acknowledged_at: int | None
    wishes: tuple[Wish, ...]
    started_at: int | None
    ends_at: int | None
    finished_at: int | None
    minutes_left: float | None
    extra_minutes: float
    n_questions: int
    n_answered: int
    n_sent: int
    n_lookups: int
    last_seen_at: int | None
    notes: tuple[str, ...]

    @property
    def n_drafts(self) -> int:
        """Return how many replies have words and were not sent; they count as they stand."""
        return self.n_answered - self.n_sent

    @property
    def waits(self) -> bool:
        """Has the candidate asked for something that nobody has answered?"""
        return any(one.answer is None for one in self.wishes)


class _Links(NamedTuple):
    """A candidate's links, and when they were first invited to the exercise by one."""

    all: list[Invitation]
    invited_at: int | None

    @property
    def opened_at(self) -> int | None:
        """Return when a link was first followed after the invitation to the exercise."""
        since = [one.opened_at for one in self.all if one.opened_at is not None]
        return min((at for at in since if self.invited_at is not None and at >= self.invited_at), default=None)

    def end(self, now: int) -> State | None:
        """Return how the last link of somebody who was invited came to its end; None: one opens, or there was none."""
        if self.invited_at is None or not self.all or any(one.opens(now) for one in self.all):
            return None
        return "link ran out" if self.all[0].revoked_at is None else "link taken back"


def progress_of(storage: Storage, attempts: Attempts, round_id: str) -> list[Progress]:
    """Return the candidates of a round, by name; those first who wait for an answer."""
    everyone = [progress(storage, attempts, one) for one in candidates_of(storage, round_id)]
    return sorted(everyone, key=lambda one: not one.waits)


def progress(storage: Storage, attempts: Attempts, candidate: Candidate) -> Progress:
    """Return where a candidate is now."""
    with storage.read() as connection:
        links, invited = invitations_of(connection, candidate.id), invited_at(connection, candidate.id)
        answers = _answers(connection, candidate.id)
        last_seen = _last_seen(connection, candidate.id, links)
    if candidate.erased_at is not None:
        return _erased(candidate)
    return _progress(
        candidate, attempts.attempt(candidate.id), (storage.now(), _Links(links, invited), answers, last_seen)
    )


def answer_wish(storage: Storage, candidate_id: str, text: str, by: str) -> None:
    """Write down what was answered to all that a candidate has asked for so far. Telling them is for a person to do.

    Raises:
        HiringError: there is no text, or nothing waits for an answer.

    """
    text = text.strip()
    if not 1 <= len(text) <= _LONGEST:
        raise HiringError(f"write what you answered, in {_LONGEST} characters at most")
    with storage.write() as connection:
        if candidate_by_id(connection, candidate_id).erased_at is not None:
            raise HiringError("this candidate has been erased")
        stream = care_of(candidate_id)
        events.hold(connection, stream)
        asked = sum(one.kind == "other_format" for one in events.read(connection, stream_of(candidate_id).name))
        answered = _answers(connection, candidate_id)
        if asked <= (answered[-1][0] if answered else 0):
            raise HiringError("this candidate has asked for nothing that waits for an answer")
        now = storage.now()
        entry = Entry("wish_answered", {"up_to": asked, "text": text})
        events.append(connection, stream, [entry], now, by)
        audit.note(connection, Audited(now, by, "other format answered", f"candidate:{candidate_id}", {}))


def extra_ms(text: str, minutes: int) -> int:
    """Return the span (ms) that "10", "-5", "12.5" (minutes) or "25%" (of the round's *minutes*) means.

    Raises:
        HiringError: it means none.

    """
    found = _EXTRA.fullmatch(text.strip())
    if found is None:
        raise HiringError(f"{text.strip()[:30]!r} is no extra time; write minutes such as 10, or a share such as 25%")
    n = float(found[1].replace(",", "."))
    return round((n / 100 * minutes if found[2] == "%" else n) * MINUTE)


# ---- inside ----


def _answers(connection: Connection, candidate_id: str) -> list[tuple[int, str]]:
    """Return what staff answered: to how many wishes, counted from the first, and the text."""
    done = events.read(connection, care_of(candidate_id).name)
    return [(one.data["up_to"], one.data["text"]) for one in done if one.kind == "wish_answered"]


def _last_seen(connection: Connection, candidate_id: str, links: list[Invitation]) -> int | None:
    """Return when the candidate last did something."""
    mine = (t.events.c.candidate_id == candidate_id, t.events.c.actor == CANDIDATE)
    last = connection.execute(select(func.max(t.events.c.at)).where(*mine)).scalar()
    return max((at for at in (last, *(one.opened_at for one in links)) if at is not None), default=None)


def _progress(
    candidate: Candidate,
    attempt: Attempt,
    known: tuple[int, _Links, list[tuple[int, str]], int | None],
) -> Progress:
    now, links, answers, last_seen = known
    replied = [one for one in attempt.answers.values() if one.reply.strip()]
    phase = attempt.phase(now)
    left = max(0, attempt.ends_at - now) / MINUTE if phase == "running" and attempt.ends_at is not None else None
    return Progress(
        candidate,
        _state(attempt, phase, links, now),
        links.invited_at,
        next((one.expires_at for one in links.all if one.opens(now)), None),
        links.opened_at,
        attempt.acknowledged_at,
        tuple(_wishes(attempt, answers)),
        attempt.started_at,
        attempt.ends_at,
        attempt.finished_at,
        left,
        attempt.extra_ms / MINUTE,
        len(attempt.terms.form.questions),
        len(replied),
        sum(one.sent_at is not None for one in replied),
        len(attempt.lookups),
        last_seen,
        tuple(_notes(attempt)),
    )


def _state(attempt: Attempt, phase: str, links: _Links, now: int) -> State:
    if phase == "over":
        return "finished" if attempt.finished_at is not None else "time over"
    if phase == "running":
        return "running"
    return links.end(now) or _before(attempt, links)


def _before(attempt: Attempt, links: _Links) -> State:
    """Return how far somebody has come who has not started and still may."""
    if attempt.acknowledged_at is not None:
        return "ready"
    if links.invited_at is None:
        return "added"
    return "invited" if links.opened_at is None else "opened"


def _wishes(attempt: Attempt, answers: list[tuple[int, str]]) -> Iterator[Wish]:
    """Yield what was asked for, each with the first answer that came after it."""
    for n, wish in enumerate(attempt.other_format, 1):
        yield Wish(wish.at, wish.text, next((text for up_to, text in answers if up_to >= n), None))


def _notes(attempt: Attempt) -> Iterator[str]:
    if attempt.pastes:
        yield count(len(attempt.pastes), "long paste")
    if attempt.aways:
        yield f"{count(len(attempt.aways), 'time')} away from the page"
    if attempt.refused:
        yield f"{count(len(attempt.refused), 'text')} came too late or from another device, kept"
    if attempt.disclosed:
        yield "said something about AI assistants"


def _erased(candidate: Candidate) -> Progress:
    return Progress(candidate, "erased", None, None, None, None, (), None, None, None, None, 0.0, 0, 0, 0, 0, None, ())
