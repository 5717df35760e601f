"""`/api/exercise/groups`: the voluntary questions about groups, asked after the end and kept apart from everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard.routes.exercise import somebody_else
from dashboard.routes.messages import FRESH, is_from_here, no
from trainee_exercises.hiring.group_report import categories_of, give_group_answers
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import round_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.identity import Visitor
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.storage import Storage

_LONGEST_BODY: Final = 4096  # bytes


def routes(storage: Storage, attempts: Attempts, visitor: Callable[[Request], Visitor]) -> list[Route]:
    """Return the route, for candidates alone and only once their exercise is over."""

    async def groups(request: Request) -> Response:
        found = visitor(request)
        if found.candidate_id is None:
            return no(403, "not_a_candidate", "Open the link of your invitation again.")
        if request.method == "POST" and not is_from_here(request):
            return no(403, "other_site", "This came from another site. Open the page here and try again.")
        if request.method != "POST":
            return await run_in_threadpool(_asked, (storage, attempts), found.candidate_id)
        given = _answers(await request.body())
        if given is None:
            return no(400, "malformed", "answers: an object of texts is needed")
        if given.candidate not in {None, found.candidate_id}:
            return somebody_else()
        return await run_in_threadpool(_given, (storage, attempts), found.candidate_id, given.answers)

    return [Route("/api/exercise/groups", groups, methods=["GET", "POST"])]


def _asked(rooms: tuple[Storage, Attempts], candidate_id: str) -> JSONResponse:
    """Return the questions of the candidate's round; none before the end."""
    storage, attempts = rooms
    try:
        if not _is_over(storage, attempts, candidate_id):
            return JSONResponse({"questions": []}, headers=FRESH)
        with storage.read() as connection:
            known = categories_of(round_of(connection, candidate_id).settings.jurisdiction)
    except HiringError as problem:
        return no(403, "not_there", str(problem))
    questions = [
        {"id": name, "title": one.title, "options": [{"id": key, "text": text} for key, text in one.options.items()]}
        for name, one in known.items()
    ]
    return JSONResponse({"questions": questions}, headers=FRESH)


def _given(rooms: tuple[Storage, Attempts], candidate_id: str, given: dict[str, str]) -> JSONResponse:
    storage, attempts = rooms
    try:
        if not _is_over(storage, attempts, candidate_id):
            return no(409, "not_over", "These questions come after the exercise.")
        give_group_answers(storage, candidate_id, given)
    except HiringError as problem:
        return no(409, "not_possible", f"This was not saved: {problem}")
    return JSONResponse({"ok": True}, headers=FRESH)


def _is_over(storage: Storage, attempts: Attempts, candidate_id: str) -> bool:
    attempt = attempts.attempt(candidate_id)
    return attempt.phase(max(storage.now(), attempt.last_at)) == "over"


class _Answers(NamedTuple):
    """What was given; candidate: whose page it came from, None where it does not say."""

    answers: dict[str, str]
    candidate: str | None


def _answers(body: bytes) -> _Answers | None:
    """Return the answers in a body, None where there are none to be read."""
    if len(body) > _LONGEST_BODY:
        return None
    try:
        message: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    answers, candidate = message.get("answers"), message.get("candidate")
    if not isinstance(answers, dict) or not isinstance(candidate, str | None):
        return None
    is_plain = all(isinstance(one, str) and one.isascii() for pair in answers.items() for one in pair)
    return _Answers(answers, candidate) if is_plain else None
