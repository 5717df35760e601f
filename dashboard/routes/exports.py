"""`/api/exports/...`: downloads for managers: a round's tables as CSV, a candidate's scorecard as PDF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trainee_exercises.exports import KINDS, candidate_pdf, round_csv
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import pack_of, round_by_id, round_of
from trainee_exercises.hiring.visibility import Seer

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.requests import Request

    from dashboard.identity import Visitor
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.storage import Storage

_MAY: Final = frozenset({"owner", "manager"})
_BOM: Final = "\ufeff"  # spreadsheets take a file for UTF-8 by it
_FRESH: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def routes(storage: Storage, attempts: Attempts, visitor: Callable[[Request], Visitor]) -> list[Route]:
    """Return the routes. visitor: tells who sent a request; only owners and managers get a file."""
    files = _Files(storage, attempts)

    def asked(make: Callable[[Request, Seer], Response]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            who = visitor(request)
            if who.role not in _MAY:
                return _no(403, "Only hiring managers may export.")
            try:
                return await run_in_threadpool(make, request, Seer(who.actor, is_manager=True))
            except HiringError as error:
                return _no(404, str(error))

        return answer

    return [
        Route("/api/exports/rounds/{round_id}/{kind}.csv", asked(files.table), methods=["GET"]),
        Route("/api/exports/candidates/{candidate_id}.pdf", asked(files.scorecard), methods=["GET"]),
    ]


class _Files:
    """Makes the files."""

    def __init__(self, storage: Storage, attempts: Attempts) -> None:
        self._storage = storage
        self._attempts = attempts

    def table(self, request: Request, seer: Seer) -> Response:
        """Return a table of a round."""
        kind = next((one for one in KINDS if one == request.path_params["kind"]), None)
        if kind is None:
            raise HiringError(f"there is no such table; there is {', '.join(KINDS)}")
        with self._storage.read() as connection:
            found = round_by_id(connection, request.path_params["round_id"])
        text = round_csv(self._attempts, self._storage, found.id, kind, seer)
        return _file(_BOM + text, "text/csv; charset=utf-8", f"{found.name}-{kind}.csv")

    def scorecard(self, request: Request, seer: Seer) -> Response:
        """Return a candidate's scorecard."""
        with self._storage.read() as connection:
            person = candidate_by_id(connection, request.path_params["candidate_id"])
            settings = round_of(connection, person.id).settings
        made = candidate_pdf(self._storage, person.id, seer, pack_of(settings))
        return _file(made, "application/pdf", f"scorecard-{person.code}.pdf")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    return Response(
        content, media_type=kind, headers={**_FRESH, "Content-Disposition": f'attachment; filename="{safe}"'}
    )


def _no(status: int, says: str) -> Response:
    return JSONResponse({"ok": False, "says": says}, status_code=status, headers=_FRESH)
