"""The candidate's page and its JSON: `/exercise`, `/web/...` and `/api/exercise` with `/poll` and `/act` below it.

Only what is of the web: who may, what is well-formed, which status. What happens is decided in `hiring.attempts`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.routes.messages import FRESH, PAGE, is_from_here, no, read
from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.hiring.problems import HiringError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.identity import Visitor
    from trainee_exercises.hiring.attempts import Attempts

_WEB: Final = Path(__file__).parents[1] / "web"
_DEVICE: Final = re.compile(r"[0-9A-Za-z_-]{16,64}")
_JSON: Final = frozenset({"application/json", "text/plain"})  # beacons of some browsers may say no more than text/plain


class _Told(NamedTuple):
    """What a browser has sent: its device, what it wants done, and whose page it shows (None: it does not say)."""

    device: str
    action: dict[str, Any]
    candidate: str | None


def routes(
    attempts: Attempts, visitor: Callable[[Request], Visitor], has_questions: Callable[[str], bool] = lambda _: False
) -> list[Route | Mount]:
    """Return the page's routes. attempts: the process's one; visitor: tells who sent a request.

    has_questions: tells of a candidate, by id, whether a questionnaire is open to them.
    """
    page = _Page(attempts, visitor, has_questions)
    return [
        Route("/exercise", page.show, methods=["GET"]),
        Route("/api/exercise", page.view, methods=["GET"]),
        Route("/api/exercise/poll", page.poll, methods=["GET"]),
        Route("/api/exercise/act", page.act, methods=["POST"]),
        Mount("/web", _Files(directory=_WEB), name="web"),
    ]


class _Files(StaticFiles):
    """The page's own files, asked for anew each time: an upgrade reaches everybody at the next load."""

    async def get_response(self, path: str, scope: Any) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "no-cache"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


class _Page:
    """The candidate's page."""

    def __init__(
        self, attempts: Attempts, visitor: Callable[[Request], Visitor], has_questions: Callable[[str], bool]
    ) -> None:
        self._attempts = attempts
        self._visitor = visitor
        self._has_questions = has_questions

    async def show(self, request: Request) -> Response:
        """Return the page itself; it holds nothing of anybody."""
        if self._candidate(request) is None:
            raise HTTPException(403, "Open the link of your invitation; this page is for candidates.")
        return FileResponse(_WEB / "exercise.html", headers=PAGE)

    async def view(self, request: Request) -> Response:
        """Return all that the candidate may see."""
        return await self._answered(request, self._viewed)

    async def poll(self, request: Request) -> Response:
        """Return what changes by itself."""
        return await self._answered(request, self._attempts.poll)

    async def act(self, request: Request) -> Response:
        """Do what the candidate's browser asks for: 200, or 409 with the reason."""
        candidate = self._candidate(request)
        if candidate is None:
            return no(403, "not_a_candidate", "Open the link of your invitation again.")
        if not is_from_here(request):
            return no(403, "other_site", "This came from another site. Open the page here and try again.")
        told = await _read(request)
        if isinstance(told, JSONResponse):
            return told
        if told.candidate not in {None, candidate}:
            return somebody_else()
        return await _tried(lambda: self._attempts.act(candidate, told.device, told.action))

    def _viewed(self, candidate: str, device: str) -> dict[str, Any]:
        """Return the view, and whether a questionnaire is open to the candidate, as long as they have not started."""
        view = self._attempts.view(candidate, device)
        return {**view, "questionnaire": view["phase"] == "before" and self._has_questions(candidate)}

    async def _answered(self, request: Request, ask: Callable[[str, str], Mapping[str, Any]]) -> Response:
        candidate = self._candidate(request)
        if candidate is None:
            return no(403, "not_a_candidate", "Open the link of your invitation again.")
        device = request.query_params.get("device", "")
        if not _DEVICE.fullmatch(device):
            return no(400, "malformed", "device: 16 to 64 letters and digits are needed")
        return await _tried(lambda: ask(candidate, device))

    def _candidate(self, request: Request) -> str | None:
        """Return who is there, or None for anybody who is no candidate."""
        found = self._visitor(request)
        return found.candidate_id if found.kind == "candidate" else None


async def _tried(do: Callable[[], Mapping[str, Any]]) -> JSONResponse:
    """Return the answer of *do*, which may read and write, or say why there is none."""
    try:
        return JSONResponse(dict(await run_in_threadpool(do)), headers=FRESH)
    except Refused as refused:
        return JSONResponse(refused.reply, status_code=409, headers=FRESH)
    except NotAnAction as wrong:
        return no(400, "malformed", str(wrong))
    except HiringError as problem:
        return no(403, "not_there", f"Your exercise can't be opened: {problem}")


def somebody_else() -> JSONResponse:
    """Return the answer to a page of one candidate in a browser in which another has signed in since."""
    says = "Another candidate's link has been opened in this browser. Open your own again; nothing was taken."
    return no(403, "other_candidate", says)


async def _read(request: Request) -> _Told | JSONResponse:
    """Return what was sent, or the answer to what can't be read."""
    message = await read(request, _JSON)
    return message if isinstance(message, JSONResponse) else _told(message)


def _told(message: Mapping[str, Any]) -> _Told | JSONResponse:
    if message.keys() - {"candidate"} != {"device", "action"}:
        return no(400, "malformed", "the body has to be an object of device and action")
    device, action, candidate = message["device"], message["action"], message.get("candidate")
    if not isinstance(candidate, str | None):
        return no(400, "malformed", "candidate: an id is needed, or nothing")
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        return no(400, "malformed", "device: 16 to 64 letters and digits are needed")
    if not isinstance(action, dict):
        return no(400, "malformed", "action: an object is needed")
    return _Told(device, action, candidate)
