"""The questionnaire's page and its JSON: `/questionnaire`, `/api/questionnaire`, `/api/questionnaire/act`.

The guard has checked who it is, from where and how big it is; what happens is decided in `hiring.questionnaires`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from dashboard.routes.messages import FRESH, no
from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.problems import HiringError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.identity import Visitor
    from trainee_exercises.storage import Storage

_PAGE: Final = Path(__file__).parents[1] / "web" / "questionnaire.html"
_NOT_YOURS: Final = "Open the link of your invitation again; this page is for candidates."


def routes(storage: Storage, visitor: Callable[[Request], Visitor]) -> list[Route]:
    """Return the page's routes. visitor: tells who sent a request."""

    async def show(request: Request) -> Response:
        if visitor(request).kind != "candidate":
            return no(403, "not_a_candidate", _NOT_YOURS)
        return FileResponse(_PAGE, headers=FRESH)

    async def view(request: Request) -> Response:
        candidate = visitor(request).candidate_id
        if candidate is None:
            return no(403, "not_a_candidate", _NOT_YOURS)
        return await _tried(lambda: questionnaires.view(storage, candidate))

    async def act(request: Request) -> Response:
        candidate = visitor(request).candidate_id
        if candidate is None:
            return no(403, "not_a_candidate", _NOT_YOURS)
        action = _action(await request.body())
        if action is None:
            return no(400, "malformed", "the body has to be an object with an action")
        return await _tried(lambda: questionnaires.act(storage, candidate, action))

    return [
        Route("/questionnaire", show, methods=["GET"]),
        Route("/api/questionnaire", view, methods=["GET"]),
        Route("/api/questionnaire/act", act, methods=["POST"]),
    ]


async def _tried(do: Callable[[], Mapping[str, Any]]) -> JSONResponse:
    """Return the answer of *do*, or say why there is none."""
    try:
        return JSONResponse(dict(await run_in_threadpool(do)), headers=FRESH)
    except Refused as refused:
        return JSONResponse(refused.reply, status_code=409, headers=FRESH)
    except NotAnAction as wrong:
        return no(400, "malformed", str(wrong))
    except HiringError:
        return no(403, "not_there", "There is no questionnaire for you here. Ask the person who invited you.")


def _action(body: bytes) -> dict[str, Any] | None:
    """Return the action in a body, None where there is none."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.keys() != {"action"} or not isinstance(message["action"], dict):
        return None
    return message["action"]
