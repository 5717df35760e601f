"""The desk of a practice shift and its JSON: `/practice/ID`, and `/api/practice/ID` with `/poll` and `/act` below it.

Only what is of the web: who may, what is well-formed, which status. What happens is decided in `trainee_exercises`.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from dashboard.routes.fair import Fair, TooManyError
from dashboard.routes.messages import FRESH, PAGE, is_from_here, no, read
from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.library import LibraryError
from trainee_exercises.practice.day import BusyError, PracticeError
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.earlier import EarlierError
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.identity import Visitor
    from trainee_exercises.practice.shifts import Shifts

_WEB: Final = Path(__file__).parents[1] / "web"
_ID: Final = re.compile(r"[0-9a-f]{16}")


def routes(shifts: Callable[[], Shifts], visitor: Callable[[Request], Visitor]) -> list[Route]:
    """Return the page's routes. shifts: gives the process's one; visitor: tells who sent a request."""
    page = _Page(shifts, visitor)
    return [
        Route("/practice/{shift}", page.show, methods=["GET"]),
        Route("/api/practice/{shift}", page.view, methods=["GET"]),
        Route("/api/practice/{shift}/poll", page.poll, methods=["GET"]),
        Route("/api/practice/{shift}/act", page.act, methods=["POST"]),
    ]


class _Page:
    """The desk."""

    def __init__(self, shifts: Callable[[], Shifts], visitor: Callable[[Request], Visitor]) -> None:
        self._shifts = shifts
        self._visitor = visitor
        self._fair = Fair()

    async def show(self, request: Request) -> Response:
        """Return the page itself; it holds nothing of anybody."""
        if not _ID.fullmatch(request.path_params["shift"]):
            raise HTTPException(404, "There is no such shift.")
        return FileResponse(_WEB / "practice.html", headers=PAGE)

    async def view(self, request: Request) -> Response:
        """Return all that the rep may see."""
        return await self._tried(request, lambda shift, by: self._shifts().view(shift, by))

    async def poll(self, request: Request) -> Response:
        """Return what has changed since the entry that the page names."""
        since = request.query_params.get("since", "")
        if not since.isdecimal() or len(since) > _MOST_DIGITS:
            return no(400, "malformed", "since: a whole number is needed")
        return await self._tried(request, lambda shift, by: self._shifts().poll(shift, by, int(since)))

    async def act(self, request: Request) -> Response:
        """Do what the rep's browser asks for: 200, or 409 with the reason."""
        if not is_from_here(request):
            return no(403, "other_site", "This came from another site. Open the page here and try again.")
        told = await _read(request)
        if isinstance(told, JSONResponse):
            return told
        action, since = told
        return await self._tried(request, lambda shift, by: self._shifts().act(shift, by, action, since))

    async def _tried(self, request: Request, do: Callable[[str, str], Mapping[str, Any]]) -> Response:
        shift, by = request.path_params["shift"], self._visitor(request).actor
        if not _ID.fullmatch(shift):
            return no(404, "not_there", "There is no such shift; choose one on the page Practise.")
        try:
            return JSONResponse(dict(await self._fair.run(by, lambda: do(shift, by))), headers=FRESH)
        except (CantDo, Refused) as refused:
            return no(409, refused.code, refused.says)
        except (StorageError, LibraryError) as problem:
            _LOG.error("a practice shift can't be kept: %s", problem)
            return no(503, "not_saved", _NOT_SAVED)
        except (TooManyError, BusyError):
            return no(503, "busy", _BUSY)
        except (NotAnAction, PracticeError) as problem:
            return no(*_kind_of(problem), str(problem))


def _kind_of(problem: NotAnAction | PracticeError) -> tuple[int, str]:
    """Return status and code of what can't be had."""
    if isinstance(problem, NotAnAction):
        return 400, "malformed"
    return (409, "earlier") if isinstance(problem, EarlierError) else (404, "not_there")


_LOG: Final = logging.getLogger("support_sandbox")
_NOT_SAVED: Final = (
    "This can't be saved just now. What you typed is kept in this browser and sent again; if that lasts, tell whoever"
    " runs this server, whose log says more."
)
_BUSY: Final = "The desk has too much to do just now. What you typed is kept in this browser and sent again."
_MOST_DIGITS: Final = 9


async def _read(request: Request) -> tuple[dict[str, Any], int] | JSONResponse:
    """Return the action and the entry that the page knows, or the answer to what can't be read."""
    message = await read(request)
    if isinstance(message, JSONResponse):
        return message
    if message.keys() != {"action", "since"}:
        return no(400, "malformed", "the body has to be an object of action and since")
    action, since = message["action"], message["since"]
    if not isinstance(action, dict) or not isinstance(since, int) or isinstance(since, bool) or since < 0:
        return no(400, "malformed", "action: an object, since: a whole number are needed")
    return action, since
