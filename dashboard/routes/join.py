"""Joining by the link of an invitation: a page that says what awaits, and a button, as mail scanners follow links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from anyio import to_thread
from starlette.routing import Route

from dashboard.guard import visitor_in
from dashboard.routes.forms import given, visit_of
from dashboard.routes.paper import NOTHING, Markup, filled, page, says
from sim.durations import MINUTE
from trainee_exercises.accounts import TooManyTriesError, tries
from trainee_exercises.hiring import invitations, questionnaires
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.problems import NotInvited
from trainee_exercises.hiring.rounds import pack_of, round_of
from trainee_exercises.hiring.words import count, in_zone
from trainee_exercises.hiring.words import filled as with_round

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.identity import Identity, Visitor
    from trainee_exercises.accounts.entering import Visit
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.storage import Storage

_T = TypeVar("_T")
_WHAT_TO_DO: Final = Markup('<p class="aside">If you had begun already, everything you wrote is saved.</p>')


class _Again(NamedTuple):
    """What somebody finds who follows their link again. button: what leads on."""

    title: str
    text: str
    button: str


def routes(identity: Identity, attempts: Attempts) -> list[Route]:
    """Return the route /join/<token>. attempts: the process's one."""
    storage, settings = identity

    async def join(request: Request) -> Response:
        token, visit = request.path_params["token"], visit_of(request)
        try:
            if request.method != "POST":
                candidate_id = await to_thread.run_sync(_limited, storage, invitations.check, token, visit)
                return await to_thread.run_sync(_welcome, attempts, storage, candidate_id, visitor_in(request))
            followed = await to_thread.run_sync(
                _limited, storage, partial(invitations.follow, visit=visit), token, visit
            )
        except NotInvited as error:
            return says("This link does not open", error.says, status=410, more=_WHAT_TO_DO)
        except TooManyTriesError as error:
            return says("One moment", str(error), status=429)
        landing = await to_thread.run_sync(questionnaires.landing, storage, followed.candidate_id)
        return given(followed.key, landing, settings)

    return [Route("/join/{token}", join, methods=["GET", "POST"])]


def _limited(storage: Storage, check: Callable[[Storage, str], _T], token: str, visit: Visit) -> _T:
    """Return what *check* says of a link; links that open nothing count against the address they are tried from.

    One that opens always does, however many come at once: nobody can guess one, as they are signed.
    """
    try:
        return check(storage, token)
    except NotInvited:
        tries.knock(storage, [tries.door_of_address("join", visit.address)])
        raise


def _welcome(attempts: Attempts, storage: Storage, candidate_id: str, visitor: Visitor) -> Response:
    with storage.read() as connection:
        candidate, found = candidate_by_id(connection, candidate_id), round_of(connection, candidate_id)
    settings, invited = found.settings, invitations.current(storage, candidate_id)
    shared = {
        "company": settings.company,
        "until": in_zone(invited.expires_at, candidate.zone) if invited else "",
        "contact": settings.contact,
        "warning": filled("note.html", text=_warning(visitor)) if _warning(visitor) else NOTHING,
    }
    if questionnaires.landing(storage, candidate_id) != "/exercise":
        return _questions_first(storage, candidate_id, shared)
    again = _begun(attempts, storage, candidate_id)
    if again is not None:
        return page(again.title, filled("join_again.html", **again._asdict(), **shared))
    rule = with_round(getattr(pack_of(settings).ai_rules, settings.ai_rule), settings)
    body = filled("join.html", minutes=str(settings.minutes), ai_rule=rule, **shared)
    return page(f"Exercise for {settings.company}", body)


def _begun(attempts: Attempts, storage: Storage, candidate_id: str) -> _Again | None:
    """Return what to say to somebody whose exercise runs or is over; None: it has not begun."""
    attempt = attempts.attempt(candidate_id)
    now = max(storage.now(), attempt.last_at)
    phase = attempt.phase(now)
    if phase == "before" or attempt.ends_at is None:
        return None
    if phase == "running":
        left = (attempt.ends_at - now) // MINUTE
        words = f"about {count(left, 'minute')}" if left else "less than a minute"
        text = f"The clock runs: {words} left. What you wrote is saved; go on where you were."
        return _Again("You have begun", text, "Continue")
    title = "The time is over" if attempt.finished_at is None else "You have handed in"
    return _Again(title, "What was saved by the end has been handed in. Thank you.", "See what was handed in")


def _questions_first(storage: Storage, candidate_id: str, shared: Mapping[str, str]) -> Response:
    """Welcome whom the link leads to the questionnaire."""
    reading = questionnaires.read(storage, candidate_id)
    assert reading is not None  # the link leads there
    title, due = reading.stage.title, questionnaires.due_text(reading)
    if reading.sheet.phase(storage.now()) == "handed in":
        text = f"Nothing more is needed. Until {due} you may take it back and change something."
        again = _Again("You have handed in", text, "See what was handed in")
        return page(title, filled("join_again.html", **again._asdict(), **shared))
    n = str(len(reading.items))
    return page(title, filled("join_questionnaire.html", title=title, count=n, due=due, **shared))


def _warning(visitor: Visitor) -> str:
    """Return what somebody of the team should know who follows a candidate's link in their own browser."""
    if visitor.kind == "local":
        return (
            "With this button this browser becomes the candidate, until you leave, by the button at the end of that "
            "page or at the address /leave."
        )
    if visitor.kind == "staff":
        return f"You are here as {visitor.name}. The button signs you out and makes this browser the candidate's."
    return ""
